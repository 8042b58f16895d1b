import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, methodOf, resourceOf } from '../../apigateway/found.ts';
import { renderedMethod } from '../../apigateway/rendered.ts';
import { httpMethod, resourceId, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetMethod',
  route: 'GET /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}',
  shape: z
    .object({ restapi_id: restapiId, resource_id: resourceId, http_method: httpMethod })
    .describe('One method of a resource.'),
  run(input, { definition }) {
    const resource = resourceOf(apiOf(definition, input.restapi_id), input.resource_id);
    return renderedMethod(methodOf(resource, input.http_method));
  },
});
