/**
 * Where the character `mark` stands from `from` on and before `to`; -1 when it does not.
 *
 * `indexOf` looks to the end of the text, which makes a square of what is asked at every character.
 */
export function within(text: string, mark: string, from: number, to: number): number {
  const code = mark.charCodeAt(0);
  const end = Math.min(to, text.length);
  for (let i = from; i < end; i++) if (text.charCodeAt(i) === code) return i;
  return -1;
}

/** Where a mark stands next, kept for whoever asks again of the same text, a little further on or back. */
export class Next {
  readonly #find: (text: string, from: number, to: number) => number;
  #text = '';
  /** From here on none stands before `#at`. */
  #from = 0;
  #at = 0;

  /** With what finds the first one from `from` on and before `to`, or gives -1. */
  constructor(find: (text: string, from: number, to: number) => number) {
    this.#find = find;
  }

  /** As `within`: all that is asked of one text costs its length, and the way back. */
  within(text: string, from: number, to: number): number {
    if (text !== this.#text || from > this.#at) {
      const found = this.#find(text, from, text.length);
      this.#at = found < 0 ? text.length : found;
      this.#from = from;
    } else if (from < this.#from) {
      const nearer = this.#find(text, from, this.#from);
      if (nearer >= 0) this.#at = nearer;
      this.#from = from;
    }
    // The same object the next time: one that is merely equal takes its length to compare.
    this.#text = text;
    return this.#at < to && this.#at < text.length ? this.#at : -1;
  }
}
