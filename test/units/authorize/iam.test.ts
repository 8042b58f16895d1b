import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { SignatureV4 } from '@smithy/signature-v4';
import { Clock } from '../../../src/base/clock.ts';
import { canonicalRequest, stringToSign } from '../../../src/guard/decide/authorize/iam/canonical.ts';
import { claimOf } from '../../../src/guard/decide/authorize/iam/claim.ts';
import { SigningKeys } from '../../../src/guard/decide/authorize/iam/signing-keys.ts';
import { paperRequest } from '../paper-wire.ts';
import { type Asking, paperGateway } from './gateway.ts';
import { apiTemplate } from './template.ts';

const NOW = Date.UTC(2026, 0, 15, 12, 0, 0);
const secrets: Record<string, string> = {
  AKIAALICE00000000000: 'alice/secret+key',
  AKIABOB0000000000000: 'bob-secret',
  ASIATEMP000000000000: 'temp-secret',
  AKIAEVE0000000000000: 'eve-secret',
  AKIAOLD0000000000000: 'old-secret',
};
for (const [id, secret] of Object.entries(secrets)) process.env[`SECRET_${id}`] = secret;
process.env.TOKEN_TEMP = 'session-token-value';

const key = (id: string, more: object = {}) => ({ [id]: { secretEnv: `SECRET_${id}`, ...more } });
const may = (Effect: 'Allow' | 'Deny', Resource: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource, ...more }],
});
const identities = {
  alice: { keys: key('AKIAALICE00000000000'), policies: [may('Allow', '*')], tags: { team: 'blue' } },
  bob: { keys: key('AKIABOB0000000000000') },
  'session-1': {
    role: 'deployer',
    keys: key('ASIATEMP000000000000', { sessionTokenEnv: 'TOKEN_TEMP' }),
    policies: [may('Allow', 'arn:aws:execute-api:*:*:*/prod/GET/*'), may('Deny', '*/GET/secret')],
  },
  eve: { account: '999999999999', keys: key('AKIAEVE0000000000000'), policies: [may('Allow', '*')] },
  old: {
    keys: key('AKIAOLD0000000000000', { expires: '2026-01-01T00:00:00Z' }),
    policies: [may('Allow', '*')],
  },
};

/** What the signer wants for hashing. */
class Sha256 {
  readonly #secret: Uint8Array | string | undefined;
  #parts: Buffer[] = [];
  constructor(secret?: Uint8Array | string) {
    this.#secret = secret;
  }
  update(data: Uint8Array | string): void {
    this.#parts.push(Buffer.from(data as Uint8Array));
  }
  async digest(): Promise<Uint8Array> {
    const { createHmac } = await import('node:crypto');
    const by =
      this.#secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', Buffer.from(this.#secret as Uint8Array));
    return by.update(Buffer.concat(this.#parts)).digest();
  }
}

interface Signing {
  readonly id?: string;
  readonly secret?: string;
  readonly region?: string;
  readonly service?: string;
  readonly at?: number;
  readonly token?: string;
  readonly presign?: number;
  readonly checksum?: boolean;
  readonly unsigned?: boolean;
}

/** A request as an AWS SDK signs it: the path to ask for, and the rest. */
async function signed(
  path: string,
  asking: Asking = {},
  signing: Signing = {},
): Promise<{ path: string; asking: Asking }> {
  const { id = 'AKIAALICE00000000000', token } = signing;
  const signer = new SignatureV4({
    service: signing.service ?? 'execute-api',
    region: signing.region ?? 'us-east-1',
    sha256: Sha256 as never,
    applyChecksum: signing.checksum ?? true,
    credentials: {
      accessKeyId: id,
      secretAccessKey: signing.secret ?? secrets[id]!,
      ...(token === undefined ? {} : { sessionToken: token }),
    },
  });
  const prefix = `/_aws/execute-api/${API}/prod`;
  const [route, query = ''] = path.split('?') as [string, string?];
  const parameters: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters[name];
    parameters[name] = before === undefined ? value : [before, value].flat();
  }
  const headers: Record<string, string> = { Host: 'api.test', ...(asking.headers as Record<string, string>) };
  if (signing.unsigned === true) headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
  const request = {
    method: asking.method ?? 'GET',
    protocol: 'http:',
    hostname: 'api.test',
    path: `${prefix}${route}`,
    query: parameters,
    headers,
    ...(asking.body === undefined ? {} : { body: asking.body }),
  };
  const signingDate = new Date(signing.at ?? NOW);
  if (signing.presign !== undefined) {
    const out = await signer.presign(request, { expiresIn: signing.presign, signingDate });
    return { path: `${route}?${queryText(out.query as typeof parameters)}`, asking };
  }
  const out = await signer.sign(request, { signingDate });
  return { path, asking: { ...asking, headers: out.headers } };
}

const queryText = (query: Record<string, string | string[] | null>): string =>
  Object.entries(query)
    .flatMap(([name, values]) =>
      [values ?? ''].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    )
    .join('&');

let API = '';

async function gatewayOf(methods: Record<string, object> = {}, policy?: unknown) {
  const iam = { AuthorizationType: 'AWS_IAM' };
  const template = apiTemplate({
    methods: {
      'GET /pets': iam,
      'ANY /{proxy+}': iam,
      ...Object.fromEntries(Object.entries(methods).map(([k, v]) => [k, { ...iam, ...v }])),
    },
    ...(policy === undefined ? {} : { policy }),
  });
  const gateway = await paperGateway(template, () => ({}), {
    clock: Clock.byHand(NOW),
    settings: { identities },
  });
  API = gateway.apiId;
  return gateway;
}

test('the examples of AWS’s own test suite come to the signatures that it gives', () => {
  const cases: [method: string, target: string, headers: string[], signature: string][] = [
    ['GET', '/', [], '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', '/', [], '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ];
  for (const [method, target, more, signature] of cases) {
    const x = paperRequest({
      method,
      target,
      headers: [
        'Host',
        'example.amazonaws.com',
        'X-Amz-Date',
        '20150830T123600Z',
        ...more,
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      ],
    });
    const claim = claimOf(x);
    assert.ok(claim !== null && typeof claim !== 'string');
    const text = stringToSign(x, claim, createHash('sha256').digest('hex'));
    const keys = new SigningKeys('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
    assert.equal(
      keys.sign('20150830', 'us-east-1', 'service', text).toString('hex'),
      signature,
      canonicalRequest(x, claim, ''),
    );
  }
});

const requests: [name: string, path: string, asking: Asking, signing?: Signing][] = [
  ['a plain one', '/pets', {}],
  ['one with parameters in any order, twice and empty', '/pets?b=2&a=1&b=1&empty=&z%20z=%C3%A9', {}],
  ['one whose path is encoded', '/a%20b/%C3%A9/c%2Fd', {}],
  ['one with doubled slashes and one at the end', '//pets//7/', {}],
  ['one with blanks in a header', '/pets', { headers: { 'X-My': '  a   b  ' } }],
  ['one with a body', '/pets', { method: 'POST', body: '{"a":1}' }],
  ['one with a body and no digest of it', '/pets', { method: 'POST', body: '{"a":1}' }, { checksum: false }],
  ['one with no body and no digest', '/pets', {}, { checksum: false }],
  ['one whose payload is not signed', '/pets', { method: 'PUT', body: 'x' }, { unsigned: true }],
  ['one presigned for an hour', '/pets?a=b', {}, { presign: 3600, at: NOW - 3_599_000 }],
  ['one from a clock nearly five minutes slow', '/pets', {}, { at: NOW - 299_000 }],
  ['one from a clock nearly five minutes fast', '/pets', {}, { at: NOW + 299_000 }],
  ['one with a session token', '/pets', {}, { id: 'ASIATEMP000000000000', token: 'session-token-value' }],
  [
    'one presigned with a session token',
    '/pets',
    {},
    { id: 'ASIATEMP000000000000', token: 'session-token-value', presign: 60 },
  ],
];
for (const [name, path, asking, signing] of requests) {
  test(`a request that an SDK signed is let through: ${name}`, async () => {
    const gateway = await gatewayOf();
    const request = await signed(path, asking, signing);
    const { status, body } = await gateway.ask(request.path, request.asking);
    assert.deepEqual([status, body], [200, 'ok']);
  });
}

test('what is changed behind the signer is found out', async () => {
  const gateway = await gatewayOf();
  const good = await signed('/pets?a=1', { method: 'POST', body: 'body' });
  const headers = good.asking.headers as Record<string, string>;
  const spoilt: Record<string, [string, Asking]> = {
    'another path': ['/pets/1?a=1', good.asking],
    'another parameter': ['/pets?a=2', good.asking],
    'a parameter more': ['/pets?a=1&b=1', good.asking],
    'another verb': ['/pets?a=1', { ...good.asking, method: 'PUT' }],
    'another host': ['/pets?a=1', { ...good.asking, headers: { ...headers, Host: 'other.test' } }],
    'another body': ['/pets?a=1', { ...good.asking, body: 'Body' }],
    'no body': ['/pets?a=1', { ...good.asking, body: undefined as never }],
    'a digest of another body': [
      '/pets?a=1',
      {
        ...good.asking,
        body: 'Body',
        headers: { ...headers, 'x-amz-content-sha256': createHash('sha256').update('Body').digest('hex') },
      },
    ],
    'an unsigned payload that was signed': [
      '/pets?a=1',
      { ...good.asking, headers: { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    ],
    'one digit of the signature': [
      '/pets?a=1',
      {
        ...good.asking,
        headers: {
          ...headers,
          authorization: headers.authorization!.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
        },
      },
    ],
    'a moment later': [
      '/pets?a=1',
      { ...good.asking, headers: { ...headers, 'x-amz-date': '20260115T120001Z' } },
    ],
  };
  for (const [name, [path, asking]] of Object.entries(spoilt)) {
    const { status, errorType, body } = await gateway.ask(path, asking);
    assert.deepEqual([status, errorType], [403, 'InvalidSignatureException'], name);
    assert.match(body, /^\{"message":"The request signature we calculated does not match/, name);
  }
});

test('what servers read otherwise is signed otherwise, and nothing is left unsigned but the signature', async () => {
  const gateway = await gatewayOf();
  const plus = await signed('/pets?a=b%2Bc');
  const status = async (path: string, asking: Asking): Promise<number> =>
    (await gateway.ask(path, asking)).status;
  assert.equal(await status(plus.path, plus.asking), 200);
  for (const path of [
    '/pets?a=b+c',
    '/pets?a=b%2Bc&X-Amz-Signature=x',
    '/pets?a=b%2Bc&X-Amz-%53ignature=x',
    '/pets?a=b%2Bc&X-Amz-Signature',
  ])
    assert.equal(await status(path, plus.asking), 403, path);
  const space = await signed('/pets?a=b%20c');
  assert.equal(await status('/pets?a=b+c', space.asking), 200, 'the same to every server');
  const presigned = await signed('/pets?a=1', {}, { presign: 60 });
  assert.equal(await status(presigned.path, {}), 200);
  for (const more of ['X-Amz-%53ignature=x', `X-Amz-Signature=${'0'.repeat(64)}`, 'x-amz-signature=x'])
    assert.equal(await status(`${presigned.path}&${more}`, {}), 403, more);
});

test('refusals say what AWS says', async () => {
  const gateway = await gatewayOf();
  const said = async (signing: Signing, change: (a: Record<string, string>) => void = () => {}) => {
    const { path, asking } = await signed('/pets', {}, signing);
    const headers = { ...(asking.headers as Record<string, string>) };
    change(headers);
    const { status, errorType, body } = await gateway.ask(path, { ...asking, headers });
    assert.equal(status, 403);
    return `${errorType}: ${(JSON.parse(body) as { message: string }).message}`;
  };
  assert.match(
    await said({ secret: 'wrong' }),
    /^InvalidSignatureException: The request signature we calculated/,
  );
  assert.equal(
    await said({ at: NOW - 301_000 }),
    'InvalidSignatureException: Signature expired: 20260115T115459Z is now earlier than 20260115T115500Z (20260115T120000Z - 5 min.)',
  );
  assert.equal(
    await said({ at: NOW + 301_000 }),
    'InvalidSignatureException: Signature not yet current: 20260115T120501Z is still later than 20260115T120500Z (20260115T120000Z + 5 min.)',
  );
  assert.match(
    await said({ presign: 60, at: NOW - 61_000 }),
    /^InvalidSignatureException: Signature expired/,
  );
  assert.equal(
    await said({ region: 'eu-west-1' }),
    "InvalidSignatureException: Credential should be scoped to a valid region, not 'eu-west-1'. ",
  );
  assert.equal(
    await said({ service: 's3' }),
    "InvalidSignatureException: Credential should be scoped to correct service: 'execute-api'. ",
  );
  const unknown = 'UnrecognizedClientException: The security token included in the request is invalid.';
  assert.equal(await said({ id: 'AKIANOBODY0000000000', secret: 'x' }), unknown);
  assert.equal(await said({ id: 'ASIATEMP000000000000' }), unknown);
  assert.equal(await said({ id: 'ASIATEMP000000000000', token: 'another' }), unknown);
  assert.equal(await said({ token: 'one that it has not' }), unknown);
  assert.equal(
    await said({ id: 'AKIAOLD0000000000000' }),
    'ExpiredTokenException: The security token included in the request is expired',
  );
  const set = (text: string) => (h: Record<string, string>) => {
    h.authorization = text;
  };
  const { authorization } = (await signed('/pets')).asking.headers as Record<string, string>;
  assert.equal(
    await said({}, (h) => {
      delete h.authorization;
    }),
    'MissingAuthenticationTokenException: Missing Authentication Token',
  );
  assert.match(await said({}, set('Bearer abc')), /^IncompleteSignatureException: Invalid key=value pair/);
  assert.match(
    await said({}, set('AWS4-HMAC-SHA256 Credential=x')),
    /^IncompleteSignatureException: Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\./,
  );
  assert.match(
    await said({}, set(authorization!.replace('/20260115/', '/20260114/'))),
    /^InvalidSignatureException: Date in Credential scope does not match/,
  );
  assert.match(
    await said({}, set(authorization!.replace('SignedHeaders=host;', 'SignedHeaders='))),
    /'Host' must be a 'SignedHeader'/,
  );
  assert.match(
    await said({}, set(`${authorization}, Signature=${'0'.repeat(64)}`)),
    /^IncompleteSignatureException/,
  );
});

test('a policy of the identity decides, and of two the deny; who may not is told by ARN', async () => {
  const gateway = await gatewayOf();
  const ask = async (path: string, signing: Signing, asking: Asking = {}) => {
    const request = await signed(path, asking, signing);
    const { status, body, errorType } = await gateway.ask(request.path, request.asking);
    return [status, body.replaceAll(API, 'API'), errorType];
  };
  const temp = { id: 'ASIATEMP000000000000', token: 'session-token-value' };
  assert.equal((await ask('/pets', temp))[0], 200);
  const arn = 'arn:aws:execute-api:us-east-1:********0000:API/prod';
  const session = 'arn:aws:sts::000000000000:assumed-role/deployer/session-1';
  assert.deepEqual(await ask('/pets', temp, { method: 'POST' }), [
    403,
    `{"Message":"User: ${session} is not authorized to perform: execute-api:Invoke on resource: ${arn}/POST/pets because no identity-based policy allows the execute-api:Invoke action"}`,
    'AccessDeniedException',
  ]);
  assert.deepEqual(await ask('/secret', temp), [
    403,
    `{"Message":"User: ${session} is not authorized to perform: execute-api:Invoke on resource: ${arn}/GET/secret with an explicit deny in an identity-based policy"}`,
    'AccessDeniedException',
  ]);
  assert.equal((await ask('/%73ecret', temp))[0], 403);
  assert.equal((await ask('/pets', { id: 'AKIABOB0000000000000' }))[0], 403);
});

test('within the account one policy is enough, and across accounts both must allow', async () => {
  const everyone = (Effect: string, principal: unknown, more: object = {}) => ({
    Version: '2012-10-17',
    Statement: [
      { Effect, Principal: principal, Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more },
    ],
  });
  const status = async (policy: unknown, id: string) => {
    const gateway = await gatewayOf({}, policy);
    const request = await signed('/pets', {}, { id });
    return (await gateway.ask(request.path, request.asking)).status;
  };
  const [alice, bob, eve] = ['AKIAALICE00000000000', 'AKIABOB0000000000000', 'AKIAEVE0000000000000'];
  const bobs = { AWS: 'arn:aws:iam::000000000000:user/bob' };
  assert.equal(await status(everyone('Allow', bobs), bob), 200);
  assert.equal(await status(everyone('Allow', bobs), alice), 200);
  assert.equal(await status(everyone('Allow', bobs), eve), 403);
  assert.equal(await status(everyone('Deny', '*'), alice), 403);
  assert.equal(await status(everyone('Deny', bobs), alice), 200);
  assert.equal(await status(everyone('Allow', { AWS: '999999999999' }), eve), 200);
  assert.equal(await status(everyone('Allow', { AWS: ['arn:aws:iam::999999999999:root'] }), eve), 200);
  assert.equal(await status(undefined, eve), 403);
  const blue = (team: string) =>
    everyone('Allow', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': team } } });
  assert.equal(await status(blue('blue'), bob), 403);
  assert.equal(
    await status(everyone('Allow', '*', { Condition: { StringLike: { 'aws:username': 'b*' } } }), bob),
    200,
  );
  const notBob = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', NotPrincipal: bobs, Action: '*', Resource: '*' }],
  };
  assert.equal(await status(notBob, alice), 403);
});

test('who signed is there for the steps behind it', async () => {
  const gateway = await gatewayOf();
  const request = await signed('/pets');
  const { x } = await gateway.ask(request.path, request.asking);
  assert.equal(x.caller!.iam!.userArn, 'arn:aws:iam::000000000000:user/alice');
  assert.equal(x.caller!.iam!.accessKey, 'AKIAALICE00000000000');
  assert.match(x.caller!.iam!.user, /^AIDA[A-Z0-9]{17}$/);
});

test('a body is not taken in before all else is right', async () => {
  const gateway = await gatewayOf();
  const request = await signed('/pets', { method: 'POST', body: 'x' }, { secret: 'wrong' });
  const { x } = await gateway.ask(request.path, request.asking);
  assert.equal(x.prefix, null);
});
