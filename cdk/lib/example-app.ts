import { App, Tags } from 'aws-cdk-lib';
import { ArtilleryLoadGenerator } from './artillery-load-generator.ts';
import { contextValues } from './context.ts';
import { LoadGeneratorVpc } from './load-generator-vpc.ts';
import { SecureThrottledApi } from './secure-throttled-api.ts';
import { UnthrottledApi } from './unthrottled-api.ts';
import { WafStack } from './waf-stack.ts';

/** Where an app differs from what `cdk` would make of it. */
export interface ExampleAppProps {
  /** Goes over what `--context` and `cdk.json` say. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly outdir?: string;
}

/** The example: two APIs, the web ACL before one of them, and an instance to load them with. */
export function exampleApp({ context, outdir }: ExampleAppProps = {}): App {
  const app = new App({ outdir, postCliContext: context, analyticsReporting: false, treeMetadata: false });
  const { rate, burst, limit, tags } = contextValues(app.node);

  new UnthrottledApi(app, 'unthrottled-api');
  const secure = new SecureThrottledApi(app, 'secure-throttled-api', { rate, burst });
  const waf = new WafStack(app, 'waf-stack', { limit, stageArnExport: secure.stageArnExport });
  waf.addStackDependency(secure, 'the web ACL stands before its stage');

  const { vpc } = new LoadGeneratorVpc(app, 'load-generator-vpc-stack');
  const loadGenerator = new ArtilleryLoadGenerator(app, 'miztiik-artillery-load-generator', {
    vpc,
    urlExport: secure.urlExport,
  });
  loadGenerator.addStackDependency(secure, 'the load command names its URL');

  for (const [key, value] of Object.entries(tags)) Tags.of(app).add(key, value);
  return app;
}
