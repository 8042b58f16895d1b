import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test } from 'node:test';
import { testFile } from '../../journeys/support/files.ts';
import { type Answering, type Asking, failing, paperGateway } from './gateway.ts';
import { answer, apiTemplate, REQUEST, TOKEN } from './template.ts';

/** One cell of the table: what goes wrong for an authorizer of a kind, and every byte of what the caller gets. */
type Row = readonly [
  failure: string,
  kind: string,
  asking: Asking,
  answering: Answering,
  status: number,
  body: string,
  errorType: string,
  more?: { readonly authorizer?: object; readonly permission?: null; readonly policy?: unknown },
];

const good: Asking = { headers: { Authorization: 'let-me-in', 'X-Who': 'me' } };
const none: Asking = {};
const allow: Answering = () => answer('Allow', '*');
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}', 'UnauthorizedException'] as const;
const BROKEN = [500, '{"message":null}', 'AuthorizerConfigurationException'] as const;
const FAILED = [500, '{"message":null}', 'AuthorizerFailureException'] as const;
const IMPLICIT = [
  403,
  '{"Message":"User is not authorized to access this resource"}',
  'AccessDeniedException',
] as const;
const EXPLICIT = [
  403,
  '{"Message":"User is not authorized to access this resource with an explicit deny"}',
  'AccessDeniedException',
] as const;
const TOKENLESS = [
  403,
  '{"message":"Missing Authentication Token"}',
  'MissingAuthenticationTokenException',
] as const;
const INCOMPLETE = (message: string) =>
  [403, JSON.stringify({ message }), 'IncompleteSignatureException'] as const;
const policyOf = (Effect: string, Resource: string) => ({
  Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
});
const arn = 'arn:aws:execute-api:us-east-1:********0000:API/prod/GET/pets';
const byPolicy = (why: string) =>
  [
    403,
    `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}${why}"}`,
    'AccessDeniedException',
  ] as const;
const DENIED = byPolicy(' with an explicit deny in a resource-based policy');
const UNSAID = byPolicy(' because no resource-based policy allows the execute-api:Invoke action');

const lambda = (kind: 'TOKEN' | 'REQUEST'): Row[] => [
  ['no identity', kind, none, allow, ...UNAUTHORIZED],
  ['the word Unauthorized', kind, good, () => failing('Unauthorized'), ...UNAUTHORIZED],
  ['an error', kind, good, () => failing('boom'), ...FAILED],
  ['its own timeout', kind, good, () => ({ outcome: 'timeout', payload: '{}', durationMs: 1 }), ...FAILED],
  ['a throttled function', kind, good, () => ({ outcome: 'throttled' }), ...BROKEN],
  ['no function', kind, good, () => ({ outcome: 'missing', message: '' }), ...BROKEN],
  ['no permission', kind, good, allow, ...BROKEN, { permission: null }],
  ['malformed output', kind, good, () => ({ principalId: 'u' }), ...BROKEN],
  ['an object in its context', kind, good, () => answer('Allow', '*', { context: { a: {} } }), ...BROKEN],
  ['an explicit deny', kind, good, () => answer('Deny', '*'), ...EXPLICIT],
  ['nothing that allows', kind, good, () => answer('Allow', '*/other'), ...IMPLICIT],
  [
    'a resource policy that denies',
    kind,
    good,
    allow,
    ...DENIED,
    { policy: policyOf('Deny', 'execute-api:/*') },
  ],
  [
    'a resource policy and an answer that say nothing',
    kind,
    good,
    () => answer('Allow', '*/other'),
    ...IMPLICIT,
    { policy: policyOf('Allow', 'execute-api:/other') },
  ],
];

const rows: Row[] = [
  ...lambda('TOKEN'),
  ...lambda('REQUEST'),
  [
    'a token of another form',
    'TOKEN',
    good,
    allow,
    ...UNAUTHORIZED,
    { authorizer: { IdentityValidationExpression: 'Bearer .*' } },
  ],
  ['no signature', 'AWS_IAM', none, allow, ...TOKENLESS],
  [
    'another scheme',
    'AWS_IAM',
    { headers: { Authorization: 'Bearer x' } },
    allow,
    ...INCOMPLETE(
      "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'uTem/WB082UJMN2ajD6lH6UChGpTAddMJSx2iu923No='.",
    ),
  ],
  [
    'half a signature',
    'AWS_IAM',
    { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e', 'X-Amz-Date': '20260101T000000Z' } },
    allow,
    ...INCOMPLETE(
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    ),
  ],
  [
    'a header that comes twice',
    'BASIC',
    { headers: { Authorization: ['Basic YWRhOmNvcnJlY3Q=', 'Basic YWRhOmNvcnJlY3Q='] } },
    allow,
    ...UNAUTHORIZED,
  ],
  ['two tokens', 'TOKEN', { headers: { Authorization: ['let-me-in', 'let-me-in'] } }, allow, ...UNAUTHORIZED],
  ['no name', 'BASIC', none, allow, ...UNAUTHORIZED],
  ['a wrong password', 'BASIC', { headers: { Authorization: 'Basic YWRhOng=' } }, allow, ...UNAUTHORIZED],
  [
    'a resource policy that says nothing',
    'BASIC',
    { headers: { Authorization: 'Basic YWRhOmNvcnJlY3Q=' } },
    allow,
    ...UNSAID,
    { policy: policyOf('Allow', 'execute-api:/other') },
  ],
  [
    'a resource policy that denies',
    'BASIC',
    { headers: { Authorization: 'Basic YWRhOmNvcnJlY3Q=' } },
    allow,
    ...DENIED,
    { policy: policyOf('Deny', 'execute-api:/*') },
  ],
  ['a resource policy that denies', 'NONE', none, allow, ...DENIED, { policy: policyOf('Deny', '*') }],
  ['a resource policy that says nothing', 'NONE', none, allow, ...UNSAID, { policy: policyOf('Allow', 'x') }],
];

for (const [failure, kind, asking, answering, status, body, errorType, more = {}] of rows) {
  test(`${kind}: ${failure} is answered ${status} ${errorType}`, async (t) => {
    const { policy, permission } = more;
    const authorizer = kind === 'TOKEN' ? TOKEN : kind === 'REQUEST' ? REQUEST : undefined;
    const method = kind === 'AWS_IAM' ? { AuthorizationType: 'AWS_IAM' } : {};
    const key = scryptSync('correct', Buffer.alloc(16), 32, { N: 16, r: 1, p: 1 }).toString('base64');
    const file = testFile(t, 'p.txt', `ada:scrypt$16$1$1$${'A'.repeat(22)}==$${key}\n`);
    const text =
      kind === 'BASIC'
        ? JSON.stringify({
            apis: { shop: { to: 'http://127.0.0.1:9', authorizer: 'staff', policy } },
            authorizers: { staff: { basic: { file } } },
          })
        : apiTemplate({
            methods: { 'GET /pets': method },
            ...(authorizer === undefined ? {} : { authorizer: { ...authorizer, ...more.authorizer } }),
            ...(policy === undefined ? {} : { policy }),
            ...(permission === undefined ? {} : { permission }),
          });
    const gateway = await paperGateway(text, answering);
    const seen = await gateway.ask('/pets', asking);
    assert.deepEqual(
      [seen.status, seen.body.replace(gateway.apiId, 'API').replace('/live/', '/prod/'), seen.errorType],
      [status, body, errorType],
    );
  });
}

test('an authorizer that hangs is given up after 29 seconds, and what it answers then is nobody’s', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const late = Promise.withResolvers<object>();
  let hangs = true;
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), () =>
    hangs ? late.promise : answer('Deny', '*'),
  );
  const first = gateway.ask('/pets', good);
  t.mock.timers.tick(28_999);
  const joined = gateway.ask('/pets', good);
  t.mock.timers.tick(1);
  for (const { status, body, errorType } of await Promise.all([first, joined]))
    assert.deepEqual([status, body, errorType], [...FAILED]);
  hangs = false;
  late.resolve(answer('Allow', '*'));
  assert.equal((await gateway.ask('/pets', good)).status, 403);
});
