import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Clock } from '../../../src/base/clock.ts';
import { Bucket } from '../../../src/guard/decide/bucket.ts';
import type { Measure } from '../../../src/guard/decide/waf/rates/layout.ts';
import { RateTable } from '../../../src/guard/decide/waf/rates/table.ts';
import { eventually } from '../../waiting.ts';

/** What several threads do to one limit at once. */
export interface Blows {
  readonly cells: SharedArrayBuffer;
  readonly clock: Clock;
  /** One of the two. */
  readonly bucket?: { readonly rate: number; readonly burst: number };
  readonly rates?: { readonly measure: Measure; readonly keys: number };
  /** Each thread stops after as many tries; or when it is told to. */
  readonly tries: number;
}

interface Orders extends Omit<Blows, 'clock'> {
  readonly time: SharedArrayBuffer;
  /** 0: wait, 1: go, 2: stop. */
  readonly gate: SharedArrayBuffer;
  /** How often each thread has tried. */
  readonly tried: SharedArrayBuffer;
  readonly thread: number;
}

/**
 * Starts `threads` threads that all wait for `go`; `tries` resolves when each has tried so often more, and `done` gives
 * how many of their tries were let through.
 */
export async function hammer(threads: number, { clock, ...blows }: Blows) {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const tried = new Int32Array(new SharedArrayBuffer(4 * threads));
  const shared = { ...blows, time: clock.words, gate: gate.buffer, tried: tried.buffer };
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData: Orders = { ...shared, thread };
    return new Worker(import.meta.filename, { workerData });
  });
  const next = (worker: Worker) =>
    new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await Promise.all(workers.map(next));
  const done = Promise.all(workers.map(next)).then((taken) => taken.reduce((sum, n) => sum + n, 0));
  const turn = (to: number) => {
    Atomics.store(gate, 0, to);
    Atomics.notify(gate, 0);
  };
  const tries = async (more: number): Promise<void> => {
    const before = [...tried];
    const behind = () => before.some((count, thread) => Atomics.load(tried, thread) - count < more);
    await eventually(() => !behind());
  };
  return { tries, go: () => turn(1), stop: () => turn(2), done };
}

if (!isMainThread) {
  const { cells, time, gate: opened, tried, thread, bucket, rates, tries } = workerData as Orders;
  const clock = new Clock(time);
  const gate = new Int32Array(opened);
  const attempt = bucket === undefined ? counting() : taking(bucket);
  parentPort!.postMessage(0);
  Atomics.wait(gate, 0, 0);
  let taken = 0;
  const counter = new Int32Array(tried);
  for (let i = 0; i < tries && Atomics.load(gate, 0) === 1; i++) {
    if (attempt(i)) taken++;
    Atomics.store(counter, thread, i + 1);
  }
  parentPort!.postMessage(taken);

  function taking({ rate, burst }: NonNullable<Blows['bucket']>): (i: number) => boolean {
    const shared = new Bucket(cells, rate, burst, clock.nowNs());
    return () => shared.take(clock.nowNs());
  }

  function counting(): (i: number) => boolean {
    const { measure, keys } = rates!;
    const table = new RateTable(cells, measure);
    return (i) => !table.count(0, 0, 0xffff, i % keys, clock.now());
  }
}
