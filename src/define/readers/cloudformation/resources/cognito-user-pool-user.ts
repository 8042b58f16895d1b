import { z } from 'zod';
import { physicalName } from '../physical-names.ts';
import { resource, type Self, stored } from '../resource.ts';

/** A user that is there from the start, with a password in the log that has to be changed. */
export default resource({
  name: 'AWS::Cognito::UserPoolUser',
  shape: z
    .strictObject({
      UserPoolId: z.string().describe('The pool.'),
      Username: z.string().min(1).max(128).optional().describe('The name.'),
      UserAttributes: z
        .array(
          z.strictObject({
            Name: z.string().describe('Its name.'),
            Value: z.string().default('').describe('Its value.'),
          }),
        )
        .default([])
        .describe('The attributes.'),
      ClientMetadata: stored(
        z.unknown().optional().describe('What triggers are told.'),
        'triggers are not run',
      ),
      DesiredDeliveryMediums: stored(
        z.array(z.string()).optional().describe('How the invitation is sent.'),
        'the first password stands in the log of the gateway',
      ),
      ForceAliasCreation: stored(
        z.boolean().optional().describe('Whether an alias is taken from another user.'),
        'an alias stays with its first user',
      ),
      MessageAction: stored(
        z.string().optional().describe('Whether the invitation is sent.'),
        'the first password stands in the log of the gateway',
      ),
      ValidationData: stored(
        z.unknown().optional().describe('What triggers are told.'),
        'triggers are not run',
      ),
    })
    .describe('A user of a user pool.'),
  ref: (user, self) => nameOf(user, self),
  add(user, parts, self) {
    parts.poolUsers.push({
      id: self.id,
      origin: self.origin,
      poolId: user.UserPoolId,
      username: nameOf(user, self),
      attributes: Object.fromEntries(user.UserAttributes.map(({ Name, Value }) => [Name, Value])),
    });
  },
});

const nameOf = (user: { readonly Username?: string | undefined }, self: Self): string =>
  user.Username ?? physicalName(self.stack, self.logicalId, 128);
