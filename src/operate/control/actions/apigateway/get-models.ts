import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { modelsOf, renderedModel } from '../../apigateway/rendered-data.ts';
import { limit, position, restapiId } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetModels',
  route: 'GET /restapis/{restapi_id}/models',
  shape: z.object({ restapi_id: restapiId, position, limit }).describe('The models of an API.'),
  run(input, { definition }) {
    const models = modelsOf(apiOf(definition, input.restapi_id));
    const { page, next } = paged(models, (model) => model.name, input.position, input.limit);
    return { item: page.map(renderedModel), position: next };
  },
});
