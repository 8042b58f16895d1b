import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Address, addressText } from '../../src/base/address.ts';
import { Clock } from '../../src/base/clock.ts';
import { PASS } from '../../src/base/decision.ts';
import { Exchange } from '../../src/base/exchange.ts';
import { limitedKeys, rateRules } from '../../src/guard/decide/waf/rates/rates.ts';
import waf from '../../src/guard/decide/waf/waf.ts';
import { paperExchange } from '../../src/guard/serve/paper.ts';
import { rateRule, smallDefinition } from '../definition.ts';

const KEYS = 5_000_000;
const HEADERS = ['Host', 'a.example'];

/** What docs/limits.md states for a limit of 133, in bytes. */
const STATED = 19_500_000;

/** The web ACL's step with one rate-based rule of 133 in five minutes, and the memory it asked for. */
function guarded() {
  const definition = smallDefinition({ rules: [rateRule(133)] });
  const clock = Clock.byHand();
  const cells = new Map<string, SharedArrayBuffer>();
  const given = {
    definition,
    clock,
    tracing: false,
    cells(id: string, bytes: number) {
      const laid = cells.get(id) ?? new SharedArrayBuffer(bytes);
      cells.set(id, laid);
      return laid;
    },
    invoke: async () => ({ outcome: 'missing', message: '' }) as const,
    fetch: () => Promise.reject(new Error('nobody is asked')),
  };
  const [api] = definition.apis;
  const site = { definition, api: api!, stage: api!.stages[0]!, resource: null, method: null };
  const [step] = waf.steps(site, given);
  const [rule] = rateRules(definition);
  const paper = paperExchange(
    { method: 'GET', target: '/pets', headers: HEADERS, body: '', client: '::', port: 80 },
    clock.now(),
  )!;
  const passes = (client: Address): boolean => {
    const { id, at, method, target, headers, protocol, port, headBytes, wire } = paper;
    const head = { method, target, headers, protocol, client, clientPort: 1, port, secure: false, headBytes };
    return step!(new Exchange(id, at, head, wire)) === PASS;
  };
  const limited = (): string[] => limitedKeys(rule!, cells.get(rule!.cellsId)!, clock).map(({ key }) => key);
  const bytes = (): number => [...cells.values()].reduce((sum, buffer) => sum + buffer.byteLength, 0);
  return { clock, passes, limited, bytes };
}

/** The n-th client of as many networks: an IPv6 address in a /64 of its own. */
const visitor = (n: number): Address => {
  const [a, b] = [0x2001_0db8, Math.imul(n, 0x9e37_79b1) >>> 0];
  return { version: 6, a, b, c: n, d: 1, text: '' };
};
const offender = (n: number): Address => {
  // The same /64 whatever the last half: that is what one customer has.
  const [a, b] = [0x2001_0dba, 7];
  return { version: 6, a, b, c: n, d: n, text: addressText(a, b, n, n) };
};

test('five million networks at one rule take the memory that is stated, and hide no offender', () => {
  const { clock, passes, limited, bytes } = guarded();
  const laid = bytes();
  assert.ok(laid <= STATED, `${laid} bytes are laid out`);
  for (let n = 0; n < 133; n++) assert.ok(passes(offender(n)));
  assert.ok(!passes(offender(133)));
  const before = process.memoryUsage.rss();
  const began = process.threadCpuUsage();
  let most = before;
  let refused = 0;
  let back = 134;
  for (let n = 0; n < KEYS; n++) {
    if (!passes(visitor(n))) refused++;
    if (n % 10_000 !== 0) continue;
    // All within one window: nobody's count is over by itself.
    clock.advance(0.5);
    assert.ok(!passes(offender(back++)), `the offender passed after ${n} others`);
    most = Math.max(most, process.memoryUsage.rss());
  }
  const { user, system } = process.threadCpuUsage(began);
  assert.equal(refused, 0, 'nobody else is refused');
  assert.equal(bytes(), laid);
  // What the table touches, and what the collector has not taken back of this test's own exchanges.
  assert.ok(most - before < STATED + 100_000_000, `memory grew by ${most - before} bytes`);
  assert.deepEqual(limited(), ['2001:dba:0:7::/64']);
  assert.ok(user + system < 20_000_000, `it took ${user + system} µs of this thread`);
  clock.advance(300_000);
  assert.ok(passes(offender(0)), 'released with the window');
});
