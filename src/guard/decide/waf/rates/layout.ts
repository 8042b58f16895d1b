// How a rate-based rule's table lies in shared memory, in 32-bit words.

/** Keys that one set can hold; a key has its place in exactly one set. */
export const ways = 8;

/** Of the whole table: the secret of its hash. A line of 64 bytes. */
export const table = { secret: 0, size: 16 } as const;

/**
 * Of a set: columns of one word for each of its keys, so that seating a key looks at four lines of 64 bytes and
 * no further; the first two are all that counting needs. Times are the low 32 bits of milliseconds of the steady clock.
 */
export const set = {
  /** When the ring was begun anew, in units of 65 536 ms. */
  lap: 0,
  /** What is left of the keys' hashes; 0 is a free place. */
  tag: 8,
  /** Requests so far, and the time of the last. */
  count: 16,
  last: 24,
  /** Of the refusals now: when the last was, and how many. */
  refusedAt: 32,
  refused: 40,
  /** Only in `aws` mode: the ten seconds the verdict was reached in, doubled, and the verdict in the lowest bit. */
  verdict: 48,
  /** Who seats a key (one word, lock.ts). */
  lock: 56,
  size: 64,
} as const;

/** Of a key: itself, when its refusals now began, and the times of its requests. */
export const entry = { key: 0, since: 4, ring: 5 } as const;

/** The longest ring: beyond it one slot stands for several requests. */
const longestRing = 256;

/** What a table is made for. */
export interface Measure {
  /** Requests in a window; the next one is over it. */
  readonly limit: number;
  readonly windowMs: number;
  /** Keys it can hold: a power of two times eight. */
  readonly keys: number;
}

/** Requests that share a slot of the ring, and how many slots it has. */
export function ringOf(limit: number): { readonly group: number; readonly slots: number } {
  const group = Math.ceil(limit / longestRing);
  return { group, slots: Math.ceil(limit / group) };
}

/** Bytes of shared memory a table takes: at most 35.3 MB for 32 768 keys, of which untouched pages cost nothing. */
export function tableBytes(measure: Pick<Measure, 'limit' | 'keys'>): number {
  const entryWords = entry.ring + ringOf(measure.limit).slots;
  return 4 * (table.size + (measure.keys / ways) * set.size + measure.keys * entryWords);
}
