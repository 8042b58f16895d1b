import { z } from 'zod';
import { resource } from '../resource.ts';

/** Puts a key under a usage plan. */
export default resource({
  name: 'AWS::ApiGateway::UsagePlanKey',
  shape: z
    .strictObject({
      KeyId: z.string().describe('The API key, by its id.'),
      KeyType: z.literal('API_KEY').describe('What it is: API_KEY.'),
      UsagePlanId: z.string().describe('The usage plan, by its id.'),
    })
    .describe('A key of a usage plan.'),
  ref: ({ KeyId, UsagePlanId }) => `${KeyId}:${UsagePlanId}`,
  attributes: { Id: ({ KeyId, UsagePlanId }) => `${KeyId}:${UsagePlanId}` },
  add(member, parts, self) {
    parts.draft.usagePlanKeys.push({
      id: self.id,
      origin: self.origin,
      planId: member.UsagePlanId,
      keyId: member.KeyId,
    });
  },
});
