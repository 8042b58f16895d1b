import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedResponse } from '../../apigateway/rendered-data.ts';
import { responseType, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetGatewayResponse',
  route: 'GET /restapis/{restapi_id}/gatewayresponses/{response_type}',
  shape: z
    .object({ restapi_id: restapiId, response_type: responseType })
    .describe('The gateway response of one type.'),
  run({ restapi_id, response_type: type }, { definition }) {
    const { gatewayResponses = [] } = apiOf(definition, restapi_id);
    return renderedResponse(
      type,
      gatewayResponses.find((response) => response.responseType === type),
    );
  },
});
