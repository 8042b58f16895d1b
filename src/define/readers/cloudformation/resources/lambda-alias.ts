import { z } from 'zod';
import { bareName, functionArn } from '../function-names.ts';
import { resource, stored } from '../resource.ts';

/** A name for a version of a function; here it always means the function as it is. */
export default resource({
  name: 'AWS::Lambda::Alias',
  shape: z
    .strictObject({
      Name: z
        .string()
        .regex(/^(?!\d+$)[\w-]{1,128}$/, 'must be letters, digits, _ and -, and no number')
        .describe('Its name.'),
      FunctionName: z.string().describe('The function.'),
      FunctionVersion: stored(
        z.string().describe('The version.'),
        'there is one version: the code as it lies there',
      ),
      Description: stored(z.string().optional().describe('What it is.'), 'decides nothing'),
      RoutingConfig: stored(
        z.unknown().optional().describe('Shares of the calls for other versions.'),
        'there is one version: the code as it lies there',
      ),
      ProvisionedConcurrencyConfig: stored(
        z.unknown().optional().describe('How many processes are kept ready.'),
        'processes are started when they are needed, and kept warm',
      ),
    })
    .describe('An alias of a function.'),
  ref: (alias, self) => `${functionArn(alias.FunctionName, self)}:${alias.Name}`,
  attributes: { AliasArn: (alias, self) => `${functionArn(alias.FunctionName, self)}:${alias.Name}` },
  add(alias, parts, self) {
    const { id, origin } = self;
    parts.qualifiers.push({ id, origin, functionName: bareName(alias.FunctionName), qualifier: alias.Name });
  },
});
