import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiKeyId } from '../../apigateway/shapes.ts';
import { apiKeyOf } from '../../apigateway/usage-found.ts';

export default restAction({
  name: 'DeleteApiKey',
  route: 'DELETE /apikeys/{api_Key}',
  status: 202,
  shape: z.object({ api_Key: apiKeyId }).describe('Takes an API key away; it is refused from then on.'),
  async run(input, state) {
    await state.change((definition) => {
      const key = apiKeyOf(definition, input.api_Key);
      const members = definition.usagePlanKeys.filter((member) => member.keyId === key.keyId);
      return [
        { of: 'apiKeys', id: key.id, element: null },
        ...members.map(({ id }) => ({ of: 'usagePlanKeys', id, element: null }) as const),
      ];
    });
    return {};
  },
});
