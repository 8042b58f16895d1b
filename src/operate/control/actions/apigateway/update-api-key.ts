import { z } from 'zod';
import type { ApiKey } from '../../../../define/model/usage.ts';
import { restAction } from '../../action.ts';
import { badRequest, type PatchOperation, patchOperations, unpatchable } from '../../apigateway/patch.ts';
import { apiKeyId } from '../../apigateway/shapes.ts';
import { apiKeyOf } from '../../apigateway/usage-found.ts';
import { renderedKey } from '../../apigateway/usage-rendered.ts';

export default restAction({
  name: 'UpdateApiKey',
  route: 'PATCH /apikeys/{api_Key}',
  shape: z.object({ api_Key: apiKeyId, patchOperations }).describe('Changes an API key.'),
  async run(input, state) {
    await state.change((definition) => {
      const key = apiKeyOf(definition, input.api_Key);
      const element = { ...input.patchOperations.reduce(patched, key), updatedAt: state.clock.now() };
      return [{ of: 'apiKeys', id: key.id, element }];
    });
    return renderedKey(apiKeyOf(state.definition, input.api_Key), state.startedAt);
  },
});

function patched(key: ApiKey, patch: PatchOperation): ApiKey {
  const { op, path, value = '' } = patch;
  if (op !== 'replace' && !(op === 'add' && path !== '/enabled')) throw unpatchable(patch);
  switch (path) {
    case '/name':
      return { ...key, name: value };
    case '/description':
      return { ...key, description: value };
    case '/customerId':
      return { ...key, customerId: value };
    case '/enabled':
      if (value !== 'true' && value !== 'false')
        throw badRequest('Invalid value specified for /enabled: it must be true or false.');
      return { ...key, enabled: value === 'true' };
    default:
      throw unpatchable(patch);
  }
}
