import type { Definition } from '../../../define/model/definition.ts';
import type { ApiKey, UsagePlan, UsagePlanKey } from '../../../define/model/usage.ts';
import { AwsError, notFound } from '../aws-error.ts';

/** The API key of that id. This and what follows throw what API Gateway answers when there is none. */
export function apiKeyOf({ apiKeys }: Definition, keyId: string): ApiKey {
  const found = apiKeys.find((key) => key.keyId === keyId);
  if (found === undefined) throw notFound('Invalid API Key identifier specified');
  return found;
}

/** The usage plan of that id. Throws what API Gateway answers when there is none. */
export function planOf({ usagePlans }: Definition, planId: string): UsagePlan {
  const found = usagePlans.find((plan) => plan.planId === planId);
  if (found === undefined) throw notFound('Invalid Usage Plan ID specified');
  return found;
}

/** What binds a key to a plan. Throws what API Gateway answers when the key is not in it. */
export function memberOf({ usagePlanKeys }: Definition, planId: string, keyId: string): UsagePlanKey {
  const found = usagePlanKeys.find((member) => member.planId === planId && member.keyId === keyId);
  if (found === undefined) throw notFound('Invalid API Key identifier specified');
  return found;
}

/** API Gateway: what is there already, or would stand in the way of what is. */
export const conflict = (message: string): AwsError => new AwsError('ConflictException', 409, message);

/** Throws when a key would come to one stage by two plans: nobody could tell which of them counts. */
export function checkMembership(definition: Definition, plan: UsagePlan, keyIds: readonly string[]): void {
  const opens = new Set(plan.stages.map((s) => `${s.apiId}:${s.stage}`));
  for (const { planId, keyId } of definition.usagePlanKeys) {
    if (planId === plan.planId || !keyIds.includes(keyId)) continue;
    const other = definition.usagePlans.find((p) => p.planId === planId);
    const shared = other?.stages.find((s) => opens.has(`${s.apiId}:${s.stage}`));
    if (shared !== undefined)
      throw conflict(
        `API Key ${keyId} is already in the usage plan ${planId} for the API stage ${shared.apiId}:${shared.stage}: a key can be in one usage plan for each API stage.`,
      );
  }
}
