import { z } from 'zod';
import type { AssociationConfig } from '../../model/web-acl.ts';
import { stored } from './resource.ts';

const limit = z
  .strictObject({
    DefaultSizeInspectionLimit: z
      .enum(['KB_16', 'KB_32', 'KB_48', 'KB_64'])
      .describe('How much of a body is looked at.'),
  })
  .optional();

/** How much of a body a web ACL looks at, by the kind of resource it stands in front of. */
export const associationShape = z
  .strictObject({
    RequestBody: z
      .strictObject({
        API_GATEWAY: limit.describe('For stages of API Gateway.'),
        ...Object.fromEntries(
          [
            'CLOUDFRONT',
            'COGNITO_USER_POOL',
            'APP_RUNNER_SERVICE',
            'VERIFIED_ACCESS_INSTANCE',
            'AGENTCORE_GATEWAY',
          ].map((name) => [
            name,
            stored(
              limit.describe('For another kind of resource.'),
              'there are only stages of API Gateway here',
            ),
          ]),
        ),
      })
      .optional()
      .describe('By the kind of resource.'),
  })
  .optional()
  .describe('How much of a body is looked at.') as z.ZodType<AssociationConfig | undefined>;
