import { z } from 'zod';
import { restAction } from '../../action.ts';
import { badRequest, patchOperations, unpatchable, wholeNumberIn } from '../../apigateway/patch.ts';
import { apiKeyId, usageplanId } from '../../apigateway/shapes.ts';
import { usageByDay } from '../../apigateway/usage-days.ts';
import { memberOf, planOf } from '../../apigateway/usage-found.ts';

export default restAction({
  name: 'UpdateUsage',
  route: 'PATCH /usageplans/{usageplanId}/keys/{keyId}/usage',
  shape: z
    .object({ usageplanId, keyId: apiKeyId, patchOperations })
    .describe('Lets a key make so many requests more in the present period.'),
  run({ usageplanId: planId, keyId, patchOperations: patches }, { definition, usage, clock }) {
    const plan = planOf(definition, planId);
    memberOf(definition, planId, keyId);
    if (plan.quota === null) throw badRequest('The usage plan has no quota');
    for (const patch of patches) {
      if (patch.op !== 'replace' || patch.path !== '/remaining') throw unpatchable(patch);
      usage?.grant(planId, keyId, wholeNumberIn(patch));
    }
    const day = Math.floor(clock.now() / 86_400_000);
    const date = new Date(clock.now()).toISOString().slice(0, 10);
    const values = { [keyId]: usageByDay(plan, keyId, day, day, usage) };
    return { usagePlanId: planId, startDate: date, endDate: date, values };
  },
});
