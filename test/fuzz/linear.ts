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

/** Nobody minds 15 ns for each character: it is looked at from there on, how short the text may be. */
const boundsFor = (text: string): Bounds => ({ floor: Math.max(200, text.length * 0.015), times: 18 });

const asleep = new Int32Array(new SharedArrayBuffer(4));

/**
 * Asserts that the whole text takes at most `times` as long as an eighth of it, and gives the microseconds it
 * took. What grows with the square of the length would take 64 times as long.
 */
export const linear = (name: string, run: (text: string) => void, whole: string, bounds?: Bounds): number =>
  grows(name, run, whole.slice(0, Math.ceil(whole.length / 8)), whole, bounds);

/** As `linear`, of a text of which an eighth is made as the whole is, with its beginning and its end. */
export const linearIn = (
  name: string,
  run: (text: string) => void,
  text: (count: number) => string,
  count: number,
  bounds?: Bounds,
): number => grows(name, run, text(Math.ceil(count / 8)), text(count), bounds);

function grows(
  name: string,
  run: (text: string) => void,
  part: string,
  whole: string,
  { floor, times }: Bounds = boundsFor(whole),
): number {
  let short = Number.POSITIVE_INFINITY;
  let long = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds; round++) {
    // What keeps the processor busy now may have gone by then.
    if (round > 8) Atomics.wait(asleep, 0, 0, round);
    short = Math.min(
      short,
      microseconds(() => run(part), 3),
    );
    long = Math.min(
      long,
      microseconds(() => run(whole), 3),
    );
    if (long <= Math.max(floor, short * 16)) return long;
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

const mostRounds = 40;
