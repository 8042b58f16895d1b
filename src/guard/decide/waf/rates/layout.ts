// How a rate-based rule's table lies in shared memory, in 32-bit words.

/** Keys that one set can hold; a key has its place in exactly one set. */
export const ways = 8;

/** Of the whole table: the secret of its hash. A line of 64 bytes. */
export const table = { secret: 0, size: 16 } as const;

/** Of a set: who works on it, and the tags of its keys; 0 is a free place. A line of 64 bytes. */
export const set = { lock: 0, tags: 8, size: 16 } as const;

/** Of a key. Times are the low 32 bits of milliseconds since the epoch; `ring` is where theirs begin. */
export const entry = {
  key: 0,
  /** Requests so far, and the time of the last. */
  count: 4,
  last: 5,
  /** When the ring was begun anew, in units of 65 536 ms. */
  lap: 6,
  /** Of the refusals now: when the first and the last was, and how many. */
  since: 7,
  refusedAt: 8,
  refused: 9,
  /** Only in `aws` mode: the ten seconds the verdict was reached in, doubled, and the verdict in the lowest bit. */
  verdict: 10,
  ring: 12,
} as const;

/** The longest ring: beyond it one slot stands for several requests. */
export const longestRing = 256;

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

/** Bytes of shared memory a table takes: at most 35.4 MB for 32 768 keys, of which untouched pages cost nothing. */
export function tableBytes(measure: Pick<Measure, 'limit' | 'keys'>): number {
  const entryWords = entry.ring + ringOf(measure.limit).slots;
  return 4 * (table.size + (measure.keys / ways) * set.size + measure.keys * entryWords);
}
