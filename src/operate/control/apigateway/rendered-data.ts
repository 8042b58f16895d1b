import type { Api } from '../../../define/model/api.ts';
import {
  type GatewayResponse,
  type GatewayResponseType,
  gatewayResponseTypes,
  ownStatus,
} from '../../../define/model/gateway-response.ts';
import { builtIn, type Model, type RequestValidator } from '../../../define/model/validation.ts';

/** A validator as `GetRequestValidator` gives it. */
export const renderedValidator = (validator: RequestValidator): object => ({
  id: validator.validatorId,
  name: validator.name,
  validateRequestBody: validator.body,
  validateRequestParameters: validator.parameters,
});

/** A model as `GetModel` gives it: its schema is JSON text. */
export const renderedModel = (
  model: Pick<Model, 'modelId' | 'name' | 'contentType' | 'description' | 'schema'>,
): object => ({
  id: model.modelId,
  name: model.name,
  ...(model.description === '' ? {} : { description: model.description }),
  schema: model.schema === true ? '{}' : JSON.stringify(model.schema, null, 2),
  contentType: model.contentType,
});

/** The models of an API, those that every API has too. */
export const modelsOf = (api: Api): readonly Omit<Model, 'id' | 'origin'>[] => [
  ...Object.entries(builtIn).map(([name, schema]) => ({
    modelId: name.toLowerCase().padEnd(6, '0'),
    name,
    contentType: 'application/json',
    description: `This is a default ${name.toLowerCase()} schema model`,
    schema,
  })),
  ...(api.models ?? []).filter(({ name }) => !Object.hasOwn(builtIn, name)),
];

/** Every type of gateway response, with what an API has chosen for it or what it is by itself. */
export const responsesOf = ({ gatewayResponses = [] }: Api): object[] =>
  gatewayResponseTypes.map((type) =>
    renderedResponse(
      type,
      gatewayResponses.find((response) => response.responseType === type),
    ),
  );

/** A gateway response as `GetGatewayResponse` gives it. */
export function renderedResponse(type: GatewayResponseType, chosen: GatewayResponse | undefined): object {
  const status = chosen?.statusCode ?? ownStatus[type];
  return {
    responseType: type,
    ...(status === null ? {} : { statusCode: String(status) }),
    responseParameters: chosen?.responseParameters ?? {},
    responseTemplates:
      chosen === undefined || Object.keys(chosen.responseTemplates).length === 0
        ? { 'application/json': '{"message":$context.error.messageString}' }
        : chosen.responseTemplates,
    defaultResponse: chosen === undefined,
  };
}
