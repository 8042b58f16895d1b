import { z } from 'zod';
import { bareName, qualifierIn } from '../function-names.ts';
import { physicalName } from '../physical-names.ts';
import { resource, stored } from '../resource.ts';

/** Lets a service or an account invoke a function; API Gateway answers 500 for one it may not invoke. */
export default resource({
  name: 'AWS::Lambda::Permission',
  shape: z
    .strictObject({
      Action: z
        .string()
        .regex(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/, 'must be an action such as lambda:InvokeFunction')
        .describe('What may be done.'),
      FunctionName: z.string().describe('The function, by name or ARN, with or without a qualifier.'),
      Principal: z.string().describe('Who may do it.'),
      SourceArn: z.string().default('').describe('What for: an ARN with * and ? in it.'),
      SourceAccount: stored(
        z.string().optional().describe('The account of the source.'),
        'there is one account',
      ),
      EventSourceToken: stored(
        z.string().optional().describe('A token of an Alexa skill.'),
        'no Alexa skill asks here',
      ),
      FunctionUrlAuthType: stored(
        z.string().optional().describe('How its URL authorizes.'),
        'functions have no URL here',
      ),
      InvokedViaFunctionUrl: stored(
        z.boolean().optional().describe('Only through its URL.'),
        'functions have no URL here',
      ),
      PrincipalOrgID: stored(
        z.string().optional().describe('Only from an organization.'),
        'there is no organization here',
      ),
    })
    .describe('A permission to invoke a function.'),
  ref: (_, self) => physicalName(self.stack, self.logicalId, 100),
  attributes: { Id: (_, self) => physicalName(self.stack, self.logicalId, 100) },
  add(permission, parts, self) {
    if (!/^(lambda:InvokeFunction|lambda:\*|\*)$/.test(permission.Action)) return;
    if (permission.InvokedViaFunctionUrl === true) return;
    parts.permissions.push({
      id: self.id,
      origin: self.origin,
      functionName: bareName(permission.FunctionName),
      principal: permission.Principal,
      sourceArn: permission.SourceArn,
      qualifier: qualifierIn(permission.FunctionName),
    });
  },
});
