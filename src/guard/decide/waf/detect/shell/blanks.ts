import { skipBlanks } from './word.ts';

/** Longer than any one `${IFS}`, in characters. */
const long = 32;
/** How often one command is weighed, for all the line breaks in front of it. */
const mostAgain = 16;

/**
 * What parts the words of one text, read in time in proportion to its length though a command is looked for behind
 * every `$IFS` and every line break of it.
 */
export class Blanks {
  readonly #text: string;
  /** The long run that was read last; `plain` where no `$IFS` stands in it. */
  #from = 0;
  #to = 0;
  #plain = false;
  #last = -1;
  #again = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the words begin again; of a long run the end is kept. */
  behind(at: number): number {
    // Every place of a plain run is one where a blank begins, but for the break behind a backslash.
    if (this.#plain && at >= this.#from && at < this.#to && this.#text.charCodeAt(at) !== 10) return this.#to;
    const near = skipBlanks(this.#text, at, null, long);
    if (near < at + long) return near;
    // Whoever came so far stands where the reading of the run stood, even from within one `${IFS …}`.
    if (near < this.#from || near >= this.#to) {
      this.#to = skipBlanks(this.#text, near);
      this.#plain = !this.#text.slice(at, this.#to).includes('$');
      this.#from = this.#plain ? at : near;
    }
    return this.#to;
  }

  /** True of a command that was come to from more places than it is worth. */
  isWorn(at: number): boolean {
    this.#again = at === this.#last ? this.#again + 1 : 0;
    this.#last = at;
    return this.#again > mostAgain;
  }
}
