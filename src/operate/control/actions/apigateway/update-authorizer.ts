import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, authorizerOf } from '../../apigateway/found.ts';
import { patchOperations } from '../../apigateway/patch.ts';
import { renderedAuthorizer } from '../../apigateway/rendered-authorizer.ts';
import { authorizerId, restapiId } from '../../apigateway/shapes.ts';
import { patchedAuthorizer } from '../../apigateway/written-authorizer.ts';

export default restAction({
  name: 'UpdateAuthorizer',
  route: 'PATCH /restapis/{restapi_id}/authorizers/{authorizer_id}',
  shape: z
    .object({ restapi_id: restapiId, authorizer_id: authorizerId, patchOperations })
    .describe('Changes an authorizer; here it takes effect at once.'),
  async run({ restapi_id, authorizer_id, patchOperations: patches }, state) {
    await state.change((definition) => {
      const api = apiOf(definition, restapi_id);
      const changed = patchedAuthorizer(authorizerOf(api, authorizer_id), api, patches);
      const authorizers = api.authorizers!.map((a) => (a.authorizerId === authorizer_id ? changed : a));
      return [{ of: 'apis', id: api.id, element: { ...api, authorizers } }];
    });
    return renderedAuthorizer(authorizerOf(apiOf(state.definition, restapi_id), authorizer_id));
  },
});
