import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiKeyId, usageplanId } from '../../apigateway/shapes.ts';
import { memberOf, planOf } from '../../apigateway/usage-found.ts';

export default restAction({
  name: 'DeleteUsagePlanKey',
  route: 'DELETE /usageplans/{usageplanId}/keys/{keyId}',
  status: 202,
  shape: z.object({ usageplanId, keyId: apiKeyId }).describe('Takes a key out of a usage plan.'),
  async run(input, state) {
    await state.change((definition) => {
      planOf(definition, input.usageplanId);
      const { id } = memberOf(definition, input.usageplanId, input.keyId);
      return [{ of: 'usagePlanKeys', id, element: null }];
    });
    return {};
  },
});
