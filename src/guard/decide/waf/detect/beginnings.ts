const none: readonly string[] = [];

/** Strings of two characters and more by how they begin: a text is compared with those alone that may stand in it. */
export class Beginnings {
  readonly #byTwo = new Map<number, string[]>();

  constructor(all: readonly string[]) {
    for (const one of all) {
      const two = twoAt(one, 0);
      const list = this.#byTwo.get(two);
      if (list === undefined) this.#byTwo.set(two, [one]);
      else list.push(one);
    }
  }

  /** Those that begin as the text does at `at`, by their first two characters. */
  at(text: string, at: number): readonly string[] {
    return this.#byTwo.get(twoAt(text, at)) ?? none;
  }
}

const twoAt = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);
