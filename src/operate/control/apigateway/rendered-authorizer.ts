import type { Authorizer } from '../../../define/model/authorizer.ts';

/** The settings of the kinds that API Gateway knows; none of them has all. */
export interface AuthorizerSettings {
  readonly functionArn?: string;
  readonly role?: string;
  readonly identitySource?: string;
  readonly identitySources?: readonly string[];
  readonly validationExpression?: string;
  readonly ttlSeconds?: number;
  readonly payloadFormat?: string;
  readonly simpleResponses?: boolean;
  readonly pools?: readonly string[];
}

/** An authorizer as `GetAuthorizer` gives it. */
export function renderedAuthorizer({ authorizerId, name, type, settings }: Authorizer): object {
  const { functionArn, role = '', identitySource, identitySources, ...rest } = settings as AuthorizerSettings;
  const { validationExpression = '', ttlSeconds, pools } = rest;
  const source = identitySource ?? identitySources?.join(',') ?? '';
  return {
    id: authorizerId,
    name,
    type,
    authType: type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
    ...(pools === undefined ? {} : { providerARNs: pools }),
    ...(functionArn === undefined ? {} : { authorizerUri: uriOf(functionArn) }),
    ...(role === '' ? {} : { authorizerCredentials: role }),
    ...(source === '' ? {} : { identitySource: source }),
    ...(validationExpression === '' ? {} : { identityValidationExpression: validationExpression }),
    ...(ttlSeconds === undefined ? {} : { authorizerResultTtlInSeconds: ttlSeconds }),
  };
}

/** The form in which API Gateway names a function. */
export const uriOf = (functionArn: string): string =>
  `arn:aws:apigateway:${functionArn.split(':')[3]}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
