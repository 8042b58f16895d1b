/** A connection whose first request has arrived. */
export interface Newcomer {
  enter(): void;
}

/** First requests that are read in one turn of the event loop. */
const A_TURN = 16;

/**
 * Lets the first requests of connections in, so many in a turn and in order. Hundreds of callers who come at once would
 * otherwise be read in one turn, and whoever called before them, on a connection of his own, waits until it ends.
 */
export class Newcomers {
  readonly #waiting: Newcomer[] = [];
  #entered = 0;
  #counting = false;

  /** Whether one may enter at once; if not, it waits and is told to. */
  admits(newcomer: Newcomer): boolean {
    if (!this.#counting) {
      this.#counting = true;
      setImmediate(() => this.#turn());
    }
    if (this.#entered < A_TURN && this.#waiting.length === 0) {
      this.#entered++;
      return true;
    }
    this.#waiting.push(newcomer);
    return false;
  }

  #turn(): void {
    this.#entered = 0;
    this.#counting = this.#waiting.length > 0;
    if (!this.#counting) return;
    setImmediate(() => this.#turn());
    for (const newcomer of this.#waiting.splice(0, A_TURN)) newcomer.enter();
  }
}
