// What `cdk` runs. The values of `--context` reach the app through the environment, as the CDK's CLI does it.
import { ContextError } from '../lib/context.ts';
import { exampleApp } from '../lib/example-app.ts';

try {
  exampleApp().synth();
} catch (fault) {
  if (!(fault instanceof ContextError)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
}
