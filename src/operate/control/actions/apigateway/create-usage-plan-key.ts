import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiKeyId, usageplanId } from '../../apigateway/shapes.ts';
import { apiKeyOf, checkMembership, conflict, planOf } from '../../apigateway/usage-found.ts';
import { renderedMember } from '../../apigateway/usage-rendered.ts';
import { ENDPOINT } from '../../endpoint-origin.ts';

export default restAction({
  name: 'CreateUsagePlanKey',
  route: 'POST /usageplans/{usageplanId}/keys',
  status: 201,
  shape: z
    .object({ usageplanId, keyId: apiKeyId, keyType: z.literal('API_KEY').describe('What it is: API_KEY.') })
    .describe('Puts a key under a usage plan.'),
  async run({ usageplanId: planId, keyId }, state) {
    const id = `aws-endpoint/usageplans/${planId}/keys/${keyId}`;
    const element = { id, origin: ENDPOINT, planId, keyId };
    await state.change((definition) => {
      const plan = planOf(definition, planId);
      apiKeyOf(definition, keyId);
      if (definition.usagePlanKeys.some((m) => m.planId === planId && m.keyId === keyId))
        throw conflict(`API Key ${keyId} is already in the usage plan ${planId}`);
      checkMembership(definition, plan, [keyId]);
      return [{ of: 'usagePlanKeys', id, element }];
    });
    return renderedMember(element, state.definition.apiKeys);
  },
});
