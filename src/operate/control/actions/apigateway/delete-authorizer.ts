import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, authorizerOf } from '../../apigateway/found.ts';
import { authorizerId, restapiId } from '../../apigateway/shapes.ts';
import { conflict } from '../../apigateway/usage-found.ts';
import { usesOf } from '../../apigateway/written-authorizer.ts';

export default restAction({
  name: 'DeleteAuthorizer',
  route: 'DELETE /restapis/{restapi_id}/authorizers/{authorizer_id}',
  status: 202,
  shape: z
    .object({ restapi_id: restapiId, authorizer_id: authorizerId })
    .describe('Takes an authorizer away that no method names any more.'),
  async run({ restapi_id, authorizer_id }, state) {
    await state.change((definition) => {
      const api = apiOf(definition, restapi_id);
      const { name } = authorizerOf(api, authorizer_id);
      const [use] = usesOf(api, authorizer_id);
      if (use !== undefined)
        throw conflict(`Cannot delete authorizer '${name}', is referenced in method: ${use}`);
      const authorizers = api.authorizers!.filter((a) => a.authorizerId !== authorizer_id);
      return [{ of: 'apis', id: api.id, element: { ...api, authorizers } }];
    });
    return {};
  },
});
