import type { Key } from '../../rates/keys.ts';
import type { WafGiven } from '../../statement.ts';

const sets = 4_096;
const ways = 4;
/** Two words of its key, when it began, and when it was seen last, both in seconds. */
const entryWords = 4;
const bytes = 4 * sets * ways * entryWords;

/**
 * How long a key has been coming without a pause, in seconds, for all workers together in bounded memory. In a traced
 * walk it only looks.
 */
export class Spans {
  readonly #words: Int32Array;
  readonly #given: WafGiven;
  readonly #pauseSec: number;

  constructor(given: WafGiven, name: string, pauseSec: number) {
    this.#words = new Int32Array(given.cells(`abuse/${given.ruleId}/${name}`, bytes));
    this.#given = given;
    this.#pauseSec = pauseSec;
  }

  /** Notes that a key has come, and gives for how many seconds it has been coming. Keys are digests. */
  add({ a, b }: Key): number {
    const words = this.#words;
    const now = Math.floor(this.#given.clock.steady() / 1000);
    const base = ((a >>> 3) & (sets - 1)) * ways * entryWords;
    let place = base;
    for (let at = base; at < base + ways * entryWords; at += entryWords) {
      if (words[at] === (a | 0) && words[at + 1] === (b | 0)) {
        const began = now - words[at + 3]! < this.#pauseSec ? words[at + 2]! : now;
        if (!this.#given.tracing) {
          words[at + 2] = began;
          words[at + 3] = now;
        }
        return now - began;
      }
      if (words[at + 3]! < words[place + 3]!) place = at;
    }
    if (!this.#given.tracing) words.set([a, b, now, now], place);
    return 0;
  }
}
