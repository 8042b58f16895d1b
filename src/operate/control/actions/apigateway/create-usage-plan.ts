import { z } from 'zod';
import type { MethodThrottle, UsagePlan } from '../../../../define/model/usage.ts';
import { methodNamed } from '../../../../define/readers/usage/values.ts';
import { restAction } from '../../action.ts';
import { newId } from '../../apigateway/new-key.ts';
import { badRequest } from '../../apigateway/patch.ts';
import { checkedPlan, methodThrottle, withStages } from '../../apigateway/plan-patch.ts';
import { tagsField } from '../../apigateway/shapes.ts';
import { renderedPlan } from '../../apigateway/usage-rendered.ts';
import { AwsError } from '../../aws-error.ts';
import { ENDPOINT } from '../../endpoint-origin.ts';

/** Plans of an account at most, as on AWS. */
const mostPlans = 300;

const throttle = z
  .object({
    rateLimit: z.number().min(0).optional().describe('Requests a second, in the long run.'),
    burstLimit: z.int().min(0).optional().describe('Requests at once.'),
  })
  .describe('A token bucket for each key.');

const opened = z.object({
  apiId: z.string().describe('The API.'),
  stage: z.string().describe('The stage.'),
  throttle: z.record(z.string(), throttle).default({}).describe('Of single methods, by /pets/GET.'),
});

type Opened = z.infer<typeof opened>;

export default restAction({
  name: 'CreateUsagePlan',
  route: 'POST /usageplans',
  status: 201,
  shape: z
    .object({
      name: z.string().min(1).describe('Its name.'),
      description: z.string().default('').describe('What it is.'),
      apiStages: z.array(opened).default([]).describe('The stages it opens.'),
      throttle: throttle.optional(),
      quota: z
        .object({
          limit: z.int().min(0).max(2_147_483_647).describe('Requests of each key in a period.'),
          offset: z.int().min(0).default(0).describe('Requests that its first period has less.'),
          period: z.enum(['DAY', 'WEEK', 'MONTH']).describe('When it begins anew.'),
        })
        .optional()
        .describe('Requests that each key has.'),
      tags: tagsField,
    })
    .describe('Makes a usage plan.'),
  async run(input, state) {
    const planId = newId(6);
    const id = `aws-endpoint/usageplans/${planId}`;
    await state.change((definition) => {
      if (definition.usagePlans.length >= mostPlans)
        throw new AwsError('LimitExceededException', 429, `There can be ${mostPlans} usage plans.`);
      const plan: UsagePlan = {
        ...{ id, origin: ENDPOINT, planId, name: input.name, description: input.description },
        ...{ productCode: '', tags: input.tags, stages: [] },
        throttle: input.throttle === undefined ? null : bucketOf(input.throttle),
        quota: input.quota ?? null,
      };
      const stages = input.apiStages.map((at) => ({
        apiId: at.apiId,
        stage: at.stage,
        throttles: throttlesOf(id, at),
      }));
      const element = checkedPlan(withStages(plan, stages, definition));
      return [{ of: 'usagePlans', id, element }];
    });
    return renderedPlan(state.definition.usagePlans.find((plan) => plan.planId === planId)!);
  },
});

/** The buckets of single methods, by `/pets/GET`. Throws a `BadRequestException` for a key that is none, or comes twice. */
function throttlesOf(planElement: string, at: Opened): MethodThrottle[] {
  const throttles = new Map<string, MethodThrottle>();
  for (const [key, limits] of Object.entries(at.throttle)) {
    const method = methodNamed(key);
    if (method === null) throw badRequest(`Invalid method ${key}: it must be as in /pets/GET`);
    const own = { ...methodThrottle(planElement, at, method), ...bucketOf(limits) };
    if (throttles.has(own.id)) throw badRequest(`The method ${key} has a throttle already`);
    throttles.set(own.id, own);
  }
  return [...throttles.values()];
}

const bucketOf = ({ rateLimit, burstLimit }: z.infer<typeof throttle>) => ({
  rate: rateLimit ?? null,
  burst: burstLimit ?? null,
});
