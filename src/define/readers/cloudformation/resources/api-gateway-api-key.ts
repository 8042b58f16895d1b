import { z } from 'zod';
import { warning } from '../../../../base/note.ts';
import { shortId } from '../../../model/ids.ts';
import { apiKeyValue } from '../../usage/values.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

/** A key that callers give, so that a usage plan can tell them apart. */
export default resource({
  name: 'AWS::ApiGateway::ApiKey',
  shape: z
    .strictObject({
      Name: z.string().max(1024).optional().describe('Its name.'),
      Description: z.string().default('').describe('What it is for.'),
      Value: apiKeyValue.optional().describe('The key itself; the gateway makes one when it is not written.'),
      Enabled: z.boolean().optional().describe('Whether it is let in; AWS does not unless this says so.'),
      StageKeys: stored(
        z
          .array(
            z.strictObject({
              RestApiId: z.string().optional().describe('The API.'),
              StageName: z.string().optional().describe('The stage.'),
            }),
          )
          .optional()
          .describe('Stages it was for, before there were usage plans.'),
        'a key opens the stages of its usage plans',
      ),
      CustomerId: z.string().default('').describe('A customer of the AWS Marketplace.'),
      GenerateDistinctId: stored(
        z.boolean().optional().describe('Whether id and value differ.'),
        'they always do',
      ),
      Tags: tags,
    })
    .describe('An API key.'),
  ref: (_, self) => keyIdOf(self),
  attributes: { APIKeyId: (_, self) => keyIdOf(self) },
  add(key, parts, self) {
    if (key.Enabled === undefined)
      parts.draft.note(
        warning('api-key.disabled', 'a key without Enabled: true is turned away, as AWS does', self.origin),
      );
    parts.draft.apiKeys.push({
      id: self.id,
      origin: self.origin,
      keyId: keyIdOf(self),
      name: key.Name ?? physicalName(self.stack, self.logicalId),
      description: key.Description,
      customerId: key.CustomerId,
      value: key.Value ?? '',
      enabled: key.Enabled ?? false,
      createdAt: 0,
      updatedAt: 0,
      tags: tagged(key.Tags),
    });
  },
});

const keyIdOf = (self: Self): string => shortId(self.id, 10);
