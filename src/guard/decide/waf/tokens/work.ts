import { createHash } from 'node:crypto';

/**
 * Whether SHA-256 of `{nonce}:{counter}` begins with so many zero bits. Who has to find such a counter tries
 * 2^difficulty on average; who checks it, one.
 */
export function worked(nonce: string, counter: number, difficulty: number): boolean {
  if (!Number.isSafeInteger(counter) || counter < 0) return false;
  const digest = createHash('sha256').update(`${nonce}:${counter}`).digest();
  let bits = 0;
  for (const byte of digest) {
    bits += Math.clz32(byte) - 24;
    if (byte !== 0) break;
  }
  return bits >= difficulty;
}

/** The work of a client: for tests and tools. */
export function work(nonce: string, difficulty: number): number {
  let counter = 0;
  while (!worked(nonce, counter, difficulty)) counter++;
  return counter;
}
