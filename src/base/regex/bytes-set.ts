/** A set of bytes: 256 bits in eight words. */
export type ByteSet = Uint32Array;

export const emptySet = (): ByteSet => new Uint32Array(8);

export const single = (byte: number): ByteSet => addRange(emptySet(), byte, byte);

/** Adds the bytes from `first` to `last`, both included, and gives the set back. */
export function addRange(set: ByteSet, first: number, last: number): ByteSet {
  for (let byte = first; byte <= last; byte++) set[byte >>> 5]! |= 1 << (byte & 31);
  return set;
}

export const has = (set: ByteSet, byte: number): boolean => ((set[byte >>> 5]! >>> (byte & 31)) & 1) === 1;

/** Adds all bytes of another set, and gives the first back. */
export function addAll(set: ByteSet, other: ByteSet): ByteSet {
  for (let i = 0; i < 8; i++) set[i]! |= other[i]!;
  return set;
}

export const inverted = (set: ByteSet): ByteSet => set.map((word) => ~word);

/** With the other case of each ASCII letter in it. */
export function bothCases(set: ByteSet): ByteSet {
  const both = set.slice();
  for (let small = 97; small <= 122; small++) {
    if (has(set, small)) addRange(both, small - 32, small - 32);
    if (has(set, small - 32)) addRange(both, small, small);
  }
  return both;
}

/** The only byte of a set of one; -1 for other sets. */
export function onlyByte(set: ByteSet): number {
  let found = -1;
  for (let byte = 0; byte < 256; byte++) {
    if (!has(set, byte)) continue;
    if (found >= 0) return -1;
    found = byte;
  }
  return found;
}

const ranges = (...pairs: readonly (readonly [number, number])[]): ByteSet => {
  const set = emptySet();
  for (const [first, last] of pairs) addRange(set, first, last);
  return set;
};

/** PCRE's classes without Unicode: ASCII alone. */
export const named: Readonly<Record<string, ByteSet>> = {
  alnum: ranges([48, 57], [65, 90], [97, 122]),
  alpha: ranges([65, 90], [97, 122]),
  ascii: ranges([0, 127]),
  blank: ranges([9, 9], [32, 32]),
  cntrl: ranges([0, 31], [127, 127]),
  digit: ranges([48, 57]),
  graph: ranges([33, 126]),
  lower: ranges([97, 122]),
  print: ranges([32, 126]),
  punct: ranges([33, 47], [58, 64], [91, 96], [123, 126]),
  space: ranges([9, 13], [32, 32]),
  upper: ranges([65, 90]),
  word: ranges([48, 57], [65, 90], [95, 95], [97, 122]),
  xdigit: ranges([48, 57], [65, 70], [97, 102]),
};

const horizontal = ranges([9, 9], [32, 32], [160, 160]);
const vertical = ranges([10, 13], [133, 133]);

/** What `\d \w \s \h \v` and their opposites stand for, by their letter; undefined for other letters. */
export function classOf(letter: string): ByteSet | undefined {
  const set = { d: named.digit, w: named.word, s: named.space, h: horizontal, v: vertical }[
    letter.toLowerCase()
  ];
  if (set === undefined) return undefined;
  return letter === letter.toLowerCase() ? set : inverted(set);
}

export const newline: ByteSet = single(10);
export const anything: ByteSet = addRange(emptySet(), 0, 255);
