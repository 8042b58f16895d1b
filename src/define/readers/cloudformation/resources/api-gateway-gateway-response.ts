import { z } from 'zod';
import { gatewayResponseTypes } from '../../../model/gateway-response.ts';
import { shortId } from '../../../model/ids.ts';
import { resource } from '../resource.ts';

const texts = z.record(z.string(), z.string()).default({});

/** How refusals of one type look. */
export default resource({
  name: 'AWS::ApiGateway::GatewayResponse',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      ResponseType: z
        .enum(gatewayResponseTypes)
        .describe('Which refusals; DEFAULT_4XX and DEFAULT_5XX for the rest.'),
      StatusCode: z
        .string()
        .regex(/^[2-5]\d\d$/, 'must be a status from 200 to 599')
        .optional()
        .describe('Their status, in place of their own.'),
      ResponseParameters: texts.describe('Headers of the answer, and where each comes from.'),
      ResponseTemplates: texts.describe('By media type: the body.'),
    })
    .describe('The form of refusals.'),
  ref: (_, self) => shortId(self.id, 10),
  attributes: { Id: (_, self) => shortId(self.id, 10) },
  add(response, parts, self) {
    parts.gatewayResponses.push({
      id: self.id,
      origin: self.origin,
      apiId: response.RestApiId,
      responseType: response.ResponseType,
      statusCode: response.StatusCode === undefined ? null : Number(response.StatusCode),
      responseParameters: response.ResponseParameters,
      responseTemplates: response.ResponseTemplates,
    });
  },
});
