import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { integrationOf, integrationShape } from '../integration.ts';
import { resource, stored } from '../resource.ts';

/** A method of a resource, and what answers it. */
export default resource({
  name: 'AWS::ApiGateway::Method',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      ResourceId: z.string().describe('The resource.'),
      HttpMethod: z
        .enum(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
        .describe('The verb; ANY for every verb without a method of its own.'),
      AuthorizationType: z
        .enum(['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'])
        .default('NONE')
        .describe('How a caller is authorized.'),
      ApiKeyRequired: z.boolean().default(false).describe('Whether a caller must give an API key.'),
      AuthorizerId: z.string().optional().describe('The authorizer.'),
      AuthorizationScopes: z
        .array(z.string())
        .default([])
        .describe('Scopes, one of which a token must have.'),
      RequestValidatorId: z.string().default('').describe('The validator that checks requests.'),
      RequestParameters: z
        .record(z.string(), z.boolean())
        .default({})
        .describe('Parameters of the request, and whether a validator finds each needed.'),
      RequestModels: z
        .record(z.string(), z.string())
        .default({})
        .describe('The model that a validator holds bodies to, by media type.'),
      MethodResponses: stored(
        z.array(z.unknown()).optional().describe('The answers a caller may expect.'),
        'what a mock integration answers is not held against them',
      ),
      OperationName: stored(
        z.string().optional().describe('Its name in generated clients.'),
        'decides nothing',
      ),
      Integration: integrationShape.optional(),
    })
    .describe('A method of an API.'),
  ref: (_, self) => shortId(self.id, 10),
  add(method, parts, self) {
    parts.methods.push({
      id: self.id,
      origin: self.origin,
      apiId: method.RestApiId,
      resourceId: method.ResourceId,
      httpMethod: method.HttpMethod,
      authorizationType: method.AuthorizationType,
      authorizerId: method.AuthorizerId ?? '',
      authorizationScopes: method.AuthorizationScopes,
      apiKeyRequired: method.ApiKeyRequired,
      requestValidatorId: method.RequestValidatorId,
      requestParameters: method.RequestParameters,
      requestModels: method.RequestModels,
      integration: method.Integration === undefined ? null : integrationOf(method.Integration, parts, self),
      credentials: method.Integration?.Credentials !== undefined,
    });
    if (method.Integration === undefined)
      parts.draft.note({
        level: 'error',
        code: 'method.no-integration',
        message: 'Integration is missing: nothing would answer the method',
        origin: self.origin,
      });
  },
});
