import { keyedHash } from '../../rates/hash.ts';
import type { Key } from '../../rates/keys.ts';
import { secretWord } from '../../rates/secret-word.ts';
import type { WafGiven } from '../../statement.ts';

const sets = 8_192;
const ways = 4;
const header = 16;
/** Two words of its hash, when it first came, and when last. */
const entryWords = 4;
/** Who has not come for so long, in seconds, comes anew. */
const forgottenSec = 3_600;

/**
 * Since when clients have been coming: who was there before a flood began is not of it. For all workers together, in
 * bounded memory: where there is no room, whoever came last has none, so that newcomers do not push out regulars.
 */
export class Regulars {
  readonly #words: Int32Array;
  readonly #given: WafGiven;
  readonly #secret: number;

  constructor(given: WafGiven, ruleId: string) {
    const bytes = 4 * (header + sets * ways * entryWords);
    this.#words = new Int32Array(given.cells(`floods/${ruleId}/regulars`, bytes));
    this.#given = given;
    this.#secret = secretWord(this.#words, 0);
  }

  /** Notes that a client has come, and gives since when it has been coming, in seconds of the steady clock. */
  since({ a, b, c, d }: Key): number {
    const words = this.#words;
    const now = Math.floor(this.#given.clock.steady() / 1000);
    const first = keyedHash(this.#secret, 1, a, b, c, d) | 0;
    const second = keyedHash(this.#secret, 2, a, b, c, d) | 1;
    const base = header + ((first >>> 3) & (sets - 1)) * ways * entryWords;
    let youngest = base;
    let youngestSince = -1;
    for (let at = base; at < base + ways * entryWords; at += entryWords) {
      const gone = now - words[at + 3]! > forgottenSec;
      if (words[at] === first && words[at + 1] === second) {
        if (this.#given.tracing) return gone ? now : words[at + 2]!;
        if (gone) words[at + 2] = now;
        words[at + 3] = now;
        return words[at + 2]!;
      }
      const since = gone ? Number.POSITIVE_INFINITY : words[at + 2]!;
      if (since > youngestSince) {
        youngest = at;
        youngestSince = since;
      }
    }
    if (!this.#given.tracing) words.set([first, second, now, now], youngest);
    return now;
  }
}
