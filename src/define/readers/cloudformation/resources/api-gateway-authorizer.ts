import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { authorizerOf } from '../../authorizer.ts';
import { resource, type Self, stored } from '../resource.ts';

const WORDS = {
  type: 'Type',
  uri: 'AuthorizerUri',
  credentials: 'AuthorizerCredentials',
  identitySource: 'IdentitySource',
  validationExpression: 'IdentityValidationExpression',
  ttlSeconds: 'AuthorizerResultTtlInSeconds',
  providerArns: 'ProviderARNs',
} as const;

/** What finds out who calls the methods that name it. */
export default resource({
  name: 'AWS::ApiGateway::Authorizer',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      Name: z.string().min(1).describe('Its name.'),
      Type: z
        .enum(['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'])
        .describe('What is asked: a function with a token, a function with the request, or a user pool.'),
      AuthorizerUri: z.string().optional().describe('The function, as the URI of its invocations.'),
      AuthorizerCredentials: z
        .string()
        .optional()
        .describe('The role the function is invoked by; without it the function needs a permission.'),
      IdentitySource: z
        .string()
        .optional()
        .describe('Where the identity stands: method.request.header.Authorization, several with commas.'),
      IdentityValidationExpression: z
        .string()
        .optional()
        .describe('A regular expression that the whole token must match.'),
      AuthorizerResultTtlInSeconds: z
        .int()
        .min(0)
        .max(3600)
        .optional()
        .describe('How long an answer is kept, in seconds; 300 unless it is given, 0: not at all.'),
      ProviderARNs: z.array(z.string()).optional().describe('The user pools.'),
      AuthType: stored(z.string().optional().describe('A label for exports.'), 'decides nothing'),
    })
    .describe('An authorizer of an API.'),
  ref: (_, self) => idOf(self),
  attributes: { AuthorizerId: (_, self) => idOf(self) },
  add(authorizer, parts, self) {
    const { draft } = parts;
    const read = authorizerOf(
      {
        type: authorizer.Type,
        uri: authorizer.AuthorizerUri,
        credentials: authorizer.AuthorizerCredentials,
        identitySource: authorizer.IdentitySource,
        validationExpression: authorizer.IdentityValidationExpression,
        ttlSeconds: authorizer.AuthorizerResultTtlInSeconds,
        providerArns: authorizer.ProviderARNs,
      },
      {
        catalogue: draft.catalogue,
        note: (...notes) => draft.note(...notes),
        at: (part) => (part === undefined || !(part in WORDS) ? self.origin : self.at(WORDS[part as 'type'])),
        words: WORDS,
      },
    );
    if (read === null) return;
    parts.authorizers.push({
      id: self.id,
      origin: self.origin,
      apiId: authorizer.RestApiId,
      authorizerId: idOf(self),
      name: authorizer.Name,
      ...read,
    });
  },
});

const idOf = (self: Self): string => shortId(self.id, 6);
