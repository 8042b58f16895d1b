import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedResource } from '../../apigateway/rendered.ts';
import { embed, limit, position, restapiId } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetResources',
  route: 'GET /restapis/{restapi_id}/resources',
  shape: z.object({ restapi_id: restapiId, position, limit, embed }).describe('The resources of an API.'),
  run(input, { definition }) {
    const { resources } = apiOf(definition, input.restapi_id);
    const { page, next } = paged(resources, (r) => r.resourceId, input.position, input.limit);
    return { item: page.map((resource) => renderedResource(resource, input.embed)), position: next };
  },
});
