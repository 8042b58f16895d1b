import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedValidator } from '../../apigateway/rendered-data.ts';
import { limit, position, restapiId } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetRequestValidators',
  route: 'GET /restapis/{restapi_id}/requestvalidators',
  shape: z.object({ restapi_id: restapiId, position, limit }).describe('The request validators of an API.'),
  run(input, { definition }) {
    const { validators = [] } = apiOf(definition, input.restapi_id);
    const { page, next } = paged(validators, (v) => v.validatorId, input.position, input.limit);
    return { item: page.map(renderedValidator), position: next };
  },
});
