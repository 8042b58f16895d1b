import { ticketSec } from './ticket.ts';

/** Words of one generation: 1 MiB. */
const words = 1 << 18;
/** Before the words of a generation: which one it is, plus one; negative while it is being cleared. */
const header = 16;
const generations = 2;

export const spentCells = { id: 'waf/spent-tickets', bytes: generations * (header + words) * 4 } as const;

/**
 * Which tickets have been handed in, over all workers, in memory that never grows: two generations of one bit
 * pattern for each ticket. A ticket belongs to the generation of the time it was made at, and one generation is as
 * long as a ticket is good for, so that what an older one held is over when its place is taken.
 *
 * Four bits of one word stand for a ticket, set by one atomic step: of two workers that are handed the same ticket
 * at once, one sees that it came first. Different tickets may share their bits; then a good one is turned away, and
 * its owner gets another. With 100 000 in five minutes that is one in a thousand. It never errs the other way,
 * whatever is sent, and nobody gets in here without having done a ticket's work.
 */
export class SpentTickets {
  readonly #words: Int32Array;

  constructor(cells: SharedArrayBuffer) {
    this.#words = new Int32Array(cells);
  }

  /** Spends a ticket by its nonce (32 hex digits); false when it has been, or cannot be told. */
  spend(nonce: string, madeAtSec: number): boolean {
    const generation = Math.floor(madeAtSec / ticketSec);
    const base = (generation % generations) * (header + words);
    if (!this.#open(base, generation)) return false;
    const word = base + header + (Number.parseInt(nonce.slice(0, 8), 16) & (words - 1));
    const bits = Number.parseInt(nonce.slice(8, 16), 16);
    let pattern = 0;
    for (let i = 0; i < 20; i += 5) pattern |= 1 << ((bits >>> i) & 31);
    return (Atomics.or(this.#words, word, pattern) & pattern) !== pattern;
  }

  /** Makes room for a generation when it is the first ticket of it; false while another worker does. */
  #open(base: number, generation: number): boolean {
    const own = generation + 1;
    const found = Atomics.load(this.#words, base);
    if (found === own) return true;
    // A clock that went back, or a generation that is over: nothing of it can be told any more.
    if (Math.abs(found) >= own) return false;
    if (Atomics.compareExchange(this.#words, base, found, -own) !== found) return false;
    this.#words.fill(0, base + header, base + header + words);
    Atomics.store(this.#words, base, own);
    return true;
  }
}
