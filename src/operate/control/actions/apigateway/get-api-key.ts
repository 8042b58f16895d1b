import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiKeyId, switched } from '../../apigateway/shapes.ts';
import { apiKeyOf } from '../../apigateway/usage-found.ts';
import { renderedKey, renderedKeyAndValue } from '../../apigateway/usage-rendered.ts';

export default restAction({
  name: 'GetApiKey',
  route: 'GET /apikeys/{api_Key}',
  shape: z
    .object({ api_Key: apiKeyId, includeValue: switched.describe('Whether to give the key itself.') })
    .describe('One API key.'),
  run: (input, { definition, startedAt }) =>
    (input.includeValue ? renderedKeyAndValue : renderedKey)(apiKeyOf(definition, input.api_Key), startedAt),
});
