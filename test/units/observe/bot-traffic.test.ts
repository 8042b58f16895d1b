import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { BotTraffic } from '../../../src/observe/waf/bot-traffic.ts';
import { event } from './event.ts';

const prefix = 'awswaf:managed:aws:bot-control:bot:';
const bot = (stagePath: string, at: number) =>
  event({
    ...{ stagePath, at },
    labels: [
      `${prefix}category:ai`,
      `${prefix}name:gptbot`,
      `${prefix}verified`,
      `${prefix}organization:openai`,
    ],
  });

test('visits of bots are counted by path for three hours, and those of nobody in particular are not', () => {
  const clock = Clock.byHand();
  const traffic = new BotTraffic(clock);
  const start = clock.now();
  const known = { name: 'gptbot', category: 'ai', organization: 'openai' };
  traffic.add(bot('/a', start), 'acl');
  traffic.add(bot('/a', start), 'acl');
  traffic.add(event({ stagePath: '/a', at: start, labels: ['awswaf:managed:token:absent'] }), 'acl');
  traffic.add(bot('/a', start), 'other');
  assert.deepEqual(traffic.between('acl', start, start + 1), [{ path: '/a', ...known, count: 2 }]);
  clock.advance(3_600_000);
  traffic.add(bot('/a', clock.now()), 'acl');
  assert.deepEqual(traffic.between('acl', start, clock.now() + 1), [{ path: '/a', ...known, count: 3 }]);
  assert.equal(traffic.between('acl', clock.now() - 600_000, clock.now() + 1)[0]!.count, 1);
  clock.advance(3 * 3_600_000);
  assert.deepEqual(traffic.between('acl', start, start + 1), []);
});

test('however many paths a bot makes up, no more than so many are kept', () => {
  const clock = Clock.byHand();
  const traffic = new BotTraffic(clock);
  for (let i = 0; i < 5_000; i++) {
    traffic.add(bot('/often', clock.now()), 'acl');
    traffic.add(bot(`/${i}`.padEnd(9_000, 'x'), clock.now()), 'acl');
  }
  for (let i = 0; i < 200; i++) traffic.add(bot('/often', clock.now()), `acl ${i}`);
  const kept = traffic.between('acl', 0, clock.now() + 1);
  assert.ok(kept.length <= 512);
  assert.equal(kept.toSorted((a, b) => b.count - a.count)[0]!.path, '/often');
  assert.ok(kept.every(({ path }) => path.length <= 200));
  assert.deepEqual(traffic.between('acl 100', 0, clock.now() + 1), []);
});
