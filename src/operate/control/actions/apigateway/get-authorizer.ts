import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, authorizerOf } from '../../apigateway/found.ts';
import { renderedAuthorizer } from '../../apigateway/rendered-authorizer.ts';
import { authorizerId, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetAuthorizer',
  route: 'GET /restapis/{restapi_id}/authorizers/{authorizer_id}',
  shape: z
    .object({ restapi_id: restapiId, authorizer_id: authorizerId })
    .describe('One authorizer of an API.'),
  run: (input, { definition }) =>
    renderedAuthorizer(authorizerOf(apiOf(definition, input.restapi_id), input.authorizer_id)),
});
