/** Identities that are watched at most. */
const MOST_WATCHED = 10_000;
/** The longest wait, in milliseconds. */
const LONGEST_MS = 15 * 60_000;
const FIRST_MS = 1000;

interface Watched {
  failures: number;
  /** No guess is looked at before then. */
  until: number;
  last: number;
}

/**
 * Counts guesses by key, each as a wrong one until it turns out right, so that many at once are no way round. So
 * many are free; behind them each doubles the wait before the next one is looked
 * at, up to a quarter of an hour. A key that is quiet for so long is forgotten, and so is the one that has been
 * quiet longest when there are too many.
 */
export class Guesses {
  readonly #watched = new Map<string, Watched>();
  readonly #free: number;

  constructor(free: number) {
    this.#free = free;
  }

  /** Milliseconds until a guess is looked at again; 0: now. */
  wait(key: string, now: number): number {
    const watched = this.#watched.get(key);
    if (watched === undefined) return 0;
    if (now - watched.last >= LONGEST_MS) {
      this.#watched.delete(key);
      return 0;
    }
    return Math.max(0, watched.until - now);
  }

  /** Counts a guess, before it is looked at. */
  count(key: string, now: number): void {
    const watched = this.#watched.get(key) ?? { failures: 0, until: 0, last: now };
    this.#watched.delete(key);
    watched.failures++;
    watched.last = now;
    const over = watched.failures - this.#free;
    if (over > 0) watched.until = now + Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(over - 1, 20));
    this.#watched.set(key, watched);
    if (this.#watched.size <= MOST_WATCHED) return;
    for (const oldest of this.#watched.keys()) {
      this.#watched.delete(oldest);
      break;
    }
  }

  /** Takes one back that was right. */
  undo(key: string): void {
    const watched = this.#watched.get(key);
    if (watched === undefined) return;
    watched.failures--;
    if (watched.failures <= this.#free) watched.until = 0;
    if (watched.failures === 0) this.#watched.delete(key);
  }

  forget(key: string): void {
    this.#watched.delete(key);
  }

  get size(): number {
    return this.#watched.size;
  }
}
