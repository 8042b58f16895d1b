import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiKeyId, usageplanId } from '../../apigateway/shapes.ts';
import { memberOf, planOf } from '../../apigateway/usage-found.ts';
import { renderedMember } from '../../apigateway/usage-rendered.ts';

export default restAction({
  name: 'GetUsagePlanKey',
  route: 'GET /usageplans/{usageplanId}/keys/{keyId}',
  shape: z.object({ usageplanId, keyId: apiKeyId }).describe('A key of a usage plan.'),
  run(input, { definition }) {
    planOf(definition, input.usageplanId);
    return renderedMember(memberOf(definition, input.usageplanId, input.keyId), definition.apiKeys);
  },
});
