import { z } from 'zod';
import { NOWHERE } from '../../../../base/origin.ts';
import type { GatewayResponse } from '../../../../define/model/gateway-response.ts';
import { gatewayResponseNotes } from '../../../../define/readers/gateway-response.ts';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { badRequest } from '../../apigateway/patch.ts';
import { renderedResponse } from '../../apigateway/rendered-data.ts';
import { responseType, restapiId } from '../../apigateway/shapes.ts';

const texts = z.record(z.string(), z.string()).default({});

export default restAction({
  name: 'PutGatewayResponse',
  route: 'PUT /restapis/{restapi_id}/gatewayresponses/{response_type}',
  status: 201,
  shape: z
    .object({
      restapi_id: restapiId,
      response_type: responseType,
      statusCode: z
        .string()
        .regex(/^[2-5]\d\d$/, 'must be a status from 200 to 599')
        .optional()
        .describe('The status, in place of its own.'),
      responseParameters: texts.describe('Headers of the answer, and where each comes from.'),
      responseTemplates: texts.describe('By media type: the body.'),
    })
    .describe('Chooses how refusals of one type look; here it takes effect at once.'),
  async run(input, state) {
    const { restapi_id, response_type: type, statusCode, responseParameters, responseTemplates } = input;
    let made: GatewayResponse | undefined;
    await state.change((definition) => {
      const api = apiOf(definition, restapi_id);
      const others = (api.gatewayResponses ?? []).filter((response) => response.responseType !== type);
      const before = api.gatewayResponses?.find((response) => response.responseType === type);
      made = {
        id: before?.id ?? `${api.id}/gateway-response/${type}`,
        origin: before?.origin ?? NOWHERE,
        responseType: type,
        statusCode: statusCode === undefined ? null : Number(statusCode),
        responseParameters,
        responseTemplates,
      };
      const [wrong] = gatewayResponseNotes([made]);
      if (wrong !== undefined) throw badRequest(wrong.message);
      return [{ of: 'apis', id: api.id, element: { ...api, gatewayResponses: [...others, made] } }];
    });
    return renderedResponse(type, made);
  },
});
