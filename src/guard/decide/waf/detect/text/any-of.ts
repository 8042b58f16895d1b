interface Anchored {
  readonly string: string;
  /** Where the two characters stand in it that it is known by. */
  readonly at: number;
}

/**
 * Strings of two characters of ASCII and more, of which it is asked at once whether a text holds any: one pass over
 * it instead of one for each.
 */
export class AnyOf {
  /** By two characters: the number of the group that is known by them; 0 for none. */
  readonly #groupOf = new Uint8Array(1 << 14);
  readonly #groups: Anchored[][] = [[]];

  constructor(all: readonly string[]) {
    for (const string of all) {
      const at = anchorOf(string);
      const pair = pairOf(string.charCodeAt(at), string.charCodeAt(at + 1));
      if (this.#groupOf[pair] === 0) this.#groupOf[pair] = this.#groups.push([]) - 1;
      this.#groups[this.#groupOf[pair]!]!.push({ string, at });
    }
  }

  isIn(text: string): boolean {
    const { length } = text;
    let before = text.charCodeAt(0);
    for (let i = 1; i < length; i++) {
      const c = text.charCodeAt(i);
      const group = this.#groupOf[pairOf(before, c)]!;
      if (group !== 0 && this.#holds(text, i - 1, group)) return true;
      before = c;
    }
    return false;
  }

  #holds(text: string, from: number, group: number): boolean {
    for (const { string, at } of this.#groups[group]!) if (text.startsWith(string, from - at)) return true;
    return false;
  }
}

const pairOf = (first: number, second: number): number => ((first & 127) << 7) | (second & 127);

/** Where the two characters of a string stand that plain words have least often. */
function anchorOf(string: string): number {
  let best = 0;
  let rarest = -1;
  for (let at = 0; at + 1 < string.length; at++) {
    const rare = rarityOf(string[at]!) + rarityOf(string[at + 1]!);
    if (rare <= rarest) continue;
    rarest = rare;
    best = at;
  }
  return best;
}

const rarityOf = (c: string): number =>
  /[^\w\s.,]/.test(c) ? 4 : /[A-Z_]/.test(c) ? 3 : /[jkqvwxz\d.,]/.test(c) ? 2 : /[bfgmpy]/.test(c) ? 1 : 0;
