/** What is kept of one token, and what it weighs. */
interface Kept<T> {
  readonly value: T;
  readonly weight: number;
}

/** Remembers what came of tokens, by a digest of each, in bounded memory. */
export class TokenCache<T> {
  readonly #most: number;
  readonly #heaviest: number;
  #weight = 0;
  #young = new Map<string, Kept<T>>();
  #old = new Map<string, Kept<T>>();

  /**
   * Keeps the entries that were asked for last: `most` at least and twice as many at most; fewer when they weigh
   * more than `heaviest`, of which they weigh twice as much at most together.
   */
  constructor(most: number, heaviest = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#heaviest = heaviest;
  }

  get(digest: string): T | undefined {
    const young = this.#young.get(digest);
    if (young !== undefined) return young.value;
    const old = this.#old.get(digest);
    if (old !== undefined) this.set(digest, old.value, old.weight);
    return old?.value;
  }

  set(digest: string, value: T, weight = 0): void {
    this.#weight += weight;
    if (this.#young.size >= this.#most || this.#weight > this.#heaviest) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = weight;
    }
    this.#young.set(digest, { value, weight });
  }

  delete(digest: string): void {
    this.#young.delete(digest);
    this.#old.delete(digest);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
