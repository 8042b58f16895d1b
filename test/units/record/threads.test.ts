import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Clock } from '../../../src/base/clock.ts';
import { makeRing } from '../../../src/base/ring.ts';
import { RingReader } from '../../../src/observe/events/ring.ts';

test('a reader that drains while another thread writes sees whole events only, in order, or counts them lost', async () => {
  const events = 30_000;
  const ring = makeRing(64 * 1024);
  const clock = Clock.byHand();
  const worker = new Worker(new URL('./writer.ts', import.meta.url), {
    workerData: { ring, clock: clock.words, events },
  });
  let done = false;
  worker.on('message', () => {
    done = true;
  });
  const reader = new RingReader(ring);
  let read = 0;
  let last = -1;
  const wrong: string[] = [];
  const drain = (): number =>
    reader.drain((e) => {
      read++;
      const i = Number(e.requestId.slice(3));
      const whole =
        i > last &&
        e.path.length === 1 + ((i * 37) % 700) &&
        e.api === `api-${i % 50}` &&
        e.status === i % 500 &&
        e.host === 'api.example.com';
      if (!whole) wrong.push(e.requestId);
      last = i;
    });
  while (!done) {
    drain();
    await new Promise(setImmediate);
  }
  drain();
  await worker.terminate();
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.equal(read + reader.lost, events);
  assert.ok(read > 100);
});
