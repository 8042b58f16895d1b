import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combine } from '../../../src/guard/decide/authorize/combine.ts';
import { glob } from '../../../src/guard/decide/authorize/policy/glob.ts';
import { paperRequest } from '../paper-wire.ts';
import { failing, paperGateway } from './gateway.ts';
import { answer, apiTemplate, TOKEN } from './template.ts';

const x = paperRequest();
const statement = (Effect: 'Allow' | 'Deny', more: object = {}) => ({
  Effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...more,
});
const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

test('a star stands for any text and a question mark for one character', () => {
  const cases: [string, string, boolean][] = [
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'ac', true],
    ['a*c', 'acd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*/GET/*/x', 'arn/GET/a/b/x', true],
    ['*a*b*', 'xxbxxa', false],
    ['**', 'x', true],
    ['a.c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ];
  for (const [pattern, text, fits] of cases)
    assert.equal(glob(pattern, null)(text, x), fits, `${pattern} ${text}`);
});

test('variables are filled in literally, and one that the request has not fits nothing', () => {
  const keys = (key: string) =>
    key === 'aws:username' ? () => 'a*b' : key === 'aws:none' ? () => undefined : null;
  const fits = (pattern: string, text: string) => glob(pattern, keys)(text, x);
  assert.equal(fits('home/${aws:username}/*', 'home/a*b/x'), true);
  assert.equal(fits('home/${aws:username}/*', 'home/axb/x'), false);
  assert.equal(fits('home/${aws:none}/*', 'home//x'), false);
  assert.equal(fits("home/${aws:none, 'guest'}/*", 'home/guest/x'), true);
  assert.equal(fits('${*}${?}${$}', '*?$'), true);
  assert.equal(glob('${aws:username}', null)('${aws:username}', x), true);
});

test('the time a pattern takes is bounded by the product of the lengths', () => {
  const pattern = `${'*a'.repeat(200)}b`;
  const text = 'a'.repeat(8_000);
  const began = process.cpuUsage().user;
  assert.equal(glob(pattern, null)(text, x), false);
  // Microseconds; going back over every star would take longer than anybody lives.
  assert.ok(process.cpuUsage(undefined).user - began < 5e6);
});

test('the tables of outcomes are those of API Gateway', () => {
  const rows: [
    own: 'allow' | 'neither' | 'deny',
    api: 'allow' | 'neither' | 'deny',
    a: boolean,
    b: boolean,
  ][] = [
    ['allow', 'allow', true, true],
    ['allow', 'neither', true, false],
    ['allow', 'deny', false, false],
    ['neither', 'allow', true, false],
    ['neither', 'neither', false, false],
    ['neither', 'deny', false, false],
    ['deny', 'allow', false, false],
    ['deny', 'neither', false, false],
    ['deny', 'deny', false, false],
  ];
  for (const [own, api, a, b] of rows) {
    assert.equal(combine(own, api, 'one') === 'allow', a, `A ${own} ${api}`);
    assert.equal(combine(own, api, 'both') === 'allow', b, `B ${own} ${api}`);
  }
});

const RESOURCE =
  /^\{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}0000:[a-z0-9]{10}\/prod\/GET\/pets/;

test('without an authorizer the policy alone decides, and what it does not allow is refused', async () => {
  const allow = statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
  const gateway = await paperGateway(
    apiTemplate({
      policy: policyOf(allow, statement('Deny', { Resource: 'execute-api:/prod/GET/dogs' })),
      methods: { 'GET /pets': {}, 'GET /dogs': {} },
    }),
  );
  assert.equal((await gateway.ask('/pets')).status, 200);
  const denied = await gateway.ask('/dogs');
  assert.deepEqual([denied.status, denied.errorType], [403, 'AccessDeniedException']);
  assert.match(denied.body, / with an explicit deny in a resource-based policy"\}$/);
  const silent = await gateway.ask('/pets', { from: '198.51.100.1' });
  assert.equal(silent.status, 403);
  assert.match(silent.body, RESOURCE);
  assert.match(silent.body, / because no resource-based policy allows the execute-api:Invoke action"\}$/);
  // The header says nothing of where the caller is.
  const forged = await gateway.ask('/pets', {
    from: '198.51.100.1',
    headers: { 'X-Forwarded-For': '203.0.113.9' },
  });
  assert.equal(forged.status, 403);
});

test('a Lambda authorizer is not asked about what the policy denies, and one allow of the two is enough', async () => {
  const ask = async (policy: object, effect: 'Allow' | 'Deny' | 'none') => {
    const gateway = await paperGateway(apiTemplate({ policy, authorizer: TOKEN }), () =>
      effect === 'none' ? answer('Allow', 'arn:aws:execute-api:*:*:other/*') : answer(effect, '*'),
    );
    const { status, body } = await gateway.ask('/pets', { headers: { Authorization: 'x' } });
    return [status, gateway.events.length, status === 200 ? '' : body.replace(/on resource.*?\/pets/, '…')];
  };
  const allow = policyOf(statement('Allow'));
  const silent = policyOf(statement('Allow', { Resource: 'execute-api:/other/*' }));
  const deny = policyOf(statement('Allow'), statement('Deny'));
  const explicit = '{"Message":"User is not authorized to access this resource with an explicit deny"}';
  const plain = '{"Message":"User is not authorized to access this resource"}';
  assert.deepEqual(await ask(allow, 'Allow'), [200, 1, '']);
  assert.deepEqual(await ask(allow, 'none'), [200, 1, '']);
  assert.deepEqual(await ask(allow, 'Deny'), [403, 1, explicit]);
  assert.deepEqual(await ask(silent, 'Allow'), [200, 1, '']);
  assert.deepEqual(await ask(silent, 'none'), [403, 1, plain]);
  assert.deepEqual(await ask(silent, 'Deny'), [403, 1, explicit]);
  const denied =
    '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke … with an explicit deny in a resource-based policy"}';
  for (const effect of ['Allow', 'none', 'Deny'] as const)
    assert.deepEqual(await ask(deny, effect), [403, 0, denied]);
});

test('policies of resources go by referer, agent, time, principal and what they are not about', async () => {
  const cases: [object, boolean][] = [
    [
      policyOf(statement('Allow', { Condition: { StringLike: { 'aws:Referer': 'https://shop.test/*' } } })),
      true,
    ],
    [policyOf(statement('Allow', { Condition: { StringEquals: { 'aws:UserAgent': 'agent' } } })), true],
    [policyOf(statement('Allow', { Condition: { StringEquals: { 'aws:UserAgent': 'other' } } })), false],
    [
      policyOf(
        statement('Allow', { Condition: { DateLessThan: { 'aws:CurrentTime': '2023-11-15T00:00:00Z' } } }),
      ),
      true,
    ],
    [policyOf(statement('Allow', { Condition: { DateLessThan: { 'aws:EpochTime': '1600000000' } } })), false],
    [policyOf(statement('Allow', { Principal: { AWS: '*' } })), true],
    [policyOf(statement('Allow', { Principal: { AWS: 'arn:aws:iam::000000000000:root' } })), false],
    [policyOf(statement('Allow'), statement('Deny', { Principal: { AWS: '000000000000' } })), true],
    [
      policyOf({
        Effect: 'Allow',
        Principal: '*',
        NotAction: 'execute-api:ManageConnections',
        Resource: '*',
      }),
      true,
    ],
    [policyOf({ Effect: 'Allow', Principal: '*', NotAction: 'execute-api:*', Resource: '*' }), false],
    [
      policyOf({
        Effect: 'Allow',
        Principal: '*',
        Action: 'EXECUTE-API:INVOKE',
        NotResource: 'execute-api:/*/GET/dogs',
      }),
      true,
    ],
    [policyOf({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }), false],
    [
      policyOf(
        statement('Allow', {
          Resource: '*',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
        }),
      ),
      false,
    ],
  ];
  for (const [policy, passes] of cases) {
    const gateway = await paperGateway(apiTemplate({ policy }));
    const { status } = await gateway.ask('/pets', {
      headers: { Referer: 'https://shop.test/cart', 'User-Agent': 'agent' },
    });
    assert.equal(status, passes ? 200 : 403, JSON.stringify(policy));
  }
});

test('what is allowed except for a path is not reached by another way to write that path', async () => {
  const policy = policyOf({
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    NotResource: ['execute-api:/prod/*/admin', 'execute-api:/prod/*/admin/*'],
  });
  const gateway = await paperGateway(apiTemplate({ policy, methods: { 'ANY /{proxy+}': {} } }));
  assert.equal((await gateway.ask('/pets')).status, 200);
  const plain = ['/admin', '/admin/', '/%61dmin', '//admin', '/admin/x', '/admin%2Fx', '/admin//x'];
  const withParameters = ['/admin;', '/admin;v=1', '/admin;/x', '/admin%3B/x', '/admin;a;b/x;c', '/admin;/'];
  for (const path of [...plain, ...withParameters]) assert.equal((await gateway.ask(path)).status, 403, path);
  assert.equal((await gateway.ask('/pets;admin/x')).status, 200);
});

test('a private API is there for the networks named, and there for whom its policy allows', async () => {
  const settings = {
    networks: {
      'vpc-1': {
        blocks: ['10.0.0.0/16'],
        endpoints: { 'vpce-a': ['10.0.1.0/24'], 'vpce-b': ['10.0.2.0/24'] },
      },
      'vpc-2': { blocks: ['10.1.0.0/16'] },
    },
  };
  const endpoint = { Types: ['PRIVATE'] };
  const status = async (policy: object | undefined, from: string) =>
    (
      await (
        await paperGateway(apiTemplate({ endpoint, policy }), () => ({}), { settings })
      ).ask('/pets', { from })
    ).status;
  const everyone = policyOf(statement('Allow'));
  assert.equal(await status(everyone, '10.0.9.9'), 200);
  assert.equal(await status(everyone, '203.0.113.7'), 403);
  assert.equal(await status(undefined, '10.0.9.9'), 403);
  const of = (key: string, value: string, operator = 'StringEquals') =>
    policyOf(statement('Allow', { Condition: { [operator]: { [key]: value } } }));
  assert.equal(await status(of('aws:SourceVpc', 'vpc-1'), '10.0.9.9'), 200);
  assert.equal(await status(of('aws:SourceVpc', 'vpc-1'), '10.1.0.1'), 403);
  assert.equal(await status(of('aws:SourceVpce', 'vpce-a'), '10.0.1.1'), 200);
  assert.equal(await status(of('aws:SourceVpce', 'vpce-a'), '10.0.2.1'), 403);
  assert.equal(await status(of('aws:SourceVpce', 'vpce-a'), '10.0.9.9'), 403);
  assert.equal(await status(of('aws:VpcSourceIp', '10.0.9.0/24', 'IpAddress'), '10.0.9.9'), 200);
  assert.equal(await status(of('aws:SourceIp', '10.0.9.0/24', 'IpAddress'), '10.0.9.9'), 403);
  const outside = await (
    await paperGateway(apiTemplate({ endpoint, policy: everyone }), () => ({}), { settings })
  ).ask('/pets');
  assert.deepEqual([outside.body, outside.errorType], ['{"message":"Forbidden"}', 'ForbiddenException']);
});

test('what an explanation says: which policy was asked, who was not, and why', async () => {
  const gateway = await paperGateway(
    apiTemplate({ policy: policyOf(statement('Allow')), authorizer: TOKEN }),
    () => failing('not to be asked'),
    { tracing: true },
  );
  const { Trace } = await import('../../../src/base/trace.ts');
  const { x: seen, status } = await gateway.ask('/pets', {
    headers: { Authorization: 'secret' },
    trace: new Trace(),
  });
  assert.equal(status, 200);
  assert.equal(gateway.events.length, 0);
  const said = seen.trace!.steps.map((s) => `${s.what}: ${s.outcome}`);
  assert.deepEqual(
    said.filter((line) => /policy|authorizer/.test(line)),
    ['resource policy: allow', 'TOKEN authorizer: not asked', 'resource policy: allow'],
  );
  assert.equal(JSON.stringify(seen.trace!.steps).includes('secret'), false);
});
