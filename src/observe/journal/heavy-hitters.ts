/**
 * Counts the most frequent of any number of keys in bounded memory (Misra and Gries, 1982). A count is never
 * too high, and too low by at most `total / (size + 1)`.
 */
export class HeavyHitters {
  readonly #size: number;
  readonly #counts = new Map<string, number>();
  #total = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(key: string): void {
    this.#total++;
    const n = this.#counts.get(key);
    if (n !== undefined) this.#counts.set(key, n + 1);
    else if (this.#counts.size < this.#size) this.#counts.set(key, 1);
    else this.#weaken();
  }

  /** Everything that was added, kept or not. */
  get total(): number {
    return this.#total;
  }

  /** The most frequent first. */
  top(n: number): [key: string, count: number][] {
    return [...this.#counts].sort((a, b) => b[1] - a[1]).slice(0, n);
  }

  clear(): void {
    this.#counts.clear();
    this.#total = 0;
  }

  /** The newcomer and one of each of the others cancel out. */
  #weaken(): void {
    for (const [key, n] of this.#counts) {
      if (n === 1) this.#counts.delete(key);
      else this.#counts.set(key, n - 1);
    }
  }
}
