// Run as a worker thread: records events of many sizes as fast as it can, into a ring that is being read.
import { parentPort, workerData } from 'node:worker_threads';
import { Clock } from '../../../src/base/clock.ts';
import { PASS } from '../../../src/base/decision.ts';
import { Recorder } from '../../../src/guard/record/record.ts';
import { exchange } from './exchange.ts';

const { ring, clock, events } = workerData as {
  ring: SharedArrayBuffer;
  clock: SharedArrayBuffer;
  events: number;
};
const recorder = new Recorder(ring, 1, new Clock(clock));
for (let i = 0; i < events; i++) {
  const x = exchange({ id: `id-${i}`, target: `/${'p'.repeat((i * 37) % 700)}` });
  x.api = `api-${i % 50}`;
  x.status = i % 500;
  recorder.record(x, PASS);
}
parentPort!.postMessage('done');
