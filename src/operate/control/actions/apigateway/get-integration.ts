import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, methodOf, resourceOf } from '../../apigateway/found.ts';
import { renderedIntegration } from '../../apigateway/rendered-integration.ts';
import { httpMethod, resourceId, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetIntegration',
  route: 'GET /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration',
  shape: z
    .object({ restapi_id: restapiId, resource_id: resourceId, http_method: httpMethod })
    .describe('What answers a method.'),
  run(input, { definition }) {
    const resource = resourceOf(apiOf(definition, input.restapi_id), input.resource_id);
    return renderedIntegration(methodOf(resource, input.http_method).integration);
  },
});
