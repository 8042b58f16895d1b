import { z } from 'zod';
import type { Api, Method } from '../../../../define/model/api.ts';
import { restAction } from '../../action.ts';
import { apiOf, methodOf, resourceOf } from '../../apigateway/found.ts';
import { badRequest, type PatchOperation, patchOperations, unpatchable } from '../../apigateway/patch.ts';
import { renderedMethod } from '../../apigateway/rendered.ts';
import { httpMethod, resourceId, restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'UpdateMethod',
  route: 'PATCH /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}',
  shape: z
    .object({ restapi_id: restapiId, resource_id: resourceId, http_method: httpMethod, patchOperations })
    .describe('Changes who may call a method; here it takes effect at once.'),
  async run({ restapi_id, resource_id, http_method: verb, patchOperations: patches }, state) {
    await state.change((definition) => {
      const api = apiOf(definition, restapi_id);
      const resource = resourceOf(api, resource_id);
      const changed = checked(patches.reduce(patched, methodOf(resource, verb)), api);
      const methods = resource.methods.map((m) => (m.httpMethod === verb ? changed : m));
      const resources = api.resources.map((r) => (r === resource ? { ...r, methods } : r));
      return [{ of: 'apis', id: api.id, element: { ...api, resources } }];
    });
    return renderedMethod(methodOf(resourceOf(apiOf(state.definition, restapi_id), resource_id), verb));
  },
});

const types = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'] as const;

function patched(method: Method, patch: PatchOperation): Method {
  const { op, path, value = '' } = patch;
  const scopes = method.authorizationScopes ?? [];
  if (path === '/authorizationScopes' && op === 'add')
    return { ...method, authorizationScopes: scopes.includes(value) ? scopes : [...scopes, value] };
  if (path === '/authorizationScopes' && op === 'remove')
    return { ...method, authorizationScopes: scopes.filter((scope) => scope !== value) };
  if (path === '/authorizerId' && op === 'remove') return { ...method, authorizerId: '' };
  if (op !== 'replace') throw unpatchable(patch);
  switch (path) {
    case '/authorizationType': {
      const authorizationType = types.find((type) => type === value);
      if (authorizationType === undefined)
        throw badRequest(`Invalid value specified for /authorizationType: it must be ${types.join(', ')}.`);
      return { ...method, authorizationType };
    }
    case '/authorizerId':
      return { ...method, authorizerId: value };
    case '/apiKeyRequired':
      if (value !== 'true' && value !== 'false')
        throw badRequest('Invalid value specified for /apiKeyRequired: it must be true or false.');
      return { ...method, apiKeyRequired: value === 'true' };
    default:
      throw unpatchable(patch);
  }
}

/** A method whose type and authorizer fit together; without one it keeps none, nor scopes that nobody would look at. */
function checked(method: Method, api: Api): Method {
  const { authorizationType: type, authorizerId = '' } = method;
  if (type === 'NONE' || type === 'AWS_IAM') return { ...method, authorizerId: '', authorizationScopes: [] };
  const found = api.authorizers?.find((a) => a.authorizerId === authorizerId);
  if (found === undefined || (found.type === 'COGNITO_USER_POOLS') !== (type === 'COGNITO_USER_POOLS'))
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  return method;
}
