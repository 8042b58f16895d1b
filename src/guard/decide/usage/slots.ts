import { hash } from 'node:crypto';
import type { Given } from '../given.ts';

// A page is an array of slots of a cache line each; the first one of the first page counts the pages.
const pageBytes = 65_536;
const slotBytes = 64;
const perPage = pageBytes / slotBytes;
// 64-bit words of a slot: whose it is, the generation that last asked for it, and six that are its owner's.
const OWNER = 0;
const STAMP = 1;
const words = slotBytes / 8;
const ownedAt = 16;

/** 48 bytes of shared memory: the cells they lie in, and how many bytes into them. */
export interface Slot {
  readonly cells: SharedArrayBuffer;
  readonly from: number;
}

/**
 * Gives every name its slot: the same one in all workers and after every reload, zeroed at first, whatever
 * other names come and go. A name that two generations have not asked for loses it.
 *
 * The supervisor compiles a generation before any worker does, so new names are seated by one thread alone.
 */
export function slotsOf(
  names: readonly string[],
  cells: Given['cells'],
  generation: number,
): ReadonlyMap<string, Slot> {
  const placed = new Map<string, Slot>();
  if (names.length === 0) return placed;
  const now = BigInt(generation);
  const missing = new Map(names.map((name) => [ownerOf(name), name]));
  const pages = [page(0, cells)];
  const count = Math.max(1, Number(Atomics.load(pages[0]!, 0)));
  for (let p = 1; p < count; p++) pages.push(page(p, cells));
  for (const view of pages)
    for (let at = words; at < view.length; at += words) {
      const owner = Atomics.load(view, at + OWNER);
      const name = owner === 0n ? undefined : missing.get(owner);
      if (name === undefined) continue;
      missing.delete(owner);
      Atomics.store(view, at + STAMP, now);
      placed.set(name, slotAt(view, at));
    }
  const free = vacant(pages, now, (p) => page(p, cells));
  for (const [owner, name] of missing) {
    const { view, at } = free.next().value;
    Atomics.store(view, at + STAMP, now);
    Atomics.store(view, at + OWNER, owner);
    placed.set(name, slotAt(view, at));
  }
  return placed;
}

const page = (p: number, cells: Given['cells']): BigInt64Array =>
  new BigInt64Array(cells(`usage/slots/${p}`, pageBytes));

const slotAt = (view: BigInt64Array, at: number): Slot => ({
  cells: view.buffer as SharedArrayBuffer,
  from: at * 8 + ownedAt,
});

/** A name's first 64 bits of SHA-256: among 100 000 names two meet once in four thousand million definitions. */
function ownerOf(name: string): bigint {
  const owner = hash('sha256', name, 'buffer').readBigInt64LE(0);
  return owner === 0n ? 1n : owner;
}

/** Slots that nobody has, or has asked for of late, zeroed; then those of further pages. */
function* vacant(
  pages: BigInt64Array[],
  now: bigint,
  add: (p: number) => BigInt64Array,
): Generator<{ view: BigInt64Array; at: number }, never> {
  for (let p = 0; ; p++) {
    if (p === pages.length) {
      pages.push(add(p));
      Atomics.store(pages[0]!, 0, BigInt(pages.length));
    }
    const view = pages[p]!;
    for (let at = words; at < perPage * words; at += words) {
      if (Atomics.load(view, at + OWNER) !== 0n && Atomics.load(view, at + STAMP) + 1n >= now) continue;
      for (let i = 0; i < words; i++) Atomics.store(view, at + i, 0n);
      yield { view, at };
    }
  }
}
