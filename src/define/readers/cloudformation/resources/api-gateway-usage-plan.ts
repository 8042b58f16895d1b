import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { methodNamed, quotaLimit, throttleKey } from '../../usage/values.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

const throttle = z
  .strictObject({
    RateLimit: z.number().min(0).optional().describe('Requests a second, in the long run.'),
    BurstLimit: z.int().min(0).optional().describe('Requests at once.'),
  })
  .describe('A token bucket for each key.');

/** What its keys may ask of which stages. */
export default resource({
  name: 'AWS::ApiGateway::UsagePlan',
  shape: z
    .strictObject({
      UsagePlanName: z.string().optional().describe('Its name.'),
      Description: z.string().default('').describe('What it is.'),
      ApiStages: z
        .array(
          z.strictObject({
            ApiId: z.string().describe('The API.'),
            Stage: z.string().describe('The stage.'),
            Throttle: z
              .record(throttleKey, throttle)
              .default({})
              .describe('Buckets of single methods, by `/pets/GET`, in the place of the plan’s.'),
          }),
        )
        .default([])
        .describe('The stages it opens.'),
      Throttle: throttle.optional(),
      Quota: z
        .strictObject({
          Limit: quotaLimit.describe('Requests of each key in a period.'),
          Offset: z.int().min(0).default(0).describe('Requests that its first period has less.'),
          Period: z.enum(['DAY', 'WEEK', 'MONTH']).describe('When it begins anew, in UTC.'),
        })
        .optional()
        .describe('Requests that each key has.'),
      Tags: tags,
    })
    .describe('A usage plan.'),
  ref: (_, self) => planIdOf(self),
  attributes: { Id: (_, self) => planIdOf(self) },
  add(plan, parts, self) {
    parts.draft.usagePlans.push({
      id: self.id,
      origin: self.origin,
      planId: planIdOf(self),
      name: plan.UsagePlanName ?? physicalName(self.stack, self.logicalId),
      description: plan.Description,
      productCode: '',
      throttle: plan.Throttle === undefined ? null : bucketOf(plan.Throttle),
      quota:
        plan.Quota === undefined
          ? null
          : { limit: plan.Quota.Limit, offset: plan.Quota.Offset, period: plan.Quota.Period },
      stages: plan.ApiStages.map(({ ApiId, Stage, Throttle }, i) => ({
        apiId: ApiId,
        stage: Stage,
        throttles: Object.entries(Throttle).map(([key, limits]) => {
          const method = methodNamed(key)!;
          return {
            id: `${self.id}/${ApiId}/${Stage}${method.resourcePath}/${method.httpMethod}`,
            origin: self.at('ApiStages', i, 'Throttle', key),
            ...method,
            ...bucketOf(limits),
          };
        }),
      })),
      tags: tagged(plan.Tags),
    });
  },
});

const planIdOf = (self: Self): string => shortId(self.id, 6);

const bucketOf = (limits: z.infer<typeof throttle>) => ({
  rate: limits.RateLimit ?? null,
  burst: limits.BurstLimit ?? null,
});
