const sets = 4_096;
const ways = 4;
// Two words of the session, the window, requests in it, the hash of what they asked for, the client's kind, and of the
// last window in which that was whole the window and both hashes.
const entryWords = 9;

/** Bytes of shared memory. */
export const visitsBytes = 4 * sets * ways * entryWords;

/** Requests whose paths make the way of a session through a window. */
const steps = 3;

/** What a session does, once it has made its first requests of a window. */
export interface Visit {
  /** True once in a window: with this request its way is known. */
  readonly complete: boolean;
  /** Hashes: what kind of client it is, and which way it went. */
  readonly kind: number;
  readonly way: number;
}

/** The first requests of each session in each window; for all workers together, the idlest make room for others. */
export class Visits {
  readonly #words: Int32Array;

  constructor(cells: SharedArrayBuffer) {
    this.#words = new Int32Array(cells);
  }

  /**
   * Notes a request of a session. Null until the session has gone its way in this window or the one before. `kindOf` is
   * asked with the first request of a window.
   */
  step(a: number, b: number, window: number, shape: number, kindOf: () => number): Visit | null {
    const words = this.#words;
    const at = this.#place(a, b);
    if (words[at] !== a || words[at + 1] !== b) {
      words.fill(0, at, at + entryWords);
      words[at] = a;
      words[at + 1] = b;
    }
    if (words[at + 2] !== window) {
      words[at + 2] = window;
      words[at + 3] = 0;
      words[at + 4] = 0;
      words[at + 5] = kindOf();
    }
    const done = words[at + 3]!;
    if (done < steps) {
      words[at + 3] = done + 1;
      words[at + 4] = Math.imul(words[at + 4]! ^ shape, 0x01000193) + done;
    }
    const complete = done + 1 === steps;
    if (complete) {
      words[at + 6] = window;
      words[at + 7] = words[at + 5]!;
      words[at + 8] = words[at + 4]!;
    }
    return this.#visit(at, window, complete);
  }

  /** The same without noting anything. */
  of(a: number, b: number, window: number): Visit | null {
    const at = this.#place(a, b);
    const known = this.#words[at] === a && this.#words[at + 1] === b;
    return known ? this.#visit(at, window, false) : null;
  }

  #visit(at: number, window: number, complete: boolean): Visit | null {
    const words = this.#words;
    if (words[at + 6] === 0 || window - words[at + 6]! > 1) return null;
    return { complete, kind: words[at + 7]!, way: words[at + 8]! };
  }

  #place(a: number, b: number): number {
    const words = this.#words;
    const base = (a & (sets - 1)) * ways * entryWords;
    let place = base;
    for (let at = base; at < base + ways * entryWords; at += entryWords) {
      if (words[at] === a && words[at + 1] === b) return at;
      if (words[at + 2]! < words[place + 2]!) place = at;
    }
    return place;
  }
}
