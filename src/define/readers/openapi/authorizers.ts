import { z } from 'zod';
import type { Authorizer } from '../../model/authorizer.ts';
import { shortId } from '../../model/ids.ts';
import { apiWords, authorizerOf } from '../authorizer.ts';
import type { Path } from '../document.ts';
import type { Reading } from './reading.ts';

/** `x-amazon-apigateway-authorizer` of a security scheme. */
const authorizerExtension = z
  .strictObject({
    type: z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS', 'JWT']))
      .describe('What is asked: token and request are functions, cognito_user_pools and jwt look at tokens.'),
    authorizerUri: z.string().optional().describe('The function, as the URI of its invocations.'),
    authorizerCredentials: z
      .string()
      .optional()
      .describe('The role the function is invoked by; without it the function needs a permission.'),
    authorizerPayloadFormatVersion: z
      .enum(['1.0', '2.0'])
      .optional()
      .describe('The form of the event: 1.0 as for REST APIs, 2.0 of HTTP APIs.'),
    enableSimpleResponses: z
      .boolean()
      .optional()
      .describe('True: the function answers isAuthorized, true or false, instead of a policy.'),
    identitySource: z
      .string()
      .optional()
      .describe('Where the identity stands, several with commas; of a token, the header of the scheme.'),
    identityValidationExpression: z
      .string()
      .optional()
      .describe('A regular expression that the whole token must match.'),
    authorizerResultTtlInSeconds: z
      .int()
      .min(0)
      .max(3600)
      .optional()
      .describe('How long an answer is kept, in seconds; 300 unless it is given, 0: not at all.'),
    jwtConfiguration: z
      .strictObject({
        issuer: z.string().describe('Who signs the tokens.'),
        audience: z.array(z.string()).min(1).describe('Whom tokens must be for, one of these.'),
      })
      .optional()
      .describe('Of jwt: the issuer and the audience.'),
    providerARNs: z.array(z.string()).optional().describe('The user pools.'),
  })
  .describe('The authorizer that is asked.');

const WORDS = {
  ...apiWords,
  payloadFormat: 'authorizerPayloadFormatVersion',
  simpleResponses: 'enableSimpleResponses',
  jwt: 'jwtConfiguration',
} as const;

/** The authorizer of a security scheme; null, and notes, when it cannot be read. `path` is the scheme’s. */
export function schemeAuthorizer(
  name: string,
  scheme: Readonly<Record<string, unknown>>,
  path: Path,
  reading: Reading,
): Authorizer | null {
  const key = 'x-amazon-apigateway-authorizer';
  const here = [...path, key];
  const id = `${reading.id}/${name}`;
  const written = reading.part(authorizerExtension, scheme[key], here, id, { prefix: `${key}/` });
  if (written === null) return null;
  const header = scheme.in === 'header' && typeof scheme.name === 'string' ? scheme.name : '';
  const isToken = written.type !== 'REQUEST';
  const fallback = isToken && header !== '' ? `method.request.header.${header}` : undefined;
  const read = authorizerOf(
    {
      type: written.type,
      uri: written.authorizerUri,
      credentials: written.authorizerCredentials,
      identitySource: written.identitySource ?? fallback,
      validationExpression: written.identityValidationExpression,
      ttlSeconds: written.authorizerResultTtlInSeconds,
      payloadFormat: written.authorizerPayloadFormatVersion,
      simpleResponses: written.enableSimpleResponses,
      providerArns: written.providerARNs,
      jwt: written.jwtConfiguration,
    },
    {
      catalogue: reading.draft.catalogue,
      note: (...notes) => reading.draft.note(...notes),
      at: (part) => reading.origin(part === undefined ? here : [...here, WORDS[part]]),
      words: WORDS,
    },
  );
  if (read === null) return null;
  return { id, origin: reading.origin(here), authorizerId: shortId(id, 6), name, ...read };
}
