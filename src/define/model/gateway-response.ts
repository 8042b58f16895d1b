import type { Element } from './element.ts';

/** The form that refusals of one type have instead of API Gateway's own (`AWS::ApiGateway::GatewayResponse`). */
export interface GatewayResponse extends Element {
  readonly responseType: GatewayResponseType;
  /** Null: the status that the refusal has by itself. */
  readonly statusCode: number | null;
  /** `gatewayresponse.header.{name}` to `'literal'`, `method.request.…`, `context.…` or `stageVariables.…`. */
  readonly responseParameters: Readonly<Record<string, string>>;
  /** By media type: the body, with `$context.…`, `$stageVariables.…` and `$method.request.…` in it. */
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** "Gateway response types for API Gateway". */
export const gatewayResponseTypes = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
] as const;

export type GatewayResponseType = (typeof gatewayResponseTypes)[number];

/** The status of each type while none is set; null for those that stand for many. */
export const ownStatus: Readonly<Record<GatewayResponseType, number | null>> = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: null,
  DEFAULT_5XX: null,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
};
