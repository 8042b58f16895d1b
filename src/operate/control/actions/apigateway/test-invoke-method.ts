import { z } from 'zod';
import type { Method, Resource } from '../../../../define/model/api.ts';
import { tryMethod } from '../../../../guard/serve/trial.ts';
import { restAction } from '../../action.ts';
import { apiOf, methodOf, resourceOf } from '../../apigateway/found.ts';
import { badRequest } from '../../apigateway/patch.ts';
import { httpMethod, resourceId, restapiId } from '../../apigateway/shapes.ts';
import { allOf, lastOf, pathOf, trialFields, trialHeaders } from '../../apigateway/trial-input.ts';

export default restAction({
  name: 'TestInvokeMethod',
  route: 'POST /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}',
  shape: z
    .object({ restapi_id: restapiId, resource_id: resourceId, http_method: httpMethod, ...trialFields })
    .describe('Runs a request through a method: validation, mapping and integration, and no protection.'),
  async run(input, state) {
    const given = await state.trial();
    const api = apiOf(given.definition, input.restapi_id);
    const resource = resourceOf(api, input.resource_id);
    const { http_method: verb } = input;
    const method = answering(resource, verb);
    if (input.pathWithQueryString === '' && resource.path.includes('{'))
      throw badRequest(`Give pathWithQueryString: ${resource.path} has parameters`);
    const tried = await tryMethod(
      api,
      resource,
      method,
      {
        method: verb,
        target: pathOf(input.pathWithQueryString, resource.path),
        headers: trialHeaders(input),
        body: input.body,
        variables: input.stageVariables,
        clientCertificateId: input.clientCertificateId,
      },
      given,
    );
    if (tried === null)
      throw badRequest(`Invalid path: ${input.pathWithQueryString} is none of the resource ${resource.path}`);
    return {
      status: tried.status,
      body: tried.body,
      headers: lastOf(tried.headers),
      multiValueHeaders: allOf(tried.headers),
      log: tried.log,
      latency: tried.latencyMs,
    };
  },
});

/** The method that answers a verb; a request with the verb `ANY` there is not. */
function answering(resource: Resource, verb: string): Method {
  if (verb === 'ANY')
    throw badRequest(`Name the verb to try ${resource.path} with: GET, POST, …; its ANY method answers it`);
  const any = resource.methods.find((m) => m.httpMethod === 'ANY');
  const own = resource.methods.some((m) => m.httpMethod === verb);
  return own || any === undefined ? methodOf(resource, verb) : any;
}
