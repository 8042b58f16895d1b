import { z } from 'zod';
import { restAction } from '../../action.ts';
import { limit, position, switched } from '../../apigateway/shapes.ts';
import { renderedKey, renderedKeyAndValue } from '../../apigateway/usage-rendered.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetApiKeys',
  route: 'GET /apikeys',
  shape: z
    .object({
      position,
      limit,
      name: z.string().optional().describe('Only keys whose name begins so.'),
      customerId: z.string().optional().describe('Only keys of this customer.'),
      includeValues: switched.describe('Whether to give the keys themselves.'),
    })
    .describe('Lists the API keys.'),
  run(input, { definition, startedAt }) {
    const wanted = definition.apiKeys.filter(
      (key) =>
        (input.name === undefined || key.name.startsWith(input.name)) &&
        (input.customerId === undefined || key.customerId === input.customerId),
    );
    const { page, next } = paged(wanted, (key) => key.keyId, input.position, input.limit);
    const rendered = input.includeValues ? renderedKeyAndValue : renderedKey;
    return { item: page.map((key) => rendered(key, startedAt)), position: next };
  },
});
