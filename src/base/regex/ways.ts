import { has } from './bytes-set.ts';
import { beside, type Walker } from './machine.ts';
import type { Program } from './program.ts';

/** Words that are looked at for one byte at most; a program that needs more is walked step by step. */
const mostWords = 512;

/** What follows several steps alike: from where, and where to. Words from inclusive, to exclusive. */
interface Leap {
  readonly from: Span;
  readonly to: Span;
  /** True when it is the end of a match. */
  readonly ends: boolean;
}

interface Span {
  readonly bits: Int32Array;
  readonly first: number;
  readonly end: number;
}

/**
 * A program without assertions (a match can begin anywhere then) as sets of bits, one for each step that reads a byte:
 * all ways through it go on at once, 32 in a word (Glushkov’s automaton).
 *
 * In a repetition nearly every step is followed by its neighbour, which is one shift for all of them; what else follows
 * is the same for many, and stands once. For 64 KB of the worst text a few milliseconds.
 */
export class Ways {
  readonly #program: Program;
  readonly #walker: Walker;
  /** The number of the bit of a step; -1 of one that reads nothing. */
  readonly #bitOf: Int32Array;
  readonly #words: number;
  /** For each class of bytes the steps that read it. */
  readonly #reads: Int32Array;
  /** The steps that are followed by the one a bit below. */
  readonly #shifts: Int32Array;
  readonly #leaps: readonly Leap[];
  readonly #begin: Int32Array;
  #here: Int32Array;
  #next: Int32Array;

  private constructor(program: Program, walker: Walker, bitOf: Int32Array, words: number) {
    this.#program = program;
    this.#walker = walker;
    this.#bitOf = bitOf;
    this.#words = words;
    this.#reads = readsOf(program, bitOf, words);
    const followed = followedBy(program, walker, bitOf, words);
    this.#shifts = followed.shifts;
    this.#leaps = followed.leaps;
    this.#begin = new Int32Array(words);
    this.#here = new Int32Array(words);
    this.#next = new Int32Array(words);
    this.#enter([program.start], 1, this.#begin);
  }

  /** Null for a program that cannot be had so, or costs less when it is walked. */
  static of(program: Program, walker: Walker): Ways | null {
    if (program.asserts) return null;
    const bitOf = new Int32Array(program.steps.length).fill(-1);
    let bits = 0;
    program.steps.forEach((step, i) => {
      if (step.kind === 'byte') bitOf[i] = bits++;
    });
    const ways = new Ways(program, walker, bitOf, Math.ceil(bits / 32));
    return ways.#cost() > mostWords ? null : ways;
  }

  #cost(): number {
    const spans = this.#leaps.map(({ from, to }) => from.end - from.first + to.end - to.first);
    return spans.reduce((sum, span) => sum + span, 2 * this.#words);
  }

  /** Whether the program matches from the place on where `core` are the steps to go on with. */
  matches(text: string, from: number, core: ArrayLike<number>, size: number): boolean {
    const { classes } = this.#program;
    this.#here.fill(0);
    if (!this.#enter(core, size, this.#here)) return true;
    for (let at = from; at < text.length; at++) {
      if (this.#read(classes[text.charCodeAt(at) & 255]!)) return true;
    }
    return false;
  }

  /** Puts what is reached from steps into a set; false when the match is among it. */
  #enter(core: ArrayLike<number>, size: number, into: Int32Array): boolean {
    const reached = this.#walker.close(core, size, beside.edge, beside.edge);
    if (reached === null) return false;
    for (let i = 0; i < reached.size; i++) {
      const bit = this.#bitOf[reached.list[i]!]!;
      if (bit >= 0) into[bit >>> 5]! |= 1 << (bit & 31);
    }
    return true;
  }

  /** Reads a byte of a class; true when a match ends there. */
  #read(of: number): boolean {
    const words = this.#words;
    const reads = this.#reads;
    const shifts = this.#shifts;
    const begin = this.#begin;
    const here = this.#here;
    const next = this.#next;
    const row = of * words;
    let above = 0;
    for (let w = words - 1; w >= 0; w--) {
      const took = here[w]! & reads[row + w]!;
      here[w] = took;
      const shifted = took & shifts[w]!;
      next[w] = (shifted >>> 1) | above | begin[w]!;
      above = (shifted & 1) << 31;
    }
    for (const { from, to, ends } of this.#leaps) {
      if (!meets(here, from)) continue;
      if (ends) return true;
      for (let w = to.first; w < to.end; w++) next[w]! |= to.bits[w]!;
    }
    this.#here = next;
    this.#next = here;
    return false;
  }
}

function meets(set: Int32Array, { bits, first, end }: Span): boolean {
  for (let w = first; w < end; w++) if ((set[w]! & bits[w]!) !== 0) return true;
  return false;
}

function readsOf(program: Program, bitOf: Int32Array, words: number): Int32Array {
  const { steps, samples, classCount } = program;
  const reads = new Int32Array(classCount * words);
  steps.forEach((step, i) => {
    if (step.kind !== 'byte') return;
    const bit = bitOf[i]!;
    for (let of = 0; of < classCount; of++)
      if (has(step.set, samples[of]!)) reads[of * words + (bit >>> 5)]! |= 1 << (bit & 31);
  });
  return reads;
}

/** What follows each step that reads a byte: its neighbour, or whatever else. */
function followedBy(program: Program, walker: Walker, bitOf: Int32Array, words: number) {
  const shifts = new Int32Array(words);
  const froms = new Map<string, { readonly bits: Int32Array; readonly to: readonly number[] }>();
  program.steps.forEach((step, i) => {
    if (step.kind !== 'byte') return;
    const bit = bitOf[i]!;
    const reached = walker.close([step.next], 1, beside.edge, beside.edge);
    const to: number[] = [];
    for (let r = 0; r < (reached?.size ?? 0); r++) {
      const follower = bitOf[reached!.list[r]!]!;
      if (follower >= 0 && follower === bit - 1) shifts[bit >>> 5]! |= 1 << (bit & 31);
      else if (follower >= 0) to.push(follower);
    }
    if (reached !== null && to.length === 0) return;
    const key = reached === null ? 'match' : to.sort((a, b) => a - b).join();
    const known = froms.get(key) ?? { bits: new Int32Array(words), to };
    known.bits[bit >>> 5]! |= 1 << (bit & 31);
    froms.set(key, known);
  });
  const leaps = [...froms].map(([key, { bits, to }]): Leap => {
    const into = new Int32Array(words);
    for (const bit of to) into[bit >>> 5]! |= 1 << (bit & 31);
    return { from: span(bits), to: span(into), ends: key === 'match' };
  });
  return { shifts, leaps };
}

const span = (bits: Int32Array): Span => ({
  bits,
  first: Math.max(
    0,
    bits.findIndex((word) => word !== 0),
  ),
  end: bits.findLastIndex((word) => word !== 0) + 1,
});
