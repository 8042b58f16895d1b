/** Nanoseconds a call takes, the best of some rounds of so many calls. */
export function cost(call: (value: string) => unknown, value: string, rounds: number, calls: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) call(value);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / calls);
  }
  return best;
}
