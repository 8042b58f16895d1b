import { isRecord } from '../../../base/json.ts';
import { compileEcma } from '../../../base/regex/ecma.ts';

/** Why a path cannot be read. */
export class PathRefused extends Error {}

/** A path into JSON, compiled. */
export interface JsonPath {
  /** True when it leads to one value at the most. */
  readonly definite: boolean;
  /** The values that it leads to, in order. Throws a `PathRefused` when they are too many. */
  find(root: unknown): readonly unknown[];
}

/** Values that a path may pass by: what bounds `$..*..*`, whatever the body. */
const MOST_VALUES = 200_000;

type Walk = (values: readonly unknown[], root: unknown) => unknown[];
type Holds = (value: unknown, root: unknown) => boolean;

/**
 * Compiles a JSONPath as API Gateway takes it: `$.a.b`, `$['a']`, `[0]`, `[-1]`, `[1:3]`, `[0,2]`, `['a','b']`,
 * `*`, `..`, and filters `[?(@.a == 'x' && @.b > 1)]`. Only own properties count.
 */
export function compileJsonPath(path: string): JsonPath {
  const reader = new Reader(path.trim());
  const { walks, definite } = reader.whole();
  return Object.freeze({
    definite,
    find(root: unknown): readonly unknown[] {
      let values: unknown[] = [root];
      for (const walk of walks) {
        values = walk(values, root);
        if (values.length > MOST_VALUES) throw new PathRefused('it leads to too many values');
      }
      return values;
    },
  });
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): { walks: Walk[]; definite: boolean } {
    if (this.#take(/\$/y) === null) throw this.#refused('must begin with $');
    const found = this.#steps();
    if (this.#at < this.#text.length)
      throw this.#refused(`cannot be read from ${this.#text.slice(this.#at, this.#at + 20)} on`);
    return found;
  }

  #steps(): { walks: Walk[]; definite: boolean } {
    const walks: Walk[] = [];
    let definite = true;
    for (;;) {
      const deep = this.#take(/\.\.(?=[\w$*[\u0080-\uffff-])/y) !== null;
      if (deep) {
        definite = false;
        walks.push(descendants);
      }
      const name =
        deep || this.#take(/\.(?=[^.[\s])/y) !== null
          ? this.#take(/[\w$\u0080-\uffff-]+|\*/y)?.[0]
          : undefined;
      if (name === '*') {
        definite = false;
        walks.push(children);
      } else if (name !== undefined) walks.push(named([name]));
      else if (this.#take(/\[\s*/y) !== null) {
        const bracket = this.#bracket();
        definite &&= bracket.definite;
        walks.push(bracket.walk);
      } else {
        if (deep) throw this.#refused('must have a name behind ..');
        return { walks, definite };
      }
    }
  }

  #bracket(): { walk: Walk; definite: boolean } {
    const text = this.#take(/\*\s*\]/y);
    if (text !== null) return { walk: children, definite: false };
    if (this.#take(/\?\s*/y) !== null) {
      const holds = this.#filter();
      this.#need(/\s*\]/y, ']');
      return {
        walk: (values, root) => children(values).filter((value) => holds(value, root)),
        definite: false,
      };
    }
    const names = this.#list(() => this.#string());
    if (names !== null) return { walk: named(names), definite: names.length === 1 };
    const slice = this.#take(/(-?\d*)\s*:\s*(-?\d*)(?:\s*:\s*(-?\d*))?\s*\]/y);
    if (slice !== null) return { walk: sliced(slice[1]!, slice[2]!, slice[3] ?? ''), definite: false };
    const places = this.#list(() => this.#take(/-?\d{1,15}/y)?.[0] ?? null);
    if (places !== null) return { walk: placed(places.map(Number)), definite: places.length === 1 };
    throw this.#refused('has brackets that cannot be read');
  }

  /** What one reads, parted by commas, and the closing bracket; null, and nothing passed over, when it is no such list. */
  #list(one: () => string | null): string[] | null {
    const start = this.#at;
    const found: string[] = [];
    do {
      const item = one();
      if (item === null) break;
      found.push(item);
    } while (this.#take(/\s*,\s*/y) !== null);
    if (found.length > 0 && this.#take(/\s*\]/y) !== null) return found;
    this.#at = start;
    return null;
  }

  #string(): string | null {
    const found = this.#take(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy);
    return found === null ? null : (found[1] ?? found[2]!).replace(/\\(.)/gs, '$1');
  }

  #filter(): Holds {
    if (++this.#depth > 30) throw this.#refused('nests too many filters');
    let left = this.#and();
    while (this.#take(/\s*\|\|\s*/y) !== null) {
      const [a, b] = [left, this.#and()];
      left = (value, root) => a(value, root) || b(value, root);
    }
    this.#depth--;
    return left;
  }

  #and(): Holds {
    let left = this.#term();
    while (this.#take(/\s*&&\s*/y) !== null) {
      const [a, b] = [left, this.#term()];
      left = (value, root) => a(value, root) && b(value, root);
    }
    return left;
  }

  #term(): Holds {
    if (this.#take(/\s*!\s*(?=[(@$])/y) !== null) {
      const of = this.#term();
      return (value, root) => !of(value, root);
    }
    if (this.#take(/\s*\(\s*/y) !== null) {
      const inner = this.#filter();
      this.#need(/\s*\)/y, ')');
      return inner;
    }
    const left = this.#operand();
    const operator = this.#take(/\s*(==|!=|<=|>=|<|>|=~)\s*/y)?.[1];
    if (operator === undefined) return (value, root) => left(value, root) !== NOTHING;
    if (operator === '=~') return this.#pattern(left);
    const right = this.#operand();
    return (value, root) => related(operator, left(value, root), right(value, root));
  }

  #pattern(left: (value: unknown, root: unknown) => unknown): Holds {
    const found = this.#take(/\/((?:[^/\\]|\\.)+)\//y);
    if (found === null) throw this.#refused('must have a pattern /…/ behind =~');
    const pattern = this.#compiled(found[1]!);
    return (value, root) => {
      const text = left(value, root);
      return typeof text === 'string' && pattern.test(text);
    };
  }

  #compiled(pattern: string): { test(text: string): boolean } {
    try {
      return compileEcma(`^(?:${pattern})$`);
    } catch (reason) {
      throw this.#refused(`has a pattern that cannot be used: ${(reason as Error).message}`);
    }
  }

  #operand(): (value: unknown, root: unknown) => unknown {
    const from = this.#take(/[@$]/y)?.[0];
    if (from !== undefined) {
      const { walks, definite } = this.#steps();
      if (!definite) throw this.#refused('has a filter that compares many values');
      return (value, root) => {
        let values: unknown[] = [from === '@' ? value : root];
        for (const walk of walks) values = walk(values, root);
        return values.length === 0 ? NOTHING : values[0];
      };
    }
    const text = this.#string();
    if (text !== null) return () => text;
    const word = this.#take(/true\b|false\b|null\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y)?.[0];
    if (word === undefined) throw this.#refused('has a filter that cannot be read');
    const value: unknown = JSON.parse(word);
    return () => value;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  #need(pattern: RegExp, what: string): void {
    if (this.#take(pattern) === null) throw this.#refused(`has no ${what} where one must be`);
  }

  #refused(why: string): PathRefused {
    return new PathRefused(`the path ${this.#text.slice(0, 200)} ${why}`);
  }
}

/** What a path in a filter leads to when it leads nowhere. */
const NOTHING = Symbol('nothing');

function related(operator: string, a: unknown, b: unknown): boolean {
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (typeof a === 'number' && typeof b === 'number') return ordered(operator, a < b, a === b);
  if (typeof a === 'string' && typeof b === 'string') return ordered(operator, a < b, a === b);
  return false;
}

function ordered(operator: string, less: boolean, same: boolean): boolean {
  if (operator === '<') return less;
  if (operator === '>') return !less && !same;
  return operator === '<=' ? less || same : !less;
}

function named(names: readonly string[]): Walk {
  return (values) => {
    const out: unknown[] = [];
    for (const value of values) {
      if (!isRecord(value)) continue;
      for (const name of names) if (Object.hasOwn(value, name)) out.push(value[name]);
    }
    return out;
  };
}

function placed(places: readonly number[]): Walk {
  return (values) => {
    const out: unknown[] = [];
    for (const value of values) {
      if (!Array.isArray(value)) continue;
      for (const place of places) {
        const at = place < 0 ? value.length + place : place;
        if (at >= 0 && at < value.length) out.push(value[at]);
      }
    }
    return out;
  };
}

/** RFC 9535 2.3.4. */
function sliced(from: string, to: string, by: string): Walk {
  const step = by === '' ? 1 : Number(by);
  return (values) => {
    const out: unknown[] = [];
    for (const value of values) {
      if (!Array.isArray(value) || step === 0) continue;
      const size = value.length;
      const place = (text: string, other: number): number => {
        if (text === '') return other;
        const at = Number(text) < 0 ? size + Number(text) : Number(text);
        return step > 0 ? Math.min(Math.max(at, 0), size) : Math.min(Math.max(at, -1), size - 1);
      };
      const first = place(from, step > 0 ? 0 : size - 1);
      const last = place(to, step > 0 ? size : -1);
      for (let at = first; step > 0 ? at < last : at > last; at += step) out.push(value[at]);
    }
    return out;
  };
}

function children(values: readonly unknown[]): unknown[] {
  const out: unknown[] = [];
  for (const value of values) {
    if (Array.isArray(value)) for (const item of value) out.push(item);
    else if (isRecord(value)) for (const name of Object.keys(value)) out.push(value[name]);
  }
  return out;
}

/** Each value and all within it, from the outermost inwards. */
function descendants(values: readonly unknown[]): unknown[] {
  const out: unknown[] = [];
  const visit = (value: unknown): void => {
    if (out.push(value) > MOST_VALUES) throw new PathRefused('it leads to too many values');
    if (typeof value === 'object' && value !== null) for (const inner of children([value])) visit(inner);
  };
  for (const value of values) visit(value);
  return out;
}
