import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { bucketBytes } from '../../../src/guard/decide/bucket.ts';
import { set, table, tableBytes } from '../../../src/guard/decide/waf/rates/layout.ts';
import { hold, release } from '../../../src/guard/decide/waf/rates/lock.ts';
import { eventually } from '../../waiting.ts';
import { hammer } from './hammer.ts';

const lockAt = table.size + set.lock;

test('four threads on one bucket of 1 000 a second are let through ten seconds’ worth, to within 0.1 %', async () => {
  const clock = Clock.byHand();
  const cells = new SharedArrayBuffer(bucketBytes);
  const bucket = { rate: 1000, burst: 500 };
  const threads = await hammer(4, { cells, clock, bucket, tries: Number.POSITIVE_INFINITY });
  threads.go();
  // Before each step, which brings 250 tokens, the bucket is emptied.
  await threads.tries(500);
  for (let step = 0; step < 40; step++) {
    clock.advance(250);
    await threads.tries(250);
  }
  threads.stop();
  const taken = await threads.done;
  const exact = bucket.burst + 10 * bucket.rate;
  assert.ok(Math.abs(taken - exact) <= exact / 1000, `${taken} of ${exact}`);
});

test('four threads on one key are let through the limit, to the request, and again in the next window', async () => {
  for (const limit of [10, 133, 2000]) {
    const clock = Clock.byHand();
    const measure = { limit, windowMs: 60_000, keys: 64 };
    const cells = new SharedArrayBuffer(tableBytes(measure));
    for (let window = 0; window < 2; window++) {
      const threads = await hammer(4, { cells, clock, rates: { measure, keys: 1 }, tries: 20_000 });
      threads.go();
      assert.equal(await threads.done, limit, `limit ${limit}, window ${window}`);
      clock.advance(60_000);
    }
  }
});

test('four threads that bring the same new keys at once count each in one place', async () => {
  const clock = Clock.byHand();
  const measure = { limit: 20, windowMs: 60_000, keys: 32_768 };
  const cells = new SharedArrayBuffer(tableBytes(measure));
  const threads = await hammer(4, { cells, clock, rates: { measure, keys: 3000 }, tries: 30_000 });
  threads.go();
  assert.equal(await threads.done, 3000 * 20);
});

test('a thread that is put aside while it seats a key holds the others up, and none of theirs passes uncounted', async () => {
  const clock = Clock.byHand();
  const measure = { limit: 20, windowMs: 60_000, keys: 8 };
  const cells = new SharedArrayBuffer(tableBytes(measure));
  const words = new Int32Array(cells);
  const threads = await hammer(4, { cells, clock, rates: { measure, keys: 1 }, tries: 1_000 });
  // The table has one set.
  const stamp = hold(words, lockAt);
  threads.go();
  let over = false;
  const taken = threads.done.finally(() => (over = true));
  // One that was found waiting tries once more, and waits on. After a second of being put aside ourselves none does.
  await eventually(() => Atomics.notify(words, lockAt) > 0 || over);
  release(words, lockAt, stamp);
  assert.equal(await taken, 20);
});
