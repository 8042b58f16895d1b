import { type CodePoints, inverse, none, property, union } from './code-points.ts';
import { PatternRefused } from './syntax.ts';

const DIGITS: CodePoints = [48, 57];
const WORD: CodePoints = [48, 57, 65, 90, 95, 95, 97, 122];
/** ECMA-262 WhiteSpace and LineTerminator. */
const SPACE: CodePoints = union(
  [9, 13, 32, 32, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029],
  [0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff],
);

/** What `.` stands for: all but the ends of lines. */
export const dot: CodePoints = inverse([10, 10, 13, 13, 0x2028, 0x2029]);

/** What was read of a pattern, and where it ends: behind its last character. */
export interface Read {
  readonly set: CodePoints;
  readonly end: number;
}

/**
 * The escape whose letter stands at `at`, as a set. What has no meaning of its own stands for itself, as it does
 * in patterns without the flag `u` and in Java. Throws a `PatternRefused` for back-references.
 */
export function readEscape(pattern: string, at: number, within: 'class' | 'pattern'): Read {
  const letter = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (at >= pattern.length) throw new PatternRefused('it ends in a backslash');
  const end = at + letter.length;
  const classed = { d: DIGITS, w: WORD, s: SPACE }[letter.toLowerCase()];
  if (classed !== undefined)
    return { set: letter === letter.toLowerCase() ? classed : inverse(classed), end };
  if (letter === 'p' || letter === 'P') return propertyAt(pattern, end, letter === 'P');
  const control = { t: 9, n: 10, v: 11, f: 12, r: 13 }[letter];
  if (control !== undefined) return one(control, end);
  if (letter === 'b' && within === 'class') return one(8, end);
  if (letter === '0' && !/\d/.test(pattern[end] ?? '')) return one(0, end);
  if (/[0-9]/.test(letter) && within === 'pattern') throw backReference();
  if (letter === 'k' && pattern[end] === '<') throw backReference();
  const ascii = /^c([A-Za-z])/.exec(pattern.slice(at, at + 2));
  if (ascii !== null) return one(ascii[1]!.charCodeAt(0) & 31, end + 1);
  const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/.exec(
    pattern.slice(at, at + 10),
  );
  if (hex !== null) return hexAt(pattern, at, hex);
  return one(letter.codePointAt(0)!, end);
}

const one = (point: number, end: number): Read => ({ set: [point, point], end });

const backReference = (): PatternRefused =>
  new PatternRefused('back-references are not possible: their time could not be bounded');

function propertyAt(pattern: string, at: number, negative: boolean): Read {
  const found = /^\{([A-Za-z0-9_=]+)\}/.exec(pattern.slice(at, at + 80));
  const set = found === null ? null : property(found[1]!);
  if (found === null || set === null)
    throw new PatternRefused(`\\p must name a property of Unicode, as in \\p{L}`);
  return { set: negative ? inverse(set) : set, end: at + found[0].length };
}

/** A `\uD83D\uDE00` written as two halves is one character. */
function hexAt(pattern: string, at: number, hex: RegExpExecArray): Read {
  const point = Number.parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16);
  const end = at + hex[0].length;
  if (point > 0x10ffff) throw new PatternRefused(`\\${hex[0]} is no character`);
  const low = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(pattern.slice(end, end + 6));
  if (point < 0xd800 || point > 0xdbff || low === null) return one(point, end);
  return one(0x10000 + ((point - 0xd800) << 10) + (Number.parseInt(low[1]!, 16) - 0xdc00), end + 6);
}

/** The class whose first character behind the `[` stands at `at`. */
export function readEcmaClass(pattern: string, at: number): Read {
  const negative = pattern[at] === '^';
  let place = negative ? at + 1 : at;
  let set: CodePoints = none;
  for (;;) {
    if (place >= pattern.length) throw new PatternRefused('a [ has no ]');
    if (pattern[place] === ']') break;
    const from = member(pattern, place);
    place = from.end;
    if (pattern[place] !== '-' || pattern[place + 1] === ']' || place + 1 >= pattern.length) {
      set = union(set, from.set);
      continue;
    }
    const to = member(pattern, place + 1);
    place = to.end;
    if (!isOne(from.set) || !isOne(to.set)) set = union(set, from.set, to.set, [45, 45]);
    else if (to.set[0]! < from.set[0]!) throw new PatternRefused('a range of a class ends before it begins');
    else set = union(set, [from.set[0]!, to.set[0]!]);
  }
  return { set: negative ? inverse(set) : set, end: place + 1 };
}

const isOne = (set: CodePoints): boolean => set.length === 2 && set[0] === set[1];

function member(pattern: string, at: number): Read {
  if (pattern[at] === '\\') return readEscape(pattern, at + 1, 'class');
  const point = pattern.codePointAt(at)!;
  return one(point, at + (point > 0xffff ? 2 : 1));
}
