import assert from 'node:assert/strict';
import { cpuTime } from '../cpu-time.ts';

/** The quickest of so many tries: what else the machine does only ever adds to it. */
function microseconds(run: () => void, tries: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const began = process.hrtime.bigint();
    run();
    best = Math.min(best, Number(process.hrtime.bigint() - began) / 1000);
  }
  return Math.round(best);
}

/** How long a text may take, in microseconds, before its growth is looked at; and how much longer eight times it may take. */
interface Bounds {
  readonly floor: number;
  readonly times: number;
}

/**
 * Asserts that the whole text takes at most `times` as long as an eighth of it, and gives the microseconds it
 * took. What grows with the square of the length would take 64 times as long.
 */
export function linear(
  name: string,
  run: (text: string) => void,
  whole: string,
  { floor, times }: Bounds = { floor: 1_000, times: 18 },
): number {
  const part = whole.slice(0, Math.ceil(whole.length / 8));
  let short = microseconds(() => run(part), 3);
  let long = microseconds(() => run(whole), 3);
  for (let i = 0; i < 8 && long > Math.max(floor, short * 16); i++) {
    short = Math.min(
      short,
      microseconds(() => run(part), 3),
    );
    long = Math.min(
      long,
      microseconds(() => run(whole), 3),
    );
  }
  // A busy machine may have stopped the thread in every try.
  if (long > Math.max(floor, short * times)) {
    short = Math.round(cpuTime(() => run(part)));
    long = Math.round(cpuTime(() => run(whole)));
  }
  assert.ok(
    long <= Math.max(floor, short * times),
    `${name}: ${short} µs, then ${long} µs for eight times as much`,
  );
  return long;
}
