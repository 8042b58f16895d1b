import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { SignatureV4 } from '@smithy/signature-v4';
import { Clock } from '../../../src/base/clock.ts';
import type { Fetch } from '../../../src/base/outgoing.ts';
import { type Asking, paperGateway } from './gateway.ts';
import { apiTemplate } from './template.ts';
import { ISSUER, keyFor, TestIssuer } from './tokens/issuer.ts';

/** Ways in which callers fail, and what is wrong behind them; a column of the table below. */
const failures = [
  'nothing',
  'several',
  'malformed',
  'forged',
  'unknown',
  'expired',
  'early',
  'for another',
  'not enough',
  'nobody to ask',
  'nonsense from the one asked',
  'the policy denies',
  'the policy says nothing',
] as const;
type Failure = (typeof failures)[number];

/** Status, body, `x-amzn-ErrorType` and `WWW-Authenticate`; null where a kind cannot fail so. */
type Cell = readonly [status: number, body: string, errorType: string, challenge: string] | null;

const ARN = 'arn:aws:execute-api:us-east-1:********0000:API/STAGE/GET/pets';
const refusal = (status: number, errorType: string, message: string, challenge = ''): Cell => [
  ...([status, JSON.stringify({ message }), errorType, challenge] as const),
];
const byPolicy = (who: string, why: string): Cell => [
  403,
  `{"Message":"User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${ARN}${why}"}`,
  'AccessDeniedException',
  '',
];
const DENIED = ' with an explicit deny in a resource-based policy';
const UNSAID = ' because no resource-based policy allows the execute-api:Invoke action';
const BROKEN: Cell = [500, '{"message":null}', 'AuthorizerConfigurationException', ''];
const unauthorized = (challenge = '', message = 'Unauthorized'): Cell =>
  refusal(401, 'UnauthorizedException', message, challenge);
const bearer = (why: string): Cell =>
  unauthorized(`Bearer error="invalid_token", error_description="${why}"`);
const invalid = (why: string): Cell => refusal(403, 'InvalidSignatureException', why);
const incomplete = (why: string): Cell => refusal(403, 'IncompleteSignatureException', why);
const ANN = 'arn:aws:iam::000000000000:user/ann';
const unrecognized = refusal(
  403,
  'UnrecognizedClientException',
  'The security token included in the request is invalid.',
);
const POOR = refusal(
  403,
  'ForbiddenException',
  'Forbidden',
  'Bearer error="insufficient_scope", error_description="the token has none of the scopes that are needed", scope="pets/read"',
);
const policies: Record<Extract<Failure, `the policy ${string}`>, object> = {
  'the policy denies': {
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
  },
  'the policy says nothing': {
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/x' },
    ],
  },
};
const policyFor = (failure: Failure): object | undefined => policies[failure as keyof typeof policies];

/** What fails, and what becomes of it, by the kind of authorizer. */
const table: Readonly<Record<string, Readonly<Record<Failure, Cell>>>> = {
  COGNITO_USER_POOLS: {
    nothing: unauthorized(),
    several: unauthorized(),
    malformed: unauthorized(),
    forged: unauthorized(),
    unknown: unauthorized(),
    expired: unauthorized('', 'The incoming token has expired'),
    early: unauthorized(),
    'for another': unauthorized(),
    'not enough': unauthorized(),
    'nobody to ask': BROKEN,
    'nonsense from the one asked': BROKEN,
    'the policy denies': byPolicy('anonymous', DENIED),
    'the policy says nothing': byPolicy('anonymous', UNSAID),
  },
  JWT: {
    nothing: unauthorized('Bearer'),
    several: bearer('there is more than one token'),
    malformed: bearer('the token is not well formed'),
    forged: bearer('the signature of the token is wrong'),
    unknown: bearer('the key of the token is not known'),
    expired: bearer('the token has expired'),
    early: bearer('the token is not valid yet'),
    'for another': bearer('the token does not have a valid audience'),
    'not enough': POOR,
    'nobody to ask': BROKEN,
    'nonsense from the one asked': BROKEN,
    'the policy denies': byPolicy('anonymous', DENIED),
    'the policy says nothing': byPolicy('anonymous', UNSAID),
  },
  INTROSPECTION: {
    nothing: unauthorized('Bearer'),
    several: bearer('there is more than one token'),
    malformed: bearer('the token is not well formed'),
    forged: null,
    unknown: bearer('the token is not active'),
    expired: bearer('the token has expired'),
    early: bearer('the token is not valid yet'),
    'for another': bearer('the token does not have a valid audience'),
    'not enough': POOR,
    'nobody to ask': BROKEN,
    'nonsense from the one asked': BROKEN,
    'the policy denies': byPolicy('anonymous', DENIED),
    'the policy says nothing': byPolicy('anonymous', UNSAID),
  },
  AWS_IAM: {
    nothing: refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),
    several: incomplete('There must be one Authorization header.'),
    malformed: incomplete(
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    ),
    forged: invalid(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    unknown: unrecognized,
    expired: invalid(
      'Signature expired: 20261122T115459Z is now earlier than 20261122T115500Z (20261122T120000Z - 5 min.)',
    ),
    early: invalid(
      'Signature not yet current: 20261122T120501Z is still later than 20261122T120500Z (20261122T120000Z + 5 min.)',
    ),
    'for another': invalid("Credential should be scoped to a valid region, not 'eu-west-1'. "),
    'not enough': byPolicy(ANN, ' because no identity-based policy allows the execute-api:Invoke action'),
    'nobody to ask': null,
    'nonsense from the one asked': null,
    'the policy denies': byPolicy(ANN, DENIED),
    // Within the account one of the two is enough: of neither it is the identity’s own policies that are named.
    'the policy says nothing': byPolicy(
      ANN,
      ' because no identity-based policy allows the execute-api:Invoke action',
    ),
  },
};

const NOW = Date.UTC(2026, 10, 22, 12);
process.env.PORTCULLIS_TEST_PROOFS = 'secret';
const POOL_ARN = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEfGhI';
const POOL = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';

/** What a caller sends who fails so; '' for nothing. */
async function tokenFor(
  failure: Failure,
  issuer: TestIssuer,
  claims: Record<string, unknown>,
): Promise<string> {
  const now = NOW / 1000;
  const made = (more: Record<string, unknown> = {}, key = issuer.keys[0]!): Promise<string> =>
    issuer.token({ ...claims, ...more }, {}, key);
  const otherKey = { ...keyFor('RS256'), kid: issuer.keys[0]!.kid };
  switch (failure) {
    case 'nothing':
      return '';
    case 'malformed':
      return 'a b';
    case 'forged':
      return made({}, otherKey);
    case 'unknown':
      return made({}, keyFor('RS256'));
    case 'expired':
      return made({ exp: now - 31 });
    case 'early':
      return made({ nbf: now + 31 });
    case 'for another':
      return made({ aud: 'somebody', client_id: 'somebody' });
    case 'not enough':
      return made({ scope: 'pets/write' });
    default:
      return made();
  }
}

/** One way to fail with a token of an issuer. */
async function withToken(kind: string, failure: Failure) {
  const clock = Clock.byHand(NOW);
  const issuer = new TestIssuer(clock);
  const isPool = kind === 'COGNITO_USER_POOLS';
  const claims = isPool
    ? { iss: POOL, token_use: 'access', client_id: 'shop', aud: undefined, scope: 'pets/read' }
    : { scope: 'pets/read' };
  // A pool’s tokens are for any of its applications; those of another pool are for another.
  const token =
    isPool && failure === 'for another'
      ? await issuer.token({ ...claims, iss: `${POOL}J` })
      : await tokenFor(failure, issuer, claims);
  const said = Object.fromEntries(
    Object.entries(
      JSON.parse(Buffer.from(token.split('.')[1] ?? 'e30', 'base64url').toString() || '{}') as object,
    ),
  );
  const fetch: Fetch = async (request) => {
    if (failure === 'nobody to ask') throw new Error('it is away');
    if (failure === 'nonsense from the one asked') return { status: 200, headers: {}, body: '<html>' };
    if (isPool)
      return {
        status: 200,
        headers: {},
        body: JSON.stringify({ keys: issuer.keys.map((k) => issuer.jwk(k)) }),
      };
    if (request.method === 'POST')
      return { status: 200, headers: {}, body: JSON.stringify({ active: failure !== 'unknown', ...said }) };
    return issuer.fetch(request);
  };
  const policy = policyFor(failure);
  const text = isPool
    ? apiTemplate({
        methods: {
          'GET /pets': { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizationScopes: ['pets/read'] },
        },
        authorizer: { Type: 'COGNITO_USER_POOLS', AuthorizerUri: undefined, ProviderARNs: [POOL_ARN] },
        ...(policy === undefined ? {} : { policy }),
      })
    : JSON.stringify({
        apis: {
          shop: {
            to: 'http://127.0.0.1:9',
            authorizer: 'login',
            routes: { 'GET /pets': { scopes: ['pets/read'] } },
            policy,
          },
        },
        authorizers: {
          login:
            kind === 'JWT'
              ? { jwt: { issuer: ISSUER, audience: ['shop'] } }
              : {
                  introspection: {
                    ...{
                      endpoint: 'https://login.example.com/introspect',
                      clientId: 'shop',
                      audience: ['shop'],
                    },
                    clientSecretEnv: 'PORTCULLIS_TEST_PROOFS',
                  },
                },
        },
      });
  const gateway = await paperGateway(text, undefined, { clock, fetch });
  const value = token === '' ? [] : [`Bearer ${token}`];
  const headers = { Authorization: failure === 'several' ? [...value, ...value] : value };
  return { gateway, asking: { headers } as Asking };
}

class Sha256 {
  readonly #hash;
  constructor(secret?: Uint8Array | string) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

/** One way to fail with a signed request. */
async function withSignature(failure: Failure) {
  const policy = policyFor(failure);
  const text = apiTemplate({
    methods: { 'GET /pets': { AuthorizationType: 'AWS_IAM' } },
    ...(policy === undefined ? {} : { policy }),
  });
  const allowed = failure === 'not enough' || failure === 'the policy says nothing' ? [] : [ALLOW];
  const identities = {
    ann: { keys: { AKIAANN0000000000000: { secretEnv: 'PORTCULLIS_TEST_PROOFS' } }, policies: allowed },
  };
  const gateway = await paperGateway(text, undefined, { clock: Clock.byHand(NOW), settings: { identities } });
  const signer = new SignatureV4({
    service: 'execute-api',
    region: failure === 'for another' ? 'eu-west-1' : 'us-east-1',
    sha256: Sha256 as never,
    credentials: {
      accessKeyId: failure === 'unknown' ? 'AKIANOBODY0000000000' : 'AKIAANN0000000000000',
      secretAccessKey: failure === 'forged' ? 'another' : 'secret',
    },
  });
  const late = failure === 'expired' ? -301_000 : failure === 'early' ? 301_000 : 0;
  const path = `/_aws/execute-api/${gateway.apiId}/prod/pets`;
  const request = {
    method: 'GET',
    protocol: 'http:',
    hostname: 'api.test',
    path,
    headers: { Host: 'api.test' },
  };
  const { headers } = await signer.sign(request, { signingDate: new Date(NOW + late) });
  const { authorization, ...rest } = headers as Record<string, string>;
  const shown: Partial<Record<Failure, string[]>> = {
    nothing: [],
    several: [authorization!, authorization!],
    malformed: ['AWS4-HMAC-SHA256 Credential=a/b'],
  };
  return {
    gateway,
    asking: { headers: { ...rest, Authorization: shown[failure] ?? [authorization!] } } as Asking,
  };
}

const ALLOW = { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] };

for (const [kind, cells] of Object.entries(table))
  for (const failure of failures) {
    const cell = cells[failure];
    if (cell === null) continue;
    test(`${kind}: ${failure} is answered ${cell[0]} ${cell[2]}`, async () => {
      const { gateway, asking } = await (kind === 'AWS_IAM'
        ? withSignature(failure)
        : withToken(kind, failure));
      const seen = await gateway.ask('/pets', asking);
      const body = seen.body.replace(gateway.apiId, 'API').replace(/API\/(?:prod|live)/, 'API/STAGE');
      assert.deepEqual([seen.status, body, seen.errorType, seen.header('www-authenticate')], cell);
    });
  }
