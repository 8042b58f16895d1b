import { z } from 'zod';
import { tryAuthorizer } from '../../../../guard/serve/trial-authorizer.ts';
import { restAction } from '../../action.ts';
import { apiOf, authorizerOf } from '../../apigateway/found.ts';
import { authorizerId, restapiId } from '../../apigateway/shapes.ts';
import { pathOf, trialFields, trialHeaders } from '../../apigateway/trial-input.ts';

const { clientCertificateId: _, ...fields } = trialFields;

export default restAction({
  name: 'TestInvokeAuthorizer',
  route: 'POST /restapis/{restapi_id}/authorizers/{authorizer_id}',
  shape: z
    .object({
      restapi_id: restapiId,
      authorizer_id: authorizerId,
      ...fields,
      additionalContext: z
        .record(z.string(), z.string())
        .refine((context) => Object.keys(context).length === 0, 'cannot be given here')
        .default({})
        .describe('Variables of the context in place of its own; none can be given here.'),
    })
    .describe('Asks an authorizer about a request, and keeps no answer.'),
  async run(input, state) {
    const api = apiOf(state.definition, input.restapi_id);
    const authorizer = authorizerOf(api, input.authorizer_id);
    const tried = await tryAuthorizer(
      api,
      authorizer,
      {
        method: 'GET',
        target: pathOf(input.pathWithQueryString, '/'),
        headers: trialHeaders(input),
        body: input.body,
        variables: input.stageVariables,
        clientCertificateId: '',
      },
      await state.trial(),
    );
    return {
      clientStatus: tried.status,
      log: tried.log,
      latency: tried.latencyMs,
      ...(tried.principalId === '' ? {} : { principalId: tried.principalId }),
      ...(tried.policy === '' ? {} : { policy: tried.policy }),
      ...(Object.keys(tried.claims).length === 0 ? {} : { claims: tried.claims }),
    };
  },
});
