import type { Definition } from '../../../define/model/definition.ts';
import type {
  MethodThrottle,
  PlanStage,
  PlanThrottle,
  Quota,
  UsagePlan,
} from '../../../define/model/usage.ts';
import { methodNamed } from '../../../define/readers/usage/values.ts';
import { notFound } from '../aws-error.ts';
import { ENDPOINT } from '../endpoint-origin.ts';
import {
  badRequest,
  numberIn,
  type PatchOperation,
  segmentsOf,
  unpatchable,
  wholeNumberIn,
} from './patch.ts';
import { checkMembership } from './usage-found.ts';

/** A plan after one operation of `UpdateUsagePlan`. Throws what AWS answers to one that cannot be. */
export function patchedPlan(plan: UsagePlan, patch: PatchOperation, definition: Definition): UsagePlan {
  const [what = '', ...rest] = segmentsOf(patch.path ?? '');
  const { op, value = '' } = patch;
  const sets = op === 'replace' || op === 'add';
  switch (what) {
    case 'name':
    case 'description':
    case 'productCode':
      if (rest.length > 0 || !(sets || (op === 'remove' && what !== 'name'))) break;
      return { ...plan, [what]: op === 'remove' ? '' : value };
    case 'throttle':
      if (op === 'remove' && rest.length === 0) return { ...plan, throttle: null };
      if (!sets) break;
      return { ...plan, throttle: throttled(plan.throttle, rest, patch) };
    case 'quota':
      if (op === 'remove' && rest.length === 0) return { ...plan, quota: null };
      if (!sets) break;
      return { ...plan, quota: quotaed(plan.quota, rest, patch) };
    case 'apiStages':
      if (rest.length === 0) return staged(plan, patch, definition);
      return {
        ...plan,
        stages: plan.stages.map((s) => (nameOf(s) === rest[0] ? within(s, rest.slice(1), patch, plan) : s)),
      };
  }
  throw unpatchable(patch);
}

/** A quota must be whole once all operations are done. */
export function checkedPlan(plan: UsagePlan): UsagePlan {
  if (plan.name === '') throw badRequest('Usage plan name cannot be empty');
  if (plan.quota !== null && (plan.quota.limit < 0 || !isPeriod(plan.quota.period)))
    throw badRequest('Usage Plan quota must have a limit and a period');
  return plan;
}

function throttled(
  before: PlanThrottle | null,
  rest: readonly string[],
  patch: PatchOperation,
): PlanThrottle {
  const [member] = rest;
  const limits = before ?? { rate: null, burst: null };
  if (member === 'rateLimit') return { ...limits, rate: numberIn(patch) };
  if (member === 'burstLimit') return { ...limits, burst: wholeNumberIn(patch) };
  throw unpatchable(patch);
}

function quotaed(before: Quota | null, rest: readonly string[], patch: PatchOperation): Quota {
  const [member] = rest;
  const quota = before ?? { limit: -1, offset: 0, period: '' as Quota['period'] };
  if (member === 'limit') return { ...quota, limit: bounded(wholeNumberIn(patch)) };
  if (member === 'offset') return { ...quota, offset: bounded(wholeNumberIn(patch)) };
  if (member !== 'period') throw unpatchable(patch);
  if (!isPeriod(patch.value ?? '')) throw badRequest('Quota period must be DAY, WEEK or MONTH');
  return { ...quota, period: patch.value as Quota['period'] };
}

const isPeriod = (text: string): text is Quota['period'] => ['DAY', 'WEEK', 'MONTH'].includes(text);
const bounded = (number: number): number => Math.min(number, 2 ** 31 - 1);

/** The stages of a plan with one more or one less: `abcdefghij:prod`. */
function staged(plan: UsagePlan, patch: PatchOperation, definition: Definition): UsagePlan {
  const { op, value = '' } = patch;
  if (op === 'remove') {
    if (!plan.stages.some((s) => nameOf(s) === value)) throw notFound(`API Stage not found: ${value}`);
    return { ...plan, stages: plan.stages.filter((s) => nameOf(s) !== value) };
  }
  if (op !== 'add') throw unpatchable(patch);
  const cut = value.indexOf(':');
  const [apiId, stage] = [value.slice(0, cut), value.slice(cut + 1)];
  if (plan.stages.some((s) => nameOf(s) === value)) return plan;
  return withStages(plan, [...plan.stages, { apiId, stage, throttles: [] }], definition);
}

/** A plan that opens these stages. Throws when one is not there, or a key would come to one by two plans. */
export function withStages(plan: UsagePlan, stages: readonly PlanStage[], definition: Definition): UsagePlan {
  for (const { apiId, stage } of stages)
    if (!definition.apis.some((api) => api.apiId === apiId && api.stages.some((s) => s.name === stage)))
      throw notFound(`API Stage not found: ${apiId}:${stage}`);
  const changed = { ...plan, stages };
  const keyIds = definition.usagePlanKeys.filter((m) => m.planId === plan.planId).map((m) => m.keyId);
  checkMembership(definition, changed, keyIds);
  return changed;
}

/** A stage after an operation on its throttles: `throttle/{path}/{method}/rateLimit`. */
function within(
  stage: PlanStage,
  rest: readonly string[],
  patch: PatchOperation,
  plan: UsagePlan,
): PlanStage {
  const [what, resourcePath, httpMethod, member] = rest;
  if (what !== 'throttle') throw unpatchable(patch);
  const named = methodNamed(`/${resourcePath}/${httpMethod}`);
  const isIt = (t: MethodThrottle): boolean =>
    t.resourcePath === named?.resourcePath && t.httpMethod === named.httpMethod;
  if (patch.op === 'remove') {
    if (resourcePath === undefined) return { ...stage, throttles: [] };
    if (member !== undefined || named === null) throw unpatchable(patch);
    return { ...stage, throttles: stage.throttles.filter((t) => !isIt(t)) };
  }
  if (named === null || (patch.op !== 'add' && patch.op !== 'replace')) throw unpatchable(patch);
  const before = stage.throttles.find(isIt) ?? methodThrottle(plan.id, stage, named);
  const after = { ...before, ...throttled(before, [member ?? ''], patch) };
  return { ...stage, throttles: [...stage.throttles.filter((t) => !isIt(t)), after] };
}

/** A throttle of one method that limits nothing yet. */
export const methodThrottle = (
  planElement: string,
  { apiId, stage }: Pick<PlanStage, 'apiId' | 'stage'>,
  method: Pick<MethodThrottle, 'resourcePath' | 'httpMethod'>,
): MethodThrottle => ({
  id: `${planElement}/${apiId}/${stage}${method.resourcePath}/${method.httpMethod}`,
  origin: ENDPOINT,
  ...method,
  rate: null,
  burst: null,
});

const nameOf = ({ apiId, stage }: PlanStage): string => `${apiId}:${stage}`;
