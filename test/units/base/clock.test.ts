import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';

const hour = 3_600_000;

test('the date goes where the machine’s clock is put, in every thread, and what is steady stays', () => {
  const clock = Clock.running();
  const other = new Clock(clock.words);
  assert.equal(clock.follow(), 0);
  for (const apart of [8 * hour, -2 * hour]) {
    const [before, steady, ns] = [Date.now(), clock.steady(), clock.nowNs()];
    const moved = clock.follow(clock.now() + apart);
    assert.ok(Math.abs(moved - apart) < 50, `${moved}`);
    assert.ok(clock.steady() - steady < 10_000 && clock.steady() >= steady);
    assert.ok(clock.nowNs() - ns < 10_000_000_000n && clock.nowNs() >= ns);
    assert.ok(Math.abs(other.now() - clock.now()) < 10_000);
    assert.ok(Math.abs(clock.dateOf(clock.steady()) - clock.now()) < 10_000);
    assert.ok(Math.abs(Date.now() - before) < 10_000);
  }
  assert.ok(Math.abs(clock.now() - Date.now() - 6 * hour) < 10_000);
  assert.ok(Math.abs(clock.follow() + 6 * hour) < 10_000, 'and back to where this machine’s is');
});

test('a clock that runs fast or is moved by hand follows no other, and neither does one that is apart by little', () => {
  const fast = Clock.running(60);
  assert.equal(fast.follow(Date.now() + hour), 0);
  const still = Clock.byHand(1_000);
  assert.equal(still.follow(), 0);
  assert.equal(still.now(), 1_000);
  const clock = Clock.running();
  assert.equal(clock.follow(clock.now() + 100), 0);
});
