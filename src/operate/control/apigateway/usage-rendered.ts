import type { ApiKey, PlanThrottle, UsagePlan, UsagePlanKey } from '../../../define/model/usage.ts';

const seconds = (ms: number, startedAt: number): number => Math.floor((ms === 0 ? startedAt : ms) / 1000);

/** A key as `GetApiKey` gives it, without its value. `startedAt` (ms) stands for when a key of a file was made. */
export function renderedKey(key: ApiKey, startedAt: number): object {
  return {
    id: key.keyId,
    name: key.name,
    ...(key.customerId === '' ? {} : { customerId: key.customerId }),
    ...(key.description === '' ? {} : { description: key.description }),
    enabled: key.enabled,
    createdDate: seconds(key.createdAt, startedAt),
    lastUpdatedDate: seconds(key.updatedAt, startedAt),
    stageKeys: [],
    ...(Object.keys(key.tags).length === 0 ? {} : { tags: key.tags }),
  };
}

/** The same with its value, for whoever asks for that. */
export const renderedKeyAndValue = (key: ApiKey, startedAt: number): object => ({
  ...renderedKey(key, startedAt),
  value: key.value,
});

/** A plan as `GetUsagePlan` gives it. */
export function renderedPlan(plan: UsagePlan): object {
  return {
    id: plan.planId,
    name: plan.name,
    ...(plan.description === '' ? {} : { description: plan.description }),
    apiStages: plan.stages.map(({ apiId, stage, throttles }) => ({
      apiId,
      stage,
      ...(throttles.length === 0
        ? {}
        : {
            throttle: Object.fromEntries(
              throttles.map((t) => [`${t.resourcePath}/${t.httpMethod}`, renderedThrottle(t)]),
            ),
          }),
    })),
    ...(plan.throttle === null ? {} : { throttle: renderedThrottle(plan.throttle) }),
    ...(plan.quota === null ? {} : { quota: plan.quota }),
    ...(plan.productCode === '' ? {} : { productCode: plan.productCode }),
    ...(Object.keys(plan.tags).length === 0 ? {} : { tags: plan.tags }),
  };
}

/** That a key is under a plan, as `GetUsagePlanKey` gives it. */
export const renderedMember = ({ keyId }: UsagePlanKey, keys: readonly ApiKey[]): object => ({
  id: keyId,
  type: 'API_KEY',
  name: keys.find((key) => key.keyId === keyId)?.name ?? '',
});

const renderedThrottle = ({ rate, burst }: PlanThrottle): object => ({
  ...(burst === null ? {} : { burstLimit: burst }),
  ...(rate === null ? {} : { rateLimit: rate }),
});
