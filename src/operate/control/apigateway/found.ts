import type { Api, Method, Resource, Stage } from '../../../define/model/api.ts';
import type { Authorizer } from '../../../define/model/authorizer.ts';
import type { Definition } from '../../../define/model/definition.ts';
import { notFound } from '../aws-error.ts';

/** The API of that id. This and what follows throw what API Gateway answers when there is none. */
export function apiOf(definition: Definition, apiId: string): Api {
  const found = definition.apis.find((api) => api.apiId === apiId);
  if (found === undefined) {
    throw notFound(`Invalid API identifier specified ${definition.settings.accountId}:${apiId}`);
  }
  return found;
}

/** The authorizer of that id. Throws what API Gateway answers when the API has none. */
export function authorizerOf(api: Api, authorizerId: string): Authorizer {
  const found = api.authorizers?.find((authorizer) => authorizer.authorizerId === authorizerId);
  if (found === undefined) throw notFound('Invalid Authorizer identifier specified');
  return found;
}

/** The stage of that name. Throws what API Gateway answers when the API has none. */
export function stageOf(api: Api, name: string): Stage {
  const found = api.stages.find((stage) => stage.name === name);
  if (found === undefined) throw notFound('Invalid stage identifier specified');
  return found;
}

/** The resource of that id. Throws what API Gateway answers when the API has none. */
export function resourceOf(api: Api, resourceId: string): Resource {
  const found = api.resources.find((resource) => resource.resourceId === resourceId);
  if (found === undefined) throw notFound('Invalid Resource identifier specified');
  return found;
}

/** The method of that verb, or `ANY`. Throws what API Gateway answers when the resource has none. */
export function methodOf(resource: Resource, httpMethod: string): Method {
  const found = resource.methods.find((method) => method.httpMethod === httpMethod);
  if (found === undefined) throw notFound('Invalid Method identifier specified');
  return found;
}
