/** A set of code points: ranges in order that neither overlap nor touch, the first and the last of each in turn. */
export type CodePoints = readonly number[];

const LAST = 0x10ffff;

export const none: CodePoints = [];

/** A set from ranges in any order. */
export function union(...sets: readonly CodePoints[]): CodePoints {
  const pairs: [number, number][] = [];
  for (const set of sets) for (let i = 0; i < set.length; i += 2) pairs.push([set[i]!, set[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [first, last] of pairs) {
    const end = out.length - 1;
    if (end > 0 && first <= out[end]! + 1) out[end] = Math.max(out[end]!, last);
    else out.push(first, last);
  }
  return out;
}

/** All code points that are not in the set. */
export function inverse(set: CodePoints): CodePoints {
  const out: number[] = [];
  let from = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > from) out.push(from, set[i]! - 1);
    from = set[i + 1]! + 1;
  }
  if (from <= LAST) out.push(from, LAST);
  return out;
}

/** Whether a code point is in a set. */
export function holds(set: CodePoints, point: number): boolean {
  let low = 0;
  let high = set.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[2 * middle + 1]! < point) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && set[2 * low]! <= point;
}

const properties = new Map<string, CodePoints | null>();

/** What `\p{…}` of ECMAScript stands for, as V8 knows it; null for a property there is not. */
export function property(name: string): CodePoints | null {
  const known = properties.get(name);
  if (known !== undefined) return known;
  let found: CodePoints | null = null;
  try {
    found = asked(new RegExp(`\\p{${name}}+`, 'gu'));
  } catch {
    found = null;
  }
  if (properties.size < 200) properties.set(name, found);
  return found;
}

/** Asks a class of every code point. Surrogates stand alone in no text that is asked, so they are left out. */
function asked(pattern: RegExp): CodePoints {
  const out: number[] = [];
  for (const [first, last] of [
    [0, 0xd7ff],
    [0xe000, 0xffff],
    [0x10000, LAST],
  ] as const) {
    const points: string[] = [];
    for (let at = first; at <= last; at += 0x1000) {
      const part: number[] = [];
      for (let point = at; point <= Math.min(at + 0xfff, last); point++) part.push(point);
      points.push(String.fromCodePoint(...part));
    }
    const wide = first > 0xffff ? 2 : 1;
    for (const match of points.join('').matchAll(pattern)) {
      const from = first + match.index / wide;
      out.push(from, from + match[0].length / wide - 1);
    }
  }
  return union(out);
}
