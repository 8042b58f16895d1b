import { z } from 'zod';
import { bareName, functionArn } from '../function-names.ts';
import { resource, stored } from '../resource.ts';

const ONE = 'there is one version: the code as it lies there';

/** A snapshot of a function; here it always means the function as it is, under the number 1. */
export default resource({
  name: 'AWS::Lambda::Version',
  shape: z
    .strictObject({
      FunctionName: z.string().describe('The function.'),
      CodeSha256: stored(z.string().optional().describe('Made only if the code has this hash.'), ONE),
      Description: stored(z.string().optional().describe('What is new in it.'), 'decides nothing'),
      ProvisionedConcurrencyConfig: stored(
        z.unknown().optional().describe('How many processes are kept ready.'),
        'processes are started when they are needed, and kept warm',
      ),
      RuntimePolicy: stored(
        z.unknown().optional().describe('When its runtime is updated.'),
        'the runtime is this machine’s',
      ),
      FunctionScalingConfig: stored(z.unknown().optional().describe('How it scales.'), ONE),
    })
    .describe('A version of a function.'),
  ref: (version, self) => `${functionArn(version.FunctionName, self)}:${FIRST}`,
  attributes: {
    FunctionArn: (version, self) => `${functionArn(version.FunctionName, self)}:${FIRST}`,
    Version: () => FIRST,
  },
  add(version, parts, self) {
    const { id, origin } = self;
    parts.qualifiers.push({ id, origin, functionName: bareName(version.FunctionName), qualifier: FIRST });
  },
});

const FIRST = '1';
