import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { IpRanges } from '../../../src/guard/decide/waf/addresses/ip-ranges.ts';
import { textKey } from '../../../src/guard/decide/waf/managed/abuse/volume.ts';
import { Events } from '../../../src/guard/decide/waf/managed/floods/events.ts';
import { Regulars } from '../../../src/guard/decide/waf/managed/floods/regulars.ts';
import { listCell } from '../../../src/guard/decide/waf/managed/lists/listed.ts';
import { rangesBytes, SharedRanges, wideRoom } from '../../../src/guard/decide/waf/managed/lists/ranges.ts';
import type { WafGiven } from '../../../src/guard/decide/waf/statement.ts';
import { definition, given } from '../decide/at-hand.ts';
import { counting, guarded } from './guarded.ts';

const name = 'AWSManagedRulesAntiDDoSRuleSet';
const namespace = 'awswaf:managed:aws:anti-ddos:';

function guard(config: object = {}, counted: readonly string[] = []) {
  const overrides = counting(counted);
  const { at, clock, token, ...one } = guarded(name, { configs: [{ [name]: config }], overrides });
  async function send(from: string, target = '/', headers: readonly string[] = []) {
    const { ended, action, labels } = await one.send({ from, target, headers });
    const own = labels.filter((label) => label.startsWith(namespace));
    return { ended, action, labels: own.map((label) => label.replace(namespace, '')) };
  }
  return {
    at,
    clock,
    send,
    /** So many seconds in which ten regulars send a request each. */
    async usual(seconds: number) {
      for (let s = 0; s < seconds; s++) {
        for (let i = 0; i < 10; i++) await send(`192.0.2.${i}`);
        clock.advance(1_000);
      }
    },
    /** Newcomers, each with so many requests. */
    async flood(clients: number, each: number) {
      for (let i = 0; i < clients * each; i++)
        await send(`20.1.${(i % clients) >> 8}.${(i % clients) & 255}`);
    },
    token: () => token({ id: 's' }),
  };
}

test('what is usual is no event, also when it doubles', async () => {
  const one = guard();
  await one.usual(90);
  for (let s = 0; s < 20; s++) {
    for (let i = 0; i < 20; i++) assert.equal((await one.send(`192.0.2.${i}`)).action, 'ALLOW');
    one.clock.advance(1_000);
  }
});

test('a flood is an event at once, in which pages ask for a challenge; and it is over a minute after', async () => {
  const one = guard();
  await one.usual(90);
  await one.flood(300, 1);
  const { ended, action, labels } = await one.send('192.0.2.1');
  assert.deepEqual([ended, action], ['ChallengeAllDuringEvent', 'CHALLENGE']);
  assert.deepEqual(labels, ['event-detected', 'challengeable-request', 'ChallengeAllDuringEvent']);
  assert.equal((await one.send('192.0.2.1', '/', one.token())).action, 'ALLOW');
  one.clock.advance(66_000);
  await one.usual(1);
  const calm = { ended: '', action: 'ALLOW', labels: ['challengeable-request'] };
  assert.deepEqual(await one.send('192.0.2.1'), calm, 'what a page can be shown for is told at all times');
});

test('in an event newcomers are suspect, the more they send the more, and regulars are not', async () => {
  const one = guard({}, ['ChallengeAllDuringEvent', 'ChallengeDDoSRequests']);
  await one.usual(90);
  await one.flood(300, 1);
  const suspicion = (labels: readonly string[]): string =>
    labels.find((label) => label.endsWith('-suspicion-ddos-request'))?.split('-')[0] ?? '';
  assert.equal(suspicion((await one.send('192.0.2.1')).labels), '');
  assert.equal(suspicion((await one.send('20.9.9.9')).labels), 'low');
  for (let i = 0; i < 20; i++) await one.send('20.9.9.9');
  assert.equal(suspicion((await one.send('20.9.9.9')).labels), 'medium');
  for (let i = 0; i < 40; i++) await one.send('20.9.9.9');
  const most = await one.send('20.9.9.9');
  assert.equal(suspicion(most.labels), 'high');
  assert.deepEqual([most.ended, most.action], ['DDoSRequests', 'BLOCK']);
  assert.equal((await one.send('20.9.9.9', '/', one.token())).action, 'ALLOW', 'it has proved a browser');
});

test('stages are told apart also where their hashes fall together', () => {
  const place = (stage: string): number => hash('sha256', stage, 'buffer').readUInt32BE(0) % 256;
  const calm = 'stage/calm';
  const flooded = Array.from({ length: 5_000 }, (_, i) => `stage/${i}`).find(
    (s) => place(s) === place(calm),
  )!;
  const clock = Clock.byHand();
  const events = new Events(given(definition({}), clock) as unknown as WafGiven, 'floods');
  for (let s = 0; s < 90; s++) {
    for (const stage of [calm, flooded]) events.note(stage);
    clock.advance(1_000);
  }
  for (let i = 0; i < 400; i++) events.note(flooded);
  assert.notEqual(events.note(flooded).since, 0);
  const { since, count } = events.note(calm);
  assert.deepEqual([since, count <= 6], [0, true]);
});

test('SensitivityToBlock and lists say who is refused', async () => {
  const counted = ['ChallengeAllDuringEvent', 'ChallengeDDoSRequests'];
  const one = guard({ SensitivityToBlock: 'HIGH' }, counted);
  await one.usual(90);
  await one.flood(300, 1);
  assert.equal((await one.send('20.9.9.9')).ended, 'DDoSRequests');
  const other = guard({}, counted);
  new SharedRanges(other.at.cells(listCell('ddos'), rangesBytes(wideRoom)), wideRoom).lay(
    IpRanges.of(['20.9.9.0/24']),
  );
  await other.usual(90);
  assert.equal((await other.send('20.9.9.1')).action, 'ALLOW');
  await other.flood(300, 1);
  assert.equal((await other.send('20.9.9.9')).ended, 'DDoSRequests');
  assert.equal((await other.send('20.9.8.9')).action, 'ALLOW');
});

test('paths that are exempt get no challenge, and challenges can be switched off', async () => {
  const Challenge = {
    UsageOfAction: 'ENABLED',
    Sensitivity: 'HIGH',
    ExemptUriRegularExpressions: [{ RegexString: '^/api/' }],
  };
  const one = guard({ ClientSideActionConfig: { Challenge } });
  await one.usual(90);
  await one.flood(300, 1);
  const exempt = await one.send('192.0.2.1', '/api/pets');
  assert.deepEqual([exempt.action, exempt.labels], ['ALLOW', ['event-detected']]);
  assert.equal((await one.send('192.0.2.1', '/pets')).action, 'CHALLENGE');
  const off = guard({ ClientSideActionConfig: { Challenge: { UsageOfAction: 'DISABLED' } } });
  await off.usual(90);
  await off.flood(300, 1);
  assert.deepEqual((await off.send('192.0.2.1')).labels, ['event-detected']);
});

/** Memory and a clock by themselves. */
function alone() {
  const cells = new Map<string, SharedArrayBuffer>();
  const clock = Clock.byHand(1_700_000_000_000);
  const shared = {
    ...{ ruleId: 'r', clock, tracing: false },
    cells(id: string, bytes: number) {
      const found = cells.get(id) ?? new SharedArrayBuffer(bytes);
      cells.set(id, found);
      return found;
    },
  } as unknown as WafGiven;
  return { clock, shared };
}

test('what is usual is learned by itself, and a flood that lasts does not become usual', () => {
  const { clock, shared } = alone();
  const workers = [new Events(shared, 'r'), new Events(shared, 'r')];
  const second = (requests: number): number => {
    let since = 0;
    for (let i = 0; i < requests; i++) since = workers[i % 2]!.note('stage').since;
    clock.advance(1_000);
    return since;
  };
  for (let s = 0; s < 300; s++) assert.equal(second(20), 0);
  const { usual } = workers[0]!.note('stage');
  assert.ok(Math.abs(usual - 100) < 5, `${usual} requests in five seconds are usual`);
  assert.equal(workers[0]!.note('other stage').usual, 0);
  let began = 0;
  for (let s = 0; s < 600; s++) began = second(400);
  assert.ok(began > 0, 'ten minutes later it is an event still');
  for (let s = 0; s < 130; s++) began = second(20);
  assert.equal(began, 0);
});

test('who came before a flood is remembered through it, and a million newcomers take no more memory', () => {
  const { clock, shared } = alone();
  const regulars = new Regulars(shared, 'r');
  const known = Array.from({ length: 1_000 }, (_, i) => textKey(`regular ${i}`));
  for (const one of known) regulars.since(one);
  const came = Math.floor(clock.now() / 1000);
  clock.advance(120_000);
  for (let i = 0; i < 200_000; i++) regulars.since(textKey(`newcomer ${i}`));
  const kept = known.filter((one) => regulars.since(one) === came).length;
  assert.ok(kept > 990, `${kept} of 1 000`);
});
