import { error, warning } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import type { ApiKey, MethodThrottle, UsagePlan } from '../../model/usage.ts';
import type { Draft } from '../draft.ts';

/** What is wrong among API keys, usage plans and the stages they open. Values of keys are never shown. */
export function checkUsage(draft: Draft): void {
  const plans = new Map(draft.usagePlans.map((plan) => [plan.planId, plan]));
  const keys = new Map(draft.apiKeys.map((key) => [key.keyId, key]));
  checkValues(draft);
  checkStages(draft);
  const opened = new Map<string, UsagePlan>();
  for (const { planId, keyId, origin } of draft.usagePlanKeys) {
    const [plan, key] = [plans.get(planId), keys.get(keyId)];
    if (plan === undefined)
      draft.note(error('usage-plan.no-plan', `${planId} is no usage plan that was given`, origin));
    if (key === undefined)
      draft.note(error('usage-plan.no-key', `${keyId} is no API key that was given`, origin));
    for (const { apiId, stage } of plan?.stages ?? []) {
      const at = `${keyId} ${apiId}/${stage}`;
      const before = opened.get(at);
      opened.set(at, plan!);
      if (before === undefined) continue;
      const message = `the key ${key?.name ?? keyId} is already under the plan ${before.name}, at ${place(before.origin)}, which opens the stage ${stage} too: it can have one plan there`;
      draft.note(error('usage-plan.two-plans', message, origin));
    }
  }
}

function checkValues(draft: Draft): void {
  const first = new Map<string, ApiKey>();
  for (const key of draft.apiKeys) {
    if (key.value === '') continue;
    const before = first.get(key.value);
    first.set(key.value, before ?? key);
    if (before === undefined) continue;
    const message = `the key ${key.name} has the value of the key ${before.name}, at ${place(before.origin)}`;
    draft.note(error('api-key.duplicate-value', message, key.origin));
  }
}

function checkTwice(throttles: readonly MethodThrottle[], draft: Draft): void {
  const first = new Map<string, MethodThrottle>();
  for (const throttle of throttles) {
    const { resourcePath, httpMethod, origin } = throttle;
    const method = `${httpMethod} ${resourcePath}`;
    const before = first.get(method);
    first.set(method, before ?? throttle);
    if (before === undefined) continue;
    const message = `${method} already has a bucket, at ${place(before.origin)}`;
    draft.note(error('usage-plan.duplicate-throttle', message, origin));
  }
}

function checkStages(draft: Draft): void {
  const opened = new Set<string>();
  for (const plan of draft.usagePlans)
    for (const { apiId, stage, throttles } of plan.stages) {
      opened.add(`${apiId}/${stage}`);
      checkTwice(throttles, draft);
      const api = draft.apis.find((a) => a.apiId === apiId);
      if (api === undefined || !api.stages.some((s) => s.name === stage)) {
        const message = `${apiId}/${stage} is no stage that was given: the plan ${plan.name} opens nothing there`;
        draft.note(warning('usage-plan.no-stage', message, plan.origin));
        continue;
      }
      for (const { resourcePath, httpMethod, origin } of throttles) {
        const methods = api.resources.find((r) => r.path === resourcePath)?.methods ?? [];
        if (methods.some((m) => m.httpMethod === httpMethod)) continue;
        const message = `no method of this API is ${httpMethod} ${resourcePath}: this bucket holds nothing`;
        draft.note(warning('usage-plan.throttle-meets-nothing', message, origin));
      }
    }
  for (const api of draft.apis) {
    const asking = api.resources.flatMap((r) => r.methods).find((m) => m.apiKeyRequired);
    if (asking === undefined) continue;
    for (const stage of api.stages) {
      if (opened.has(`${api.apiId}/${stage.name}`)) continue;
      const message = `${asking.httpMethod} ${asking.resourcePath} asks for an API key, and no usage plan opens the stage ${stage.name}: it answers 403 to everyone`;
      draft.note(warning('usage-plan.none', message, asking.origin));
    }
  }
}
