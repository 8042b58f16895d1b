/**
 * Counts the most frequent of any number of keys in bounded memory (Misra and Gries, 1982). A count is never
 * too high, and too low by at most `total / (size + 1)`.
 */
export class HeavyHitters {
  readonly #size: number;
  readonly #counts = new Map<string, Count>();
  /** The count of the last key: the next one is often the same. */
  #last: Count | null = null;
  #total = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(key: string): void {
    this.#total++;
    if (this.#last?.key === key) {
      this.#last.n++;
      return;
    }
    let count = this.#counts.get(key);
    if (count === undefined) {
      if (this.#counts.size >= this.#size) {
        this.#weaken();
        return;
      }
      count = { key, n: 0 };
      this.#counts.set(key, count);
    }
    count.n++;
    this.#last = count;
  }

  /** Everything that was added, kept or not. */
  get total(): number {
    return this.#total;
  }

  /** The most frequent first. */
  top(n: number): [key: string, count: number][] {
    const counts = [...this.#counts.values()].sort((a, b) => b.n - a.n);
    return counts.slice(0, n).map((count) => [count.key, count.n]);
  }

  clear(): void {
    this.#counts.clear();
    this.#last = null;
    this.#total = 0;
  }

  /** The newcomer and one of each of the others cancel out. */
  #weaken(): void {
    for (const count of this.#counts.values()) if (--count.n === 0) this.#counts.delete(count.key);
    this.#last = null;
  }
}

interface Count {
  readonly key: string;
  n: number;
}
