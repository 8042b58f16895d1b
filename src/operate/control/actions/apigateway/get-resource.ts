import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, resourceOf } from '../../apigateway/found.ts';
import { renderedResource } from '../../apigateway/rendered.ts';
import { embed, resourceId, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetResource',
  route: 'GET /restapis/{restapi_id}/resources/{resource_id}',
  shape: z
    .object({ restapi_id: restapiId, resource_id: resourceId, embed })
    .describe('One resource of an API.'),
  run(input, { definition }) {
    const resource = resourceOf(apiOf(definition, input.restapi_id), input.resource_id);
    return renderedResource(resource, input.embed);
  },
});
