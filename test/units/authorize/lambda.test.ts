import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Answers, digestOf } from '../../../src/guard/decide/authorize/lambda/answers.ts';
import { failing, paperGateway } from './gateway.ts';
import { answer, apiTemplate, REQUEST, TOKEN } from './template.ts';

const token = (value = 'let-me-in') => ({ headers: { Authorization: value } });
const who = (value = 'me') => ({ headers: { 'X-Who': value } });

test('a token is handed to the function as it was sent, with the method ARN', async () => {
  const gateway = await paperGateway(
    apiTemplate({ authorizer: TOKEN, methods: { 'GET /pets/{id}': {} } }),
    () => answer('Allow', '*'),
  );
  const { status, body } = await gateway.ask('/pets/7?a=1', token('Bearer abc'));
  assert.deepEqual([status, body], [200, 'ok']);
  const [asked] = gateway.events;
  assert.match(asked!.arn, /:function:judge$/);
  assert.deepEqual(
    { ...asked!.event, methodArn: String(asked!.event.methodArn).replace(/:[a-z0-9]{10}\//, ':API/') },
    {
      type: 'TOKEN',
      authorizationToken: 'Bearer abc',
      methodArn: 'arn:aws:execute-api:us-east-1:000000000000:API/prod/GET/pets/7',
    },
  );
});

test('without a token, with a blank one, with two, or with one of another form the function is not asked', async () => {
  const authorizer = { ...TOKEN, IdentityValidationExpression: 'Bearer [a-z]+' };
  const gateway = await paperGateway(apiTemplate({ authorizer }), () => answer('Allow', '*'));
  const unfit: Record<string, string | string[]>[] = [
    {},
    { Authorization: '' },
    { Authorization: '  ' },
    { Authorization: ['Bearer a', 'Bearer b'] },
    { Authorization: 'Bearer 7' },
    { Authorization: 'x Bearer a' },
    { Authorization: 'Bearer a\tx' },
  ];
  for (const headers of unfit) {
    const { status, body, errorType } = await gateway.ask('/pets', { headers });
    assert.deepEqual(
      [status, body, errorType],
      [401, '{"message":"Unauthorized"}', 'UnauthorizedException'],
      JSON.stringify(headers),
    );
  }
  assert.equal(gateway.events.length, 0);
  assert.equal((await gateway.ask('/pets', token('Bearer abc'))).status, 200);
});

test('the policy is kept by the token and judged anew for every method', async () => {
  const methods = { 'GET /pets': {}, 'GET /dogs': {}, 'POST /pets': {} };
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN, methods }), (event) =>
    answer('Allow', event.methodArn as string),
  );
  assert.equal((await gateway.ask('/pets', token())).status, 200);
  const other = await gateway.ask('/dogs', token());
  assert.deepEqual(
    [other.status, other.body, other.errorType],
    [403, '{"Message":"User is not authorized to access this resource"}', 'AccessDeniedException'],
  );
  assert.equal((await gateway.ask('/pets', { ...token(), method: 'POST' })).status, 403);
  assert.equal(gateway.events.length, 1);
  assert.equal((await gateway.ask('/dogs', token('another'))).status, 200);
  assert.equal(gateway.events.length, 2);
});

test('an explicit deny goes before an allow, and says so', async () => {
  const gateway = await paperGateway(
    apiTemplate({ authorizer: TOKEN, methods: { 'GET /{proxy+}': {} } }),
    () => ({
      principalId: 'u',
      policyDocument: {
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          {
            Effect: 'Deny',
            Action: ['execute-api:*'],
            Resource: ['arn:aws:execute-api:*:*:*/*/GET/admin/*'],
          },
        ],
      },
    }),
  );
  assert.equal((await gateway.ask('/pets', token())).status, 200);
  const denied = '{"Message":"User is not authorized to access this resource with an explicit deny"}';
  for (const path of [
    '/admin/x',
    '/%61dmin/x',
    '//admin/x',
    '/admin//x',
    '/admin%2Fx',
    '/admin%2fx/y',
    '/admin/',
    '/admin/%2A',
  ]) {
    const { status, body } = await gateway.ask(path, token());
    assert.deepEqual([status, body], [403, denied], path);
  }
});

test('a path cannot widen the policy that is made from its ARN', async () => {
  const gateway = await paperGateway(
    apiTemplate({ authorizer: TOKEN, methods: { 'ANY /{proxy+}': {} } }),
    (event) => answer('Allow', event.methodArn as string),
  );
  assert.equal((await gateway.ask('/*', token())).status, 200);
  assert.equal((await gateway.ask('/secret', token())).status, 403);
  assert.equal((await gateway.ask('/secret', { ...token('b'), method: '*' })).status, 200);
  assert.equal((await gateway.ask('/secret', { ...token('b'), method: 'GET' })).status, 403);
  assert.equal((await gateway.ask('/%3F%3F%3F', token('c'))).status, 200);
  assert.equal((await gateway.ask('/abc', token('c'))).status, 403);
  // Nor is it read as a variable, which the caller would fill in later.
  assert.equal((await gateway.ask('/${aws:UserAgent}', token('f'))).status, 200);
  const later = { headers: { Authorization: 'f', 'User-Agent': 'secret' } };
  assert.equal((await gateway.ask('/secret', later)).status, 403);
  assert.equal((await gateway.ask('/${aws:UserAgent}', later)).status, 200);
  // What was asked for stays allowed, with a slash at its end too.
  assert.equal((await gateway.ask('/pets/7/', token('d'))).status, 200);
  assert.equal((await gateway.ask('/pets/7', token('d'))).status, 200);
  assert.equal((await gateway.ask('/a%2Fb', token('e'))).status, 200);
});

test('a kept answer is used until its time is over, and not at all with a time of 0', async () => {
  const gateway = await paperGateway(
    apiTemplate({ authorizer: { ...TOKEN, AuthorizerResultTtlInSeconds: 60 } }),
    () => answer('Allow', '*'),
  );
  await gateway.ask('/pets', token());
  gateway.clock.advance(59_999);
  await gateway.ask('/pets', token());
  assert.equal(gateway.events.length, 1);
  gateway.clock.advance(1);
  await gateway.ask('/pets', token());
  assert.equal(gateway.events.length, 2);
  const fresh = await paperGateway(
    apiTemplate({ authorizer: { ...TOKEN, AuthorizerResultTtlInSeconds: 0 } }),
    () => answer('Allow', '*'),
  );
  await fresh.ask('/pets', token());
  await fresh.ask('/pets', token());
  assert.equal(fresh.events.length, 2);
});

test('the answers of a stage are forgotten when they are flushed, and one under way then is not kept', async () => {
  const wait = Promise.withResolvers<void>();
  let slow = true;
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), async () => {
    if (slow) await wait.promise;
    return answer('Allow', '*');
  });
  const flush = (): void => {
    const [, cell] = [...gateway.cells].find(([id]) => id.startsWith('authorize/flush/'))!;
    Atomics.add(new Int32Array(cell), 0, 1);
  };
  const first = gateway.ask('/pets', token());
  flush();
  slow = false;
  const second = await gateway.ask('/pets', token());
  wait.resolve();
  assert.deepEqual([(await first).status, second.status, gateway.events.length], [200, 200, 2]);
  await gateway.ask('/pets', token());
  assert.equal(gateway.events.length, 2);
  flush();
  await gateway.ask('/pets', token());
  assert.equal(gateway.events.length, 3);
});

test('questions about one identity that come at once are asked once, and others do not wait for them', async () => {
  const wait = Promise.withResolvers<object>();
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), (event) =>
    event.authorizationToken === 'slow' ? wait.promise : answer('Allow', '*'),
  );
  const slow = [1, 2, 3].map(() => gateway.ask('/pets', token('slow')));
  assert.equal((await gateway.ask('/pets', token('quick'))).status, 200);
  assert.equal(gateway.events.length, 2);
  wait.resolve(answer('Allow', '*'));
  assert.deepEqual(
    (await Promise.all(slow)).map((a) => a.status),
    [200, 200, 200],
  );
});

const broken: Record<string, unknown> = {
  'no JSON': 'nonsense',
  'no object': '[]',
  'an empty principal': { ...answer('Allow', '*'), principalId: '' },
  'no principal': { policyDocument: (answer('Allow', '*') as { policyDocument: object }).policyDocument },
  'no policy': { principalId: 'u' },
  'a policy without statements': { principalId: 'u', policyDocument: { Statement: [] } },
  'a statement without an action': {
    principalId: 'u',
    policyDocument: { Statement: [{ Effect: 'Allow', Resource: '*' }] },
  },
  'an unknown operator': {
    principalId: 'u',
    policyDocument: {
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*', Condition: { Likes: { 'aws:SourceIp': 'x' } } },
      ],
    },
  },
  'an object in its context': { ...answer('Allow', '*'), context: { a: { b: 1 } } },
  'a list in its context': { ...answer('Allow', '*'), context: { a: [1] } },
  'a context that is text': { ...answer('Allow', '*'), context: 'text' },
  'a usage key that is no text': { ...answer('Allow', '*'), usageIdentifierKey: 5 },
  'no function': { outcome: 'missing', message: 'no such function' },
  'a throttled function': { outcome: 'throttled' },
  'too large an answer': { outcome: 'too-large', side: 'response' },
};
for (const [name, given] of Object.entries(broken)) {
  test(`an authorizer that gives ${name} is told broken, and asked again the next time`, async () => {
    const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), () => given);
    for (const _ of [1, 2]) {
      const { status, body, errorType } = await gateway.ask('/pets', token());
      assert.deepEqual(
        [status, body, errorType],
        [500, '{"message":null}', 'AuthorizerConfigurationException'],
      );
    }
    assert.equal(gateway.events.length, 2);
  });
}

test('an error is a failure, the word Unauthorized is 401, and neither is kept', async () => {
  let message = 'boom';
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), () =>
    message === '' ? answer('Allow', '*') : failing(message),
  );
  const outcome = async () => {
    const { status, body, errorType } = await gateway.ask('/pets', token());
    return [status, body, errorType];
  };
  assert.deepEqual(await outcome(), [500, '{"message":null}', 'AuthorizerFailureException']);
  message = 'Unauthorized';
  assert.deepEqual(await outcome(), [401, '{"message":"Unauthorized"}', 'UnauthorizedException']);
  message = 'Unauthorized: no';
  assert.deepEqual(await outcome(), [500, '{"message":null}', 'AuthorizerFailureException']);
  message = '';
  assert.equal((await outcome())[0], 200);
});

test('a function that API Gateway may not invoke for the authorizer is not asked', async () => {
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN, permission: null }), () =>
    answer('Allow', '*'),
  );
  assert.equal((await gateway.ask('/pets', token())).errorType, 'AuthorizerConfigurationException');
  assert.equal(gateway.events.length, 0);
  const role = await paperGateway(
    apiTemplate({
      authorizer: { ...TOKEN, AuthorizerCredentials: 'arn:aws:iam::000000000000:role/r' },
      permission: null,
    }),
    () => answer('Allow', '*'),
  );
  assert.equal((await role.ask('/pets', token())).status, 200);
});

test('what an authorizer hands on is there for the steps behind it, from a kept answer too', async () => {
  const more = {
    context: { tenant: 'a', level: 3, on: true, none: null, __proto__: null },
    usageIdentifierKey: 'key-1',
  };
  const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), () => answer('Allow', '*', more));
  for (const _ of [1, 2]) {
    const { x } = await gateway.ask('/pets', token());
    assert.deepEqual({ ...x.caller!.context }, { tenant: 'a', level: 3, on: true });
    assert.deepEqual([x.caller!.principalId, x.caller!.usageKey], ['user-1', 'key-1']);
    assert.equal(x.authorizerMs >= 0, true);
  }
  assert.equal(gateway.events.length, 1);
});

test('a REQUEST authorizer sees the head of the request and never its body', async () => {
  const gateway = await paperGateway(
    apiTemplate({ authorizer: REQUEST, methods: { 'POST /pets/{id}': {} } }),
    () => answer('Allow', '*'),
  );
  await gateway.ask('/pets/a%20b?x=1&x=2', { ...who(), method: 'POST', body: 'secret' });
  const { event } = gateway.events[0]!;
  assert.equal(JSON.stringify(event).includes('secret'), false);
  assert.deepEqual(
    [event.type, event.resource, event.path, event.httpMethod, event.pathParameters],
    ['REQUEST', '/pets/{id}', '/pets/a%20b', 'POST', { id: 'a b' }],
  );
  assert.deepEqual(event.multiValueQueryStringParameters, { x: ['1', '2'] });
  assert.deepEqual(event.stageVariables, { who: 'v' });
  assert.equal((event.headers as Record<string, string>)['X-Who'], 'me');
  assert.equal((event.requestContext as Record<string, unknown>).resourcePath, '/pets/{id}');
  assert.deepEqual(Object.keys(event).sort(), [
    'headers',
    'httpMethod',
    'methodArn',
    'multiValueHeaders',
    'multiValueQueryStringParameters',
    'path',
    'pathParameters',
    'queryStringParameters',
    'requestContext',
    'resource',
    'stageVariables',
    'type',
  ]);
});

test('every identity source must be there while answers are kept; otherwise the function sees to it', async () => {
  const IdentitySource =
    'method.request.header.X-Who, method.request.querystring.key, stageVariables.who, context.identity.sourceIp';
  const gateway = await paperGateway(apiTemplate({ authorizer: { ...REQUEST, IdentitySource } }), () =>
    answer('Allow', '*'),
  );
  assert.equal((await gateway.ask('/pets?key=1')).status, 401);
  assert.equal((await gateway.ask('/pets', who())).status, 401);
  assert.equal((await gateway.ask('/pets?key=', who())).status, 401);
  assert.equal(gateway.events.length, 0);
  assert.equal((await gateway.ask('/pets?key=1', who())).status, 200);
  assert.equal((await gateway.ask('/pets?key=1', { ...who(), from: '198.51.100.1' })).status, 200);
  assert.equal(gateway.events.length, 2);
  const fresh = await paperGateway(
    apiTemplate({ authorizer: { ...REQUEST, IdentitySource, AuthorizerResultTtlInSeconds: 0 } }),
    () => answer('Allow', '*'),
  );
  assert.equal((await fresh.ask('/pets')).status, 200);
});

test('no two identities share an answer, however their values are put together', async () => {
  const IdentitySource = 'method.request.header.A,method.request.header.B';
  const gateway = await paperGateway(apiTemplate({ authorizer: { ...REQUEST, IdentitySource } }), () =>
    answer('Allow', '*'),
  );
  for (const headers of [
    { A: '1', B: '23' },
    { A: '12', B: '3' },
    { A: ['1', '2'], B: '3' },
    { A: '1,2', B: '3' },
    { A: ['1,2', ''], B: '3' },
  ])
    await gateway.ask('/pets', { headers });
  assert.equal(gateway.events.length, 5);
});

test('policies ask for what the request has: address, agent, time, and what is not there', async () => {
  const allowIf = (Condition: object) => ({
    principalId: 'u',
    policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }] },
  });
  const cases: [object, boolean][] = [
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
    [{ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '198.51.100.0/24'] } }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, true],
    [{ StringLike: { 'AWS:useragent': 'curl/*' } }, true],
    [{ StringEquals: { 'aws:UserAgent': 'curl' } }, false],
    [{ StringEquals: { 'aws:Referer': 'x' } }, false],
    [{ StringNotEquals: { 'aws:Referer': 'x' } }, true],
    [{ StringEqualsIfExists: { 'aws:Referer': 'x' } }, true],
    [{ Null: { 'aws:Referer': 'true' } }, true],
    [{ Null: { 'aws:UserAgent': 'true' } }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, false],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2023-01-01T00:00:00Z' } }, true],
    [{ DateLessThan: { 'aws:CurrentTime': '2023-01-01T00:00:00Z' } }, false],
    [{ NumericGreaterThan: { 'aws:EpochTime': '1600000000' } }, true],
    [{ StringEquals: { 'aws:madeUp': 'x' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:Referer': 'x' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:Referer': 'x' } }, false],
    [{ StringLike: { 'aws:UserAgent': 'curl/*' }, Bool: { 'aws:SecureTransport': 'true' } }, false],
  ];
  for (const [condition, passes] of cases) {
    const gateway = await paperGateway(apiTemplate({ authorizer: TOKEN }), () => allowIf(condition));
    const { status } = await gateway.ask('/pets', {
      headers: { Authorization: 'a', 'User-Agent': 'curl/8' },
    });
    assert.equal(status, passes ? 200 : 403, JSON.stringify(condition));
  }
});

test('what is kept is bounded in number and in size, the least recently used going first', () => {
  const answers = new Answers<number>();
  for (let i = 0; i < 20_000; i++) {
    answers.put(`k${i}`, i, 100, 1000);
    answers.get('k0', 0);
  }
  assert.equal(answers.size, 10_000);
  assert.deepEqual(
    [answers.get('k0', 0), answers.get('k10000', 0), answers.get('k19999', 0)],
    [0, undefined, 19_999],
  );
  for (let i = 0; i < 100; i++) answers.put(`big${i}`, i, 256 * 1024, 1000);
  assert.equal(answers.size, 32);
  answers.put('over', 1, 256 * 1024 + 1, 1000);
  assert.equal(answers.get('over', 0), undefined);
});

test('an identity beyond latin1 is not taken for the one whose bytes look alike', async () => {
  const authorizer = { Type: 'REQUEST', IdentitySource: 'method.request.querystring.tenant' };
  const gateway = await paperGateway(apiTemplate({ authorizer }), (event) => {
    const { tenant } = event.queryStringParameters as Record<string, string>;
    return answer(tenant === '\u0161hop' ? 'Allow' : 'Deny', '*');
  });
  assert.equal((await gateway.ask('/pets?tenant=%C5%A1hop')).status, 200);
  // U+0161 and `a` share their low byte.
  assert.equal((await gateway.ask('/pets?tenant=ahop')).status, 403);
  assert.notEqual(digestOf([['\u0161']]), digestOf([['a']]));
});
