/** What is kept of one metric in one minute. */
export interface Datapoint {
  /** Milliseconds since the epoch, at the minute's beginning. */
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** Minutes that are kept: three hours. */
const kept = 180;

/** One metric with its dimensions, minute by minute, over the last three hours. */
export class Series {
  readonly #minutes = new Float64Array(kept).fill(-1);
  readonly #count = new Float64Array(kept);
  readonly #sum = new Float64Array(kept);
  readonly #min = new Float64Array(kept);
  readonly #max = new Float64Array(kept);
  #total = 0;

  /** Everything that was ever added. */
  get total(): number {
    return this.#total;
  }

  add(minute: number, value: number): void {
    this.#total += value;
    const i = minute % kept;
    if (this.#minutes[i] !== minute) {
      if (minute < this.#minutes[i]!) return;
      this.#minutes[i] = minute;
      this.#count[i] = 0;
      this.#sum[i] = 0;
      this.#min[i] = value;
      this.#max[i] = value;
    }
    this.#count[i]!++;
    this.#sum[i]! += value;
    if (value < this.#min[i]!) this.#min[i] = value;
    if (value > this.#max[i]!) this.#max[i] = value;
  }

  /** The minutes that begin in a span of time, oldest first. */
  between(from: number, to: number): Datapoint[] {
    const out: Datapoint[] = [];
    for (let i = 0; i < kept; i++) {
      const at = this.#minutes[i]! * 60_000;
      if (at < 0 || at < from || at >= to) continue;
      out.push({ at, count: this.#count[i]!, sum: this.#sum[i]!, min: this.#min[i]!, max: this.#max[i]! });
    }
    return out.sort((a, b) => a.at - b.at);
  }
}
