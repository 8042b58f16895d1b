import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';

const hour = 3_600_000;

const near = (ms: number, expected: number): void =>
  assert.ok(Math.abs(ms - expected) < hour / 2, `${ms} is not ${expected}`);

test('the date goes where the machine’s clock is put, in every thread, and what is steady stays', () => {
  const clock = Clock.running();
  const other = new Clock(clock.words);
  assert.equal(clock.follow(), 0);
  for (const apart of [8 * hour, -2 * hour]) {
    const [steady, ns] = [clock.steady(), clock.nowNs()];
    const moved = clock.follow(clock.now() + apart);
    // However long a busy machine takes for a step of this: far less than an hour.
    near(moved, apart);
    near(clock.steady(), steady);
    assert.ok(clock.steady() >= steady && clock.nowNs() >= ns);
    near(Number((clock.nowNs() - ns) / 1_000_000n), 0);
    near(other.now(), clock.now());
    near(clock.dateOf(clock.steady()), clock.now());
  }
  near(clock.now(), Date.now() + 6 * hour);
  near(clock.follow(), -6 * hour);
});

test('a clock that runs fast or is moved by hand follows no other, and neither does one that is apart by little', (t) => {
  const fast = Clock.running(60);
  assert.equal(fast.follow(Date.now() + hour), 0);
  const still = Clock.byHand(1_000);
  assert.equal(still.follow(), 0);
  assert.equal(still.now(), 1_000);
  const clock = Clock.running();
  // What passes between two looks at it does not count.
  const read = clock.now();
  t.mock.method(clock, 'now', () => read);
  assert.equal(clock.follow(read + 249), 0);
  assert.equal(clock.follow(read + 250), 250);
});
