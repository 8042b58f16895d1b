/** How many of these words, in order, are no more than `word`. */
export function upTo(words: Uint32Array, word: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[middle]! <= word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of these addresses, in order and of four words each, are no more than this one. */
export function upToFour(words: Uint32Array, a: number, b: number, c: number, d: number): number {
  let low = 0;
  let high = words.length >>> 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareFour(words, middle << 2, a, b, c, d) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below 0 when the four words at `at` are less than the address, above 0 when they are more. */
export function compareFour(
  words: Uint32Array,
  at: number,
  a: number,
  b: number,
  c: number,
  d: number,
): number {
  return words[at]! - a || words[at + 1]! - b || words[at + 2]! - c || words[at + 3]! - d;
}
