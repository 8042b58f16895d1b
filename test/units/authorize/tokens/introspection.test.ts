import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../../src/base/clock.ts';
import type { Fetch, Outgoing } from '../../../../src/base/outgoing.ts';
import { failingIssuers } from '../../../../src/guard/decide/authorize/authorize.ts';
import { type Answered, notesOf, paperGateway } from '../gateway.ts';

const endpoint = 'https://login.example.com/introspect';
const start = Date.UTC(2026, 10, 22, 12);
process.env.PORTCULLIS_TEST_INTROSPECTION = 'se cret:';

async function shop(answer: (token: string) => unknown, more = '') {
  const clock = Clock.byHand(start);
  const asked: Outgoing[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    const body = await answer(new URLSearchParams(request.body).get('token')!);
    return { status: 200, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
  const text = `authorizers:
  login:
    introspection:
      endpoint: '${endpoint}'
      clientId: 'the shop'
      clientSecretEnv: PORTCULLIS_TEST_INTROSPECTION
      audience: [shop]${more}
apis:
  shop: { to: 'http://127.0.0.1:9', authorizer: login, routes: { GET /orders: { scopes: [orders] } } }
`;
  const gateway = await paperGateway(text, undefined, { file: 'portcullis.yaml', clock, fetch });
  const ask = (token: string, path = '/'): Promise<Answered> =>
    gateway.ask(path, { headers: { Authorization: `Bearer ${token}` } });
  return { ask, asked, clock, cells: gateway.cells };
}

const active = (more: object = {}) => ({ active: true, aud: 'shop', sub: 'ann', scope: 'orders', ...more });
const why = (answer: Answered): string =>
  /error_description="([^"]*)"/.exec(answer.header('www-authenticate'))?.[1] ?? '';

test('the issuer is asked about a token once, as RFC 7662 says, and the answer is kept for a while', async () => {
  const { ask, asked, clock, cells } = await shop(() => active({ exp: start / 1000 + 600 }));
  for (let i = 0; i < 5; i++) assert.equal((await ask('opaque', '/orders')).status, 504);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]!.url, endpoint);
  assert.equal(asked[0]!.body, 'token=opaque&token_type_hint=access_token');
  assert.equal(
    Buffer.from(asked[0]!.headers.Authorization!.slice(6), 'base64').toString(),
    'the+shop:se+cret%3A',
    'RFC 6749 2.3.1: both are encoded first',
  );
  clock.advance(61_000);
  await ask('opaque');
  assert.equal(asked.length, 2);
  const [flush] = [...cells].filter(([id]) => id.includes('flush')).map(([, memory]) => memory);
  Atomics.add(new Int32Array(flush!), 0, 1);
  await ask('opaque');
  assert.equal(asked.length, 3, 'flush-stage-authorizers-cache forgets it');
});

test('many who ask about one token at once are answered by one look-up', async () => {
  const { ask, asked } = await shop(() => new Promise((resolve) => setImmediate(() => resolve(active()))));
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask('opaque')));
  assert.ok(answers.every(({ status }) => status === 504));
  assert.equal(asked.length, 1);
});

test('what the issuer says of a token decides, whatever else it says', async () => {
  const now = start / 1000;
  const cases: [unknown, number, string][] = [
    [{ active: false }, 401, 'the token is not active'],
    [{ active: 'true', aud: 'shop' }, 401, 'the token is not active'],
    [{}, 401, 'the token is not active'],
    [active({ exp: now - 31 }), 401, 'the token has expired'],
    [active({ exp: 'soon' }), 401, 'the token has expired'],
    [active({ nbf: now + 31 }), 401, 'the token is not valid yet'],
    [active({ aud: ['x'] }), 401, 'the token does not have a valid audience'],
    [active({ aud: undefined }), 401, 'the token does not have a valid audience'],
    [active({ aud: undefined, client_id: 'shop' }), 504, ''],
    [active({ cnf: { jkt: 'x' } }), 401, 'the proof of possession is missing or wrong'],
    ['not json', 500, ''],
    ['[]', 500, ''],
  ];
  for (const [said, status, reason] of cases) {
    const { ask } = await shop(() => said);
    const answer = await ask('opaque');
    assert.deepEqual([answer.status, why(answer)], [status, reason], JSON.stringify(said));
  }
  const { ask } = await shop(() => active({ scope: 'profile' }));
  assert.equal((await ask('opaque', '/orders')).status, 403);
});

test('a token is kept no longer than it lives, and a refusal is kept briefly', async () => {
  const lived = await shop(() => active({ exp: start / 1000 + 5 }));
  await lived.ask('opaque');
  lived.clock.advance(36_000);
  assert.equal((await lived.ask('opaque')).status, 401);
  let good = false;
  const refused = await shop(() => ({ ...active(), active: good }));
  assert.equal((await refused.ask('opaque')).status, 401);
  good = true;
  refused.clock.advance(9_000);
  assert.equal((await refused.ask('opaque')).status, 401);
  refused.clock.advance(2_000);
  assert.equal((await refused.ask('opaque')).status, 504);
});

test('an issuer that does not answer is waited for by a bounded number, and slows down nobody who is known', async () => {
  const held: (() => void)[] = [];
  const hanging = (token: string): unknown =>
    token === 'known' ? active() : new Promise((resolve) => held.push(() => resolve(active())));
  const { ask, asked } = await shop(hanging);
  assert.equal((await ask('known')).status, 504);
  const waiting = Array.from({ length: 300 }, (_, i) => ask(`stranger${i}`));
  assert.equal((await ask('known')).status, 504, 'others are not slowed');
  assert.equal(asked.length, 201, 'two hundred at once');
  for (const go of held) go();
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 504).length, 200);
  assert.equal(statuses.filter((status) => status === 500).length, 100);
});

test('an issuer that cannot be asked is named, with what is wrong, until it answers', async () => {
  let broken = true;
  const { ask, cells, clock } = await shop(() => (broken ? 'not json' : active()));
  assert.equal((await ask('one')).status, 500);
  const because = 'what it answers is no JSON object';
  assert.deepEqual(failingIssuers(cells), [
    { issuer: endpoint, what: 'answers', sinceMs: clock.now(), because },
  ]);
  broken = false;
  assert.equal((await ask('two')).status, 504);
  assert.deepEqual(failingIssuers(cells), []);
});

test('settings without a way to ask are errors', async () => {
  const said = async (text: string): Promise<string> =>
    (
      await notesOf(
        `authorizers: { a: { introspection: { ${text} } } }\napis: { b: { to: 'http://127.0.0.1:9', authorizer: a } }`,
        {
          file: 'portcullis.yaml',
        },
      )
    ).join('\n');
  assert.match(await said('audience: [a], clientId: x, clientSecretEnv: PATH'), /endpoint is missing/);
  assert.match(await said(`endpoint: '${endpoint}', audience: [a], clientId: x`), /clientSecretFile/);
});

test('tokens that are made up take no room of those that were good', async () => {
  const held: (() => void)[] = [];
  let hangs = false;
  const { ask, asked, clock } = await shop((token) => {
    if (token === 'known') return active();
    return hangs ? new Promise((resolve) => held.push(() => resolve({ active: false }))) : { active: false };
  });
  assert.equal((await ask('known')).status, 504);
  for (let i = 0; i < 11_000; i++) await ask(`made-up-${i}`);
  const before = asked.length;
  assert.equal((await ask('known')).status, 504);
  assert.equal(asked.length, before, 'its answer is still there');
  hangs = true;
  clock.advance(61_000);
  const many = Array.from({ length: 300 }, (_, i) => ask(`other-${i}`));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await ask('known')).status, 504, 'it is asked for, though 200 others are');
  for (const release of held) release();
  await Promise.all(many);
});

test('an answer is kept no longer because the machine’s clock was put back, and no longer than its token lasts when put on', async () => {
  const hour = 3_600_000;
  const { ask, asked, clock } = await shop(() => active({ exp: start / 1000 + 7_200 }));
  await ask('opaque', '/orders');
  clock.leap(-hour);
  clock.advance(3_600_000);
  assert.equal((await ask('opaque', '/orders')).status, 504);
  assert.equal(asked.length, 2);
  clock.leap(3 * hour);
  assert.equal((await ask('opaque', '/orders')).status, 401);
});
