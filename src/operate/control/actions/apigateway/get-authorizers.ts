import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedAuthorizer } from '../../apigateway/rendered-authorizer.ts';
import { limit, position, restapiId } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetAuthorizers',
  route: 'GET /restapis/{restapi_id}/authorizers',
  shape: z.object({ restapi_id: restapiId, position, limit }).describe('The authorizers of an API.'),
  run(input, { definition }) {
    const { authorizers = [] } = apiOf(definition, input.restapi_id);
    const { page, next } = paged(authorizers, (a) => a.authorizerId, input.position, input.limit);
    return { item: page.map(renderedAuthorizer), position: next };
  },
});
