import { z } from 'zod';
import { physicalName } from '../physical-names.ts';
import { resource, type Self, stored } from '../resource.ts';
import { tags } from '../tags.ts';

const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A named place for logs. */
export default resource({
  name: 'AWS::Logs::LogGroup',
  shape: z
    .strictObject({
      LogGroupName: stored(
        z
          .string()
          .regex(/^[\w\-/.#]{1,512}$/, 'must be 1 to 512 letters, digits and _-/.#')
          .optional()
          .describe('Its name.'),
        'a group is there as soon as something logs to it',
      ),
      RetentionInDays: stored(
        z
          .literal([...DAYS])
          .optional()
          .describe('How long lines are kept, in days.'),
        'of each group the newest streams are kept, 1 000 files or 1 GB; other logs stay until they are removed',
      ),
      LogGroupClass: stored(z.string().optional().describe('How it is stored.'), 'logs are files'),
      KmsKeyId: stored(
        z.string().optional().describe('The key it is encrypted with.'),
        'logs are not encrypted',
      ),
      DataProtectionPolicy: stored(
        z.unknown().optional().describe('What is masked in it.'),
        'lines are kept as they are written',
      ),
      FieldIndexPolicies: stored(
        z.array(z.unknown()).optional().describe('Fields to search by.'),
        'logs are files',
      ),
      ResourcePolicyDocument: stored(
        z.unknown().optional().describe('Who may write to it.'),
        'there is no IAM here',
      ),
      BearerTokenAuthenticationEnabled: stored(
        z.boolean().optional().describe('Whether tokens may write to it.'),
        'there is no IAM here',
      ),
      DeletionProtectionEnabled: stored(
        z.boolean().optional().describe('Whether it may be deleted.'),
        'logs stay in the data folder',
      ),
      Tags: tags,
    })
    .describe('A log group.'),
  ref: (group, self) => nameOf(group, self),
  attributes: {
    Arn: (group, self) => `arn:aws:logs:${self.region}:${self.accountId}:log-group:${nameOf(group, self)}:*`,
  },
});

const nameOf = (group: { readonly LogGroupName?: string }, self: Self): string =>
  group.LogGroupName ?? physicalName(self.stack, self.logicalId, 512);
