import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Clock } from '../../../src/base/clock.ts';
import { bucketBytes } from '../../../src/guard/decide/bucket.ts';
import { tableBytes } from '../../../src/guard/decide/waf/rates/layout.ts';
import { hammer } from './hammer.ts';

test('four threads on one bucket of 1 000 a second are let through ten seconds’ worth, to within 0.1 %', async () => {
  const clock = Clock.byHand();
  const cells = new SharedArrayBuffer(bucketBytes);
  const bucket = { rate: 1000, burst: 500 };
  const threads = await hammer(4, { cells, clock, bucket, tries: Number.POSITIVE_INFINITY });
  threads.go();
  // Each step brings 250 tokens, which the threads take long before the next one.
  for (let step = 0; step < 40; step++) {
    await delay(10);
    clock.advance(250);
  }
  await delay(10);
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
