import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { responsesOf } from '../../apigateway/rendered-data.ts';
import { limit, position, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetGatewayResponses',
  route: 'GET /restapis/{restapi_id}/gatewayresponses',
  shape: z
    .object({ restapi_id: restapiId, position, limit })
    .describe('The gateway responses of an API, all types in one page.'),
  run: (input, { definition }) => ({ item: responsesOf(apiOf(definition, input.restapi_id)) }),
});
