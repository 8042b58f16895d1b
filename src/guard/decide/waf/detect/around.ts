import { proseAround } from './prose.ts';
import { inMarkup } from './shell/surroundings.ts';

/** How often the surroundings are read anew; behind that, what was found last stands for all. */
const readings = 12;
const nothing: ReadonlyMap<string, unknown> = new Map();

/**
 * What stands around the candidates of one text, which may be as many as it has marks: words of prose, and markup that
 * shows things.
 */
export class Around {
  /** Words of natural language, counted up to 40. */
  words = 0;
  /** True in a code span or block, behind a prompt or in `<code>`, amid three words of prose. */
  markup = false;
  readonly #text: string;
  #read = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Looks around the part from `from` to `to`. */
  look(from: number, to: number): void {
    if (this.#read++ >= readings) return;
    this.words = proseAround(this.#text, from, to, nothing);
    this.markup = this.words > 2 && inMarkup(this.#text, from, '');
  }
}
