import type { Exchange } from '../../../../base/exchange.ts';
import type { IpRanges } from '../addresses/ip-ranges.ts';
import type { Lens } from '../lens/lens.ts';
import { AddressIndex } from './address-index.ts';
import type { Gate } from './gate.ts';
import { Needles } from './needles.ts';

/** Looks for the signs of one kind, and marks the rules that have one. */
interface Look {
  /** The rule that comes first among those it is for. */
  readonly first: number;
  run(x: Exchange, marks: Uint32Array): void;
}

/** Fewer rules than that are asked one by one. */
const fewest = 12;

/**
 * Which of a list of rules are worth asking, one after the other. What the signs of rules are looked for in is
 * looked at when the first rule that needs it comes up; a thousand rules cost little more than ten.
 */
export class Gates {
  /** Rules that are asked whatever the request has. */
  readonly #always: Uint32Array;
  readonly #marks: Uint32Array;
  readonly #looks: readonly Look[];
  #looked = 0;

  private constructor(always: Uint32Array, looks: readonly Look[]) {
    this.#always = always;
    this.#marks = new Uint32Array(always.length);
    this.#looks = looks;
  }

  /** Null when there is nothing to gain. */
  static of(gates: readonly Gate[]): Gates | null {
    if (gates.length < fewest) return null;
    const texts = new Map<Lens, Map<string, number[]>>();
    const sets = new Map<IpRanges, number[]>();
    const always = new Uint32Array((gates.length + 31) >>> 5);
    gates.forEach((gate, rule) => {
      if (gate === null) mark(always, rule);
      for (const sign of gate ?? []) {
        if (sign.kind === 'address') entry(sets, sign.ranges).push(rule);
        else {
          const of = texts.get(sign.lens) ?? new Map<string, number[]>();
          texts.set(sign.lens, of);
          entry(of, sign.text).push(rule);
        }
      }
    });
    const looks: Look[] = [];
    for (const [lens, of] of texts) {
      if (Needles.fit([...of.keys()])) looks.push(textLook(lens, of));
      else for (const rules of of.values()) for (const rule of rules) mark(always, rule);
    }
    if (sets.size > 0 && AddressIndex.fit([...sets.keys()])) looks.push(addressLook(sets));
    else for (const rules of sets.values()) for (const rule of rules) mark(always, rule);
    return new Gates(
      always,
      looks.sort((a, b) => a.first - b.first),
    );
  }

  /** Begins with another request. */
  begin(): void {
    this.#marks.set(this.#always);
    this.#looked = 0;
  }

  /** The first rule from `from` on that is worth asking; -1 when there is none left. */
  next(x: Exchange, from: number): number {
    const marks = this.#marks;
    for (let word = from >>> 5; word < marks.length; word++) {
      const looks = this.#looks;
      while (this.#looked < looks.length && looks[this.#looked]!.first >>> 5 <= word)
        looks[this.#looked++]!.run(x, marks);
      const left = word === from >>> 5 ? marks[word]! & (-1 << (from & 31)) : marks[word]!;
      if (left !== 0) return (word << 5) + (31 - Math.clz32(left & -left));
    }
    return -1;
  }
}

function textLook(lens: Lens, of: ReadonlyMap<string, readonly number[]>): Look {
  const needles = new Needles([...of.keys()]);
  const rules = [...of.values()];
  let marks: Uint32Array | null = null;
  const found = (which: number): void => {
    const list = rules[which]!;
    for (let i = 0; i < list.length; i++) mark(marks!, list[i]!);
  };
  return {
    first: Math.min(...rules.flat()),
    run(x, into) {
      const value = lens(x);
      if (value === false) return;
      marks = into;
      if (typeof value === 'string') needles.scan(value, found);
      else if (value === true) for (let which = 0; which < rules.length; which++) found(which);
      else for (let i = 0; i < value.length; i++) needles.scan(value[i]!, found);
    },
  };
}

function addressLook(sets: ReadonlyMap<IpRanges, readonly number[]>): Look {
  const index = new AddressIndex([...sets.keys()]);
  const rules = [...sets.values()];
  return {
    first: Math.min(...rules.flat()),
    run(x, marks) {
      for (const set of index.of(x.client)) for (const rule of rules[set]!) mark(marks, rule);
    },
  };
}

function mark(marks: Uint32Array, rule: number): void {
  marks[rule >>> 5]! |= 1 << (rule & 31);
}

function entry<K>(map: Map<K, number[]>, key: K): number[] {
  let list = map.get(key);
  if (list === undefined) {
    list = [];
    map.set(key, list);
  }
  return list;
}
