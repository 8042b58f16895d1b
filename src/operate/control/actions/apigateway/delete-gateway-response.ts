import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { responseType, restapiId } from '../../apigateway/shapes.ts';
import { notFound } from '../../aws-error.ts';

export default restAction({
  name: 'DeleteGatewayResponse',
  route: 'DELETE /restapis/{restapi_id}/gatewayresponses/{response_type}',
  status: 202,
  shape: z
    .object({ restapi_id: restapiId, response_type: responseType })
    .describe('Gives refusals of one type their own form back.'),
  async run({ restapi_id, response_type: type }, state) {
    await state.change((definition) => {
      const api = apiOf(definition, restapi_id);
      const { gatewayResponses = [] } = api;
      const rest = gatewayResponses.filter((response) => response.responseType !== type);
      if (rest.length === gatewayResponses.length)
        throw notFound('Invalid Gateway Response Type specified for REST API');
      return [{ of: 'apis', id: api.id, element: { ...api, gatewayResponses: rest } }];
    });
    return {};
  },
});
