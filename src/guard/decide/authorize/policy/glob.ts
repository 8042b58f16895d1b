import type { Exchange } from '../../../../base/exchange.ts';
import type { Keys, ReadKey } from './keys.ts';

/** Whether a text fits a pattern, for one request: its variables are filled in from it. */
export type Fits = (text: string, x: Exchange) => boolean;

const ANY = -1;
const ONE = -2;

/**
 * Compiles a pattern in which `*` stands for any text and `?` for one character, slashes and colons included.
 * With `variables`, `${aws:username}` stands for what the request has (literally: a `*` in it is a star), with
 * `${aws:username, 'nobody'}` for a default; `${*}`, `${?}` and `${$}` for the characters themselves. A pattern
 * with a variable that the request has not fits nothing ("IAM policy elements: Variables and tags").
 */
export function glob(pattern: string, variables: Keys | null, letters: 'folded' | 'exact' = 'exact'): Fits {
  const foldCase = letters === 'folded';
  const text = foldCase ? pattern.toLowerCase() : pattern;
  const parts = variables !== null && pattern.includes('${') ? partsOf(pattern, variables) : null;
  if (parts !== null) return dynamic(parts, foldCase);
  if (text === '*') return () => true;
  const star = text.indexOf('*');
  if (!text.includes('?')) {
    if (star < 0) return foldCase ? (given) => given.toLowerCase() === text : (given) => given === text;
    if (star === text.length - 1 && !foldCase) {
      const prefix = text.slice(0, -1);
      return (given) => given.startsWith(prefix);
    }
  }
  const codes = codesOf(text);
  return (given) => fits(codes, foldCase ? given.toLowerCase() : given);
}

/** Compiles a text that is compared whole, its variables filled in. */
export function literal(pattern: string, variables: Keys | null, foldCase = false): Fits {
  const parts = variables !== null && pattern.includes('${') ? partsOf(pattern, variables) : null;
  const fold = (text: string): string => (foldCase ? text.toLowerCase() : text);
  if (parts === null) {
    const whole = fold(pattern);
    return (given) => fold(given) === whole;
  }
  return (given, x) => {
    let whole = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : filledIn(part, x);
      if (value === null) return false;
      whole += value;
    }
    return fold(given) === fold(whole);
  };
}

interface Variable {
  readonly read: ReadKey | null;
  readonly or: string | null;
}

const filledIn = ({ read, or }: Variable, x: Exchange): string | null => read?.(x) ?? or;

function partsOf(pattern: string, keys: Keys): (string | Variable)[] {
  const parts: (string | Variable)[] = [];
  let at = 0;
  for (const found of pattern.matchAll(/\$\{([^{}]*)\}/g)) {
    if (found.index > at) parts.push(pattern.slice(at, found.index));
    parts.push(variable(found[1]!.trim(), keys));
    at = found.index + found[0].length;
  }
  if (at < pattern.length) parts.push(pattern.slice(at));
  return parts;
}

function variable(inner: string, keys: Keys): Variable {
  if (inner === '*' || inner === '?' || inner === '$') return { read: () => inner, or: null };
  const [, name = inner, or = null] = /^([^,]*?)\s*,\s*'([^']*)'$/.exec(inner) ?? [];
  return { read: keys(name), or };
}

function dynamic(parts: readonly (string | Variable)[], foldCase: boolean): Fits {
  const fold = (text: string): string => (foldCase ? text.toLowerCase() : text);
  const compiled = parts.map((part) => (typeof part === 'string' ? codesOf(fold(part)) : part));
  return (given, x) => {
    const codes: number[] = [];
    for (const part of compiled) {
      if (Array.isArray(part)) {
        codes.push(...part);
        continue;
      }
      const value = filledIn(part as Variable, x);
      if (value === null) return false;
      const folded = fold(value);
      for (let i = 0; i < folded.length; i++) codes.push(folded.charCodeAt(i));
    }
    return fits(codes, fold(given));
  };
}

function codesOf(text: string): number[] {
  const codes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 42) {
      if (codes.at(-1) !== ANY) codes.push(ANY);
    } else codes.push(code === 63 ? ONE : code);
  }
  return codes;
}

/** Goes back to the last star only, so the time is at most the product of the two lengths. */
function fits(codes: readonly number[], text: string): boolean {
  let c = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    const code = c < codes.length ? codes[c]! : 0;
    if (c < codes.length && code === ANY) {
      star = c++;
      from = t;
    } else if (c < codes.length && (code === ONE || code === text.charCodeAt(t))) {
      c++;
      t++;
    } else if (star >= 0) {
      c = star + 1;
      t = ++from;
    } else return false;
  }
  while (c < codes.length && codes[c] === ANY) c++;
  return c === codes.length;
}
