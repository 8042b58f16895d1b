import assert from 'node:assert/strict';

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

/**
 * Asserts that what is run on 64 KB takes no more than three times what eight times as long a text may take.
 * What grows with the square of the length would take 64 times as long, far beyond all noise; under 8 ms noise
 * rules.
 */
export function linear(name: string, run: (text: string) => void, whole: string): void {
  const part = whole.slice(0, Math.ceil(whole.length / 8));
  let short = microseconds(() => run(part), 3);
  let long = microseconds(() => run(whole), 3);
  for (let i = 0; i < 8 && long > Math.max(8_000, short * 16); i++) {
    short = Math.min(
      short,
      microseconds(() => run(part), 3),
    );
    long = Math.min(
      long,
      microseconds(() => run(whole), 3),
    );
  }
  assert.ok(
    long <= Math.max(8_000, short * 24),
    `${name}: ${short} µs, then ${long} µs for eight times as much`,
  );
}
