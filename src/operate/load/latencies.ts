const GROWTH = Math.log(1.01);
const BUCKETS = 2100;

/** Latencies in buckets that grow by one per cent: any number of them in 17 KB, from a microsecond to 20 minutes. */
export class Latencies {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #sum = 0;
  #max = 0;

  add(ms: number): void {
    const bucket = Math.floor(Math.log(Math.max(1, ms * 1000)) / GROWTH);
    this.#counts[Math.min(BUCKETS - 1, bucket)]!++;
    this.#count++;
    this.#sum += ms;
    if (ms > this.#max) this.#max = ms;
  }

  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  get max(): number {
    return this.#max;
  }

  /** The latency that `share` (0 to 1) of all did not exceed, to within one per cent; 0 when there are none. */
  at(share: number): number {
    let left = Math.ceil(share * this.#count);
    if (left === 0) return 0;
    for (let i = 0; i < BUCKETS; i++) {
      left -= this.#counts[i]!;
      if (left <= 0) return Math.min(this.#max, Math.exp((i + 1) * GROWTH) / 1000);
    }
    return this.#max;
  }
}
