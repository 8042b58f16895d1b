/** Entries of the table that are worth their memory: 16 MB. */
const mostEntries = 4_000_000;

/**
 * Finds which of many texts stand in another one, reading it once (Aho, Corasick 1975). The case of ASCII letters is
 * overlooked: what is found may be there, what is not found is not.
 */
export class Needles {
  /** For each state and class of bytes the next state. */
  readonly #next: Int32Array;
  readonly #classes = new Uint8Array(256);
  readonly #width: number;
  /** For each state the text that ends there, and the next shorter state where one does; -1 for none. */
  readonly #ends: Int32Array;
  readonly #shorter: Int32Array;

  constructor(texts: readonly string[]) {
    let classes = 1;
    for (const text of texts) {
      for (let i = 0; i < text.length; i++) {
        const byte = foldedByte(text.charCodeAt(i));
        if (this.#classes[byte] === 0) this.#classes[byte] = classes++;
      }
    }
    for (let byte = 65; byte <= 90; byte++) this.#classes[byte] = this.#classes[byte + 32]!;
    this.#width = classes;
    const most = 1 + texts.reduce((sum, text) => sum + text.length, 0);
    if (most * classes > mostEntries) throw new RangeError('too many texts');
    this.#next = new Int32Array(most * classes).fill(-1);
    this.#ends = new Int32Array(most).fill(-1);
    this.#shorter = new Int32Array(most).fill(-1);
    let states = 1;
    texts.forEach((text, which) => {
      let state = 0;
      for (let i = 0; i < text.length; i++) {
        const at = state * classes + this.#classes[foldedByte(text.charCodeAt(i))]!;
        if (this.#next[at]! < 0) this.#next[at] = states++;
        state = this.#next[at]!;
      }
      this.#ends[state] = which;
    });
    this.#link();
  }

  /** Whether so many texts are too many. */
  static fit(texts: readonly string[]): boolean {
    return (1 + texts.reduce((sum, text) => sum + text.length, 0)) * 256 <= 4 * mostEntries;
  }

  /** Calls `found` for every text there is, each as often as it is there. */
  scan(text: string, found: (which: number) => void): void {
    const next = this.#next;
    const classes = this.#classes;
    const width = this.#width;
    const ends = this.#ends;
    const shorter = this.#shorter;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      state = next[state * width + classes[text.charCodeAt(i) & 255]!]!;
      if (ends[state]! < 0 && shorter[state]! < 0) continue;
      for (let at = state; at >= 0; at = shorter[at]!) if (ends[at]! >= 0) found(ends[at]!);
    }
  }

  /** Fills in where to go on when a text breaks off: with the longest beginning of one that stands there. */
  #link(): void {
    const width = this.#width;
    const next = this.#next;
    const fall = new Int32Array(this.#ends.length);
    const open: number[] = [];
    for (let c = 0; c < width; c++) {
      if (next[c]! < 0) next[c] = 0;
      else open.push(next[c]!);
    }
    for (let i = 0; i < open.length; i++) {
      const state = open[i]!;
      const behind = fall[state]!;
      this.#shorter[state] = this.#ends[behind]! >= 0 ? behind : this.#shorter[behind]!;
      for (let c = 0; c < width; c++) {
        const at = state * width + c;
        const instead = next[behind * width + c]!;
        if (next[at]! < 0) next[at] = instead;
        else {
          fall[next[at]!] = instead;
          open.push(next[at]!);
        }
      }
    }
  }
}

const foldedByte = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);
