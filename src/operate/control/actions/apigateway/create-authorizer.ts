import { z } from 'zod';
import type { Authorizer } from '../../../../define/model/authorizer.ts';
import { restAction } from '../../action.ts';
import { apiOf, authorizerOf } from '../../apigateway/found.ts';
import { newId } from '../../apigateway/new-key.ts';
import { renderedAuthorizer } from '../../apigateway/rendered-authorizer.ts';
import { restapiId } from '../../apigateway/shapes.ts';
import { authorizerTypes, checkName, readAuthorizer } from '../../apigateway/written-authorizer.ts';
import { ENDPOINT } from '../../endpoint-origin.ts';

export default restAction({
  name: 'CreateAuthorizer',
  route: 'POST /restapis/{restapi_id}/authorizers',
  status: 201,
  shape: z
    .object({
      restapi_id: restapiId,
      name: z.string().min(1).max(128).describe('Its name, unique in the API.'),
      type: z.enum(authorizerTypes).describe('What is asked: a function or a user pool.'),
      providerARNs: z.array(z.string()).optional().describe('The user pools.'),
      authType: z
        .string()
        .optional()
        .describe('A label for exports; what is answered follows from the type.'),
      authorizerUri: z.string().optional().describe('The function, as the URI of its invocations.'),
      authorizerCredentials: z.string().optional().describe('The role the function is invoked by.'),
      identitySource: z.string().optional().describe('Where the identity stands, several with commas.'),
      identityValidationExpression: z.string().optional().describe('What the whole token must match.'),
      authorizerResultTtlInSeconds: z
        .int()
        .min(0)
        .max(3600)
        .optional()
        .describe('How long an answer is kept, in seconds; 300 unless it is given.'),
    })
    .describe('Makes an authorizer; methods name it by its id.'),
  async run(input, state) {
    const { restapi_id, name } = input;
    const authorizerId = newId(6);
    const read = readAuthorizer({
      type: input.type,
      uri: input.authorizerUri,
      credentials: input.authorizerCredentials,
      identitySource: input.identitySource,
      validationExpression: input.identityValidationExpression,
      ttlSeconds: input.authorizerResultTtlInSeconds,
      providerArns: input.providerARNs,
    });
    await state.change((definition) => {
      const api = apiOf(definition, restapi_id);
      checkName(api, name, authorizerId);
      const id = `${api.id}/authorizer/${authorizerId}`;
      const made: Authorizer = { id, origin: ENDPOINT, authorizerId, name, ...read };
      return [
        { of: 'apis', id: api.id, element: { ...api, authorizers: [...(api.authorizers ?? []), made] } },
      ];
    });
    return renderedAuthorizer(authorizerOf(apiOf(state.definition, restapi_id), authorizerId));
  },
});
