import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedApi } from '../../apigateway/rendered.ts';
import { restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetRestApi',
  route: 'GET /restapis/{restapi_id}',
  shape: z.object({ restapi_id: restapiId }).describe('One API.'),
  run: (input, { definition, startedAt }) => renderedApi(apiOf(definition, input.restapi_id), startedAt),
});
