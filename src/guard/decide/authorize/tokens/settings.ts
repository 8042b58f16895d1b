import { z } from 'zod';
import { addressFlaw } from '../../../../base/outgoing.ts';
import { SOURCE } from '../lambda/identity.ts';
import { publicAlgorithms, secretAlgorithms } from './algorithms.ts';

/** An address that the gateway may ask. */
const address = z.string().superRefine((text, context) => {
  const flaw = addressFlaw(text);
  if (flaw !== '') context.addIssue({ code: 'custom', message: flaw });
});

const tokenSource = z
  .string()
  .regex(SOURCE, 'must be like method.request.header.Authorization')
  .default('method.request.header.Authorization')
  .describe('Where the token stands: a header, or for those who must a parameter of the query.');

const audience = z
  .array(z.string().min(1))
  .min(1)
  .describe(
    'Whom tokens must be for, one of these (`aud`, or `client_id` where there is none); * for anyone.',
  );

const skew = z
  .int()
  .min(0)
  .max(300)
  .default(30)
  .describe('How far the clocks of two sides may be apart, in seconds.');

/** What tokens of every kind may be asked beside. */
const common = {
  identitySource: tokenSource,
  audience,
  clockSkewSeconds: skew,
  dpop: z
    .enum(['off', 'optional', 'required'])
    .default('off')
    .describe(
      'Proof of possession (RFC 9449): required: of every token; optional: of those that are bound to a key; off: such tokens are refused.',
    ),
  dpopNonce: z.boolean().default(false).describe('True: proofs must hold a nonce of this gateway.'),
  certificateBound: z
    .boolean()
    .default(false)
    .describe('True: tokens must be bound to the client certificate of their connection (RFC 8705).'),
  resource: address
    .optional()
    .describe(
      'The address by which clients know the API; it is then described at `/.well-known/oauth-protected-resource` (RFC 9728).',
    ),
  authorizationServers: z
    .array(address)
    .optional()
    .describe('Who gives tokens for it, in that description; the issuer when it is not written.'),
  scopesSupported: z.array(z.string()).default([]).describe('Scopes that the description lists.'),
};

const secretFile = z.string().optional().describe('A file with it, its last line end left off.');
const secretEnv = z.string().optional().describe('The environment variable that holds it.');

/** What a key is called in the key store. */
export const keyName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes and underscores');

export const jwtShape = z
  .strictObject({
    issuer: address.optional().describe('Who signs the tokens (`iss`); its keys are found by discovery.'),
    jwksUri: address.optional().describe('Where its keys lie, in the place of discovery.'),
    jwksFile: z.string().optional().describe('A file with its keys, in the place of discovery.'),
    keysHardCapHours: z
      .number()
      .min(0)
      .max(168)
      .default(24)
      .describe('How long known keys serve on while the issuer is away, in hours.'),
    secretFile: secretFile.describe('A file with the secret that tokens are signed with, when it is shared.'),
    secretEnv: secretEnv.describe('The environment variable with that secret.'),
    algorithms: z
      .array(z.enum([...publicAlgorithms, ...(Object.keys(secretAlgorithms) as ['HS256'])]))
      .min(1)
      .optional()
      .describe('Algorithms that are allowed; by default all with a public key, or HS256 with a secret.'),
    types: z.array(z.string()).default([]).describe('What `typ` may be besides JWT and at+jwt.'),
    encryption: z
      .strictObject({
        required: z.boolean().default(true).describe('False: tokens that are not encrypted are taken too.'),
        keys: z
          .array(keyName)
          .min(1)
          .optional()
          .describe('Names of keys in the key store that tokens are encrypted to: `portcullis keys make`.'),
        keyFiles: z
          .array(z.string())
          .min(1)
          .optional()
          .describe('Files with the keys that tokens are encrypted to: PEM, JWK or a set of JWKs.'),
      })
      .refine(({ keys, keyFiles }) => keys !== undefined || keyFiles !== undefined, {
        message: 'must name what tokens are encrypted to: keys of the key store, or keyFiles',
      })
      .optional()
      .describe('Tokens are encrypted (JWE), and signed inside.'),
    ...common,
  })
  .superRefine((s, context) => {
    const wrong = (message: string, path: string): void =>
      context.addIssue({ code: 'custom', message, path: [path] });
    const secret = s.secretFile !== undefined || s.secretEnv !== undefined;
    const keys = [s.jwksUri, s.jwksFile].filter((one) => one !== undefined).length;
    if (s.secretFile !== undefined && s.secretEnv !== undefined) wrong('is one too many', 'secretEnv');
    if (!secret && s.issuer === undefined) wrong('is missing: whose tokens are taken?', 'issuer');
    if (secret && keys > 0)
      wrong('cannot stand beside a secret', s.jwksUri === undefined ? 'jwksFile' : 'jwksUri');
    if (keys > 1) wrong('is one too many', 'jwksFile');
    // Public keys and secrets together are how one is taken for the other.
    const stray = s.algorithms?.find((name) => Object.hasOwn(secretAlgorithms, name) !== secret);
    if (stray !== undefined)
      wrong(
        secret ? `has ${stray}, which is not for a secret` : `has ${stray}, which needs a secret`,
        'algorithms',
      );
    if (s.dpopNonce && s.dpop === 'off') wrong('needs dpop', 'dpopNonce');
  })
  .describe('Signed tokens (JWT) of an issuer.');

export type JwtSettings = z.infer<typeof jwtShape>;

export const introspectionShape = z
  .strictObject({
    endpoint: address
      .optional()
      .describe('Where tokens are looked up (RFC 7662); by default what the issuer names.'),
    issuer: address.optional().describe('Who gives the tokens.'),
    clientId: z.string().min(1).describe('Who the gateway is for the issuer.'),
    clientSecretFile: secretFile.describe('A file with its secret there.'),
    clientSecretEnv: secretEnv.describe('The environment variable with that secret.'),
    ttlSeconds: z
      .int()
      .min(0)
      .max(3600)
      .default(60)
      .describe('How long an answer is kept at most, in seconds; 0 asks each time.'),
    ...common,
  })
  .superRefine((s, context) => {
    const wrong = (message: string, path: string): void =>
      context.addIssue({ code: 'custom', message, path: [path] });
    if (s.endpoint === undefined && s.issuer === undefined)
      wrong('is missing: who knows the tokens?', 'endpoint');
    if ((s.clientSecretFile === undefined) === (s.clientSecretEnv === undefined))
      wrong('must be given, or clientSecretEnv in its place', 'clientSecretFile');
    if (s.dpopNonce && s.dpop === 'off') wrong('needs dpop', 'dpopNonce');
  })
  .describe('Tokens that only their issuer can read.');

/** What both have. */
export type CommonSettings = Pick<JwtSettings, keyof typeof common>;
