import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { entryOf, readPasswords } from '../../../src/base/password-file.ts';
import { hashOf, matchesHash } from '../../../src/base/scrypt.ts';
import { Guesses, guessBytes, guessTables } from '../../../src/guard/decide/authorize/password/guesses.ts';
import { testFile } from '../../journeys/support/files.ts';
import { type Asking, type PaperGateway, type PaperOptions, paperGateway } from './gateway.ts';

/** A hash that costs next to nothing: what is tested is not how slow it is. */
function cheap(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(password.normalize('NFC'), salt, 32, { N: 16, r: 1, p: 1 });
  return `scrypt$16$1$1$${salt.toString('base64')}$${key.toString('base64')}`;
}

const longest = 15 * 60_000;

/** A gateway; `another` is one more over the same files. */
async function gatewayOf(
  t: TestContext,
  users: Record<string, string>,
  more: object = {},
  options: PaperOptions = {},
) {
  const lines = Object.entries(users).map(([name, password]) => entryOf(name, cheap(password)));
  const file = testFile(t, 'passwords.txt', ['# who may call', '', ...lines].join('\n'));
  const text = JSON.stringify({
    apis: {
      shop: {
        to: 'http://127.0.0.1:9',
        authorizer: 'staff',
        routes: { 'GET /open': { authorizer: 'none' } },
        ...more,
      },
    },
    authorizers: { staff: { basic: { file, realm: 'the shop' } } },
  });
  const made = (how: PaperOptions) => paperGateway(text, undefined, how);
  return Object.assign(await made(options), { another: made });
}

const basic = (text: string, more: Asking = {}): Asking => ({
  ...more,
  headers: { Authorization: `Basic ${Buffer.from(text).toString('base64')}` },
});
/** Whoever is let through finds nobody behind the gateway. */
const THROUGH = 504;

test('who has a name and a password in the file is let through, and known to what stands behind', async (t) => {
  const gateway = await gatewayOf(t, { ada: 'correct horse', zoë: 'pässword:with:colons' });
  for (const [sent, name] of [
    ['ada:correct horse', 'ada'],
    ['zoë:pässword:with:colons', 'zoë'],
    ['zoe\u0308:pa\u0308ssword:with:colons', 'zoë'],
  ] as const) {
    const { status, x } = await gateway.ask('/', basic(sent));
    assert.deepEqual([status, x.caller?.principalId], [THROUGH, name]);
  }
  assert.equal((await gateway.ask('/open')).status, THROUGH);
});

test('all others are asked to sign in, and told no more', async (t) => {
  const gateway = await gatewayOf(t, { ada: 'correct' });
  const asked: Asking[] = [
    {},
    basic('ada:wrong', { from: '203.0.113.1' }),
    basic('ada:', { from: '203.0.113.2' }),
    basic('nobody:correct', { from: '203.0.113.3' }),
    basic('ada', { from: '203.0.113.4' }),
    basic(':correct', { from: '203.0.113.5' }),
    basic('__proto__:x', { from: '203.0.113.6' }),
    basic(`ada:${'x'.repeat(1025)}`, { from: '203.0.113.7' }),
    basic('ada:corr\u0000ect', { from: '203.0.113.8' }),
    { headers: { Authorization: 'Bearer abc' } },
    { headers: { Authorization: 'Basic ***' } },
    { headers: { Authorization: ['Basic YWRhOmNvcnJlY3Q=', 'Basic YWRhOmNvcnJlY3Q='] } },
  ];
  for (const asking of asked) {
    const { status, body, errorType, header } = await gateway.ask('/', asking);
    assert.deepEqual(
      [status, body, errorType, header('www-authenticate')],
      [401, '{"message":"Unauthorized"}', 'UnauthorizedException', 'Basic realm="the shop", charset="UTF-8"'],
      JSON.stringify(asking),
    );
  }
});

test('guessing is slowed down by name and network, and whoever knows the password is let in again', async (t) => {
  const gateway = await gatewayOf(t, { ada: 'correct', bob: 'other' });
  const ask = async (text: string, from = '198.51.100.1') =>
    (await gateway.ask('/', basic(text, { from }))).status;
  for (let i = 0; i < 5; i++) assert.equal(await ask(`ada:${i}`), 401);
  assert.equal(await ask('ada:5'), 401);
  const { status, errorType, header } = await gateway.ask('/', basic('ada:6', { from: '198.51.100.1' }));
  assert.deepEqual([status, errorType, header('retry-after')], [429, 'TooManyRequestsException', '1']);
  assert.equal(await ask('ada:correct'), 429);
  assert.equal(await ask('bob:other'), THROUGH);
  assert.equal(await ask('ada:correct', '198.51.100.2'), THROUGH);
  gateway.clock.advance(1000);
  assert.equal(await ask('ada:7'), 401);
  gateway.clock.advance(1000);
  assert.equal(await ask('ada:8'), 429);
  gateway.clock.advance(1000);
  assert.equal(await ask('ada:correct'), THROUGH);
  assert.equal(await ask('ada:9'), 401);
  // Known already: a wait does not hold back a password that was right.
  for (let i = 10; i < 16; i++) await ask(`ada:${i}`);
  assert.equal(await ask('ada:16'), 429);
  assert.equal(await ask('ada:correct'), THROUGH);
});

test('many guesses at once are no way round, and many calls of one who knows the password are one guess', async (t) => {
  const gateway = await gatewayOf(t, { ada: 'correct' });
  const from = '198.51.100.9';
  const guesses = await Promise.all(
    Array.from({ length: 20 }, (_, i) => gateway.ask('/', basic(`ada:${i}`, { from }))),
  );
  assert.equal(guesses.filter((a) => a.status === 401).length, 6);
  assert.equal(guesses.filter((a) => a.status === 429).length, 14);
  const calls = await Promise.all(
    Array.from({ length: 20 }, () => gateway.ask('/', basic('ada:correct', { from: '198.51.100.10' }))),
  );
  assert.deepEqual(new Set(calls.map((a) => a.status)), new Set([THROUGH]));
});

test('one who guesses names from one network is slowed down too; all of an IPv6 /64 is one', async (t) => {
  const gateway = await gatewayOf(t, { ada: 'correct' });
  const statuses: number[] = [];
  for (let i = 0; i < 60; i++)
    statuses.push(
      (await gateway.ask('/', basic(`user${i}:x`, { from: `2001:db8::${i.toString(16)}` }))).status,
    );
  assert.deepEqual([statuses.indexOf(429), statuses.filter((s) => s === 429).length], [51, 9]);
});

test('guesses are counted for all workers together, and what one worker found right no other holds up', async (t) => {
  const cells = new Map<string, SharedArrayBuffer>();
  const users = { ada: 'correct' };
  const first = await gatewayOf(t, users, {}, { cells });
  const options = { cells, clock: first.clock };
  const workers: PaperGateway[] = [first];
  for (let i = 0; i < 3; i++) workers.push(await first.another(options));
  const guess = async (worker: number, text: string, from = '198.51.100.1') =>
    (await workers[worker % 4]!.ask('/', basic(text, { from }))).status;
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push(await guess(i, `ada:${i}`));
  assert.deepEqual(statuses, [...Array(6).fill(401), ...Array(6).fill(429)]);
  assert.equal(await guess(1, 'ada:correct'), 429);
  // Whoever is elsewhere is not held up by it, whichever worker answers.
  for (let i = 0; i < 4; i++) assert.equal(await guess(i, 'ada:correct', '198.51.100.2'), THROUGH);
  first.clock.advance(1000);
  assert.equal(await guess(0, 'ada:correct'), THROUGH);
  for (let i = 0; i < 6; i++) assert.equal(await guess(i, `ada:again${i}`), 401);
  assert.equal(await guess(2, 'ada:again6'), 429);
  for (let i = 0; i < 4; i++) assert.equal(await guess(i, 'ada:correct'), THROUGH, `worker ${i}`);
  // From a network where it was not right of late, the right one is a guess like others.
  for (let i = 0; i < 6; i++) await guess(i, `ada:${i}`, '198.51.100.3');
  assert.equal(await guess(0, 'ada:correct', '198.51.100.3'), 429);
});

test('an explanation sees how long to wait, and counts nothing for others', async (t) => {
  const cells = new Map<string, SharedArrayBuffer>();
  const gateway = await gatewayOf(t, { ada: 'correct' }, {}, { cells });
  const paper = await gateway.another({ cells, clock: gateway.clock, tracing: true });
  const ask = async (from: string, text: string, at = paper) =>
    (await at.ask('/', basic(text, { from }))).status;
  for (let i = 0; i < 10; i++) await ask('198.51.100.1', `ada:${i}`);
  assert.equal(await ask('198.51.100.1', 'ada:10'), 429, 'it is not the way to guess');
  assert.equal(await ask('198.51.100.1', 'ada:correct', gateway), THROUGH);
  for (let i = 0; i < 6; i++) await ask('198.51.100.2', `ada:${i}`, gateway);
  assert.equal(await ask('198.51.100.2', 'ada:correct'), 429);
});

test('what is remembered of guesses is bounded, and a flood of new ones does not wash out one that waits', () => {
  const cells = new SharedArrayBuffer(guessBytes);
  const guesses = new Guesses(cells, guessTables.names, 1);
  const now = 1_790_000_000_000;
  const others = new Guesses(cells, guessTables.names, 1);
  let later = now;
  for (let i = 0; i < 8; i++) {
    later += guesses.wait('waits', later);
    assert.equal(guesses.take('waits', later), 0);
  }
  assert.ok(others.wait('waits', later + 1000) > 0);
  for (let i = 0; i < 50_000; i++) others.take(`k${i}`, later + 1000);
  assert.ok(guesses.wait('waits', later + 1000) > 0, 'the other worker counts in the same memory');
  assert.equal(new Guesses(cells, guessTables.networks, 1).wait('waits', later + 1000), 0);
  assert.equal(guesses.wait('waits', later + 2 * longest), 0, 'what was quiet is forgotten');
});

test('a hash fits its own password alone, however it is composed; and a line that is none is named', async () => {
  const hash = await hashOf('pässword');
  assert.equal(await matchesHash('pa\u0308ssword', hash), true);
  assert.equal(await matchesHash('password', hash), false);
  assert.equal(await matchesHash('', ''), false);
  const { hashes, bad } = readPasswords(
    [
      entryOf('ada', hash),
      entryOf('ada', hash),
      'bob',
      'bob:x',
      ':y',
      entryOf('eve', 'scrypt$1048576$64$1$AAAAAAAA$x'),
    ].join('\n'),
  );
  assert.deepEqual([...hashes.keys()], ['ada']);
  assert.deepEqual(
    bad.map((b) => b.line),
    [2, 3, 4, 5, 6],
  );
});

test('with a resource policy the name is not enough: the policy must allow the call', async (t) => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*/GET/*',
        Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      },
    ],
  };
  const gateway = await gatewayOf(t, { ada: 'correct' }, { policy });
  assert.equal((await gateway.ask('/pets', basic('ada:correct'))).status, THROUGH);
  assert.equal((await gateway.ask('/pets', basic('ada:wrong'))).status, 401);
  const denied = await gateway.ask('/pets', basic('ada:correct', { method: 'POST' }));
  assert.equal(denied.status, 403);
  assert.match(denied.body, /because no resource-based policy allows/);
  assert.equal((await gateway.ask('/pets', basic('ada:correct', { from: '198.51.100.1' }))).status, 403);
  assert.equal((await gateway.ask('/open')).status, THROUGH);
});
