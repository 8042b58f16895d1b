import { z } from 'zod';
import { restAction } from '../../action.ts';
import { renderedApi } from '../../apigateway/rendered.ts';
import { limit, position } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetRestApis',
  route: 'GET /restapis',
  shape: z.object({ position, limit }).describe('Lists the APIs.'),
  run(input, { definition, startedAt }) {
    const { page, next } = paged(definition.apis, (api) => api.apiId, input.position, input.limit);
    return { item: page.map((api) => renderedApi(api, startedAt)), position: next };
  },
});
