import { randomFillSync } from 'node:crypto';

/** A word of shared memory that is random from its first reader on, and the same for all of them; never 0. */
export function secretWord(words: Int32Array, at: number): number {
  const random = randomFillSync(new Int32Array(1))[0]! | 1;
  const before = Atomics.compareExchange(words, at, 0, random);
  return before === 0 ? random : before;
}
