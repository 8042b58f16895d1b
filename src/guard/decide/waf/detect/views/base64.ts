import { sextets } from './base64-digits.ts';
import { mayBeDeflated } from './raw-deflate.ts';
import { type Kind, mayBegin, Opening, opening } from './readable.ts';
import { isBase64, nextLongRun, shortestRun } from './survey.ts';

/** Encoded bytes within a text: from inclusive, to exclusive, and what they are by how they begin. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** Fewer characters are too few for anything. */
const leastWhole = 6;
const leastWithin = shortestRun;

/**
 * A text that holds nothing but base64 or base64url, in lines perhaps, as one run; null where that makes no sense, by how
 * it begins.
 */
export function wholeBase64(text: string): Run | null {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 32) from++;
  while (to > from && (text.charCodeAt(to - 1) <= 32 || text.charCodeAt(to - 1) === 61)) to--;
  const run = judged(text, from, to, leastWhole);
  if (run !== null) return run;
  const slash = text.lastIndexOf('/', to - 1);
  // The last segment of a path is a value by itself.
  const least = text.charCodeAt(from) === 47 ? leastWhole : leastWithin;
  const last = slash < from ? null : judged(text, slash + 1, to, least);
  if (last !== null) return last;
  return to - from >= leastWithin && mayBeDeflated(text, from, to) ? { from, to, kind: 'deflate' } : null;
}

/**
 * What a data URL (RFC 2397) holds in base64, however short; and the three bytes of four characters alone where they
 * begin with what parts commands (`fGlk` is `|id`). Null for any other text.
 */
export function shortBase64(text: string): string | null {
  if (text.length === 4) {
    const bytes = Buffer.from(text, 'base64').toString('latin1');
    return /^[;|&\n`][a-z]{2}$|^;w;$/.test(bytes) ? bytes : null;
  }
  const from = text.startsWith('data:') ? text.indexOf(';base64,') + 8 : 7;
  if (from < 8 || text.length - from > 24 || !/^[\w+/-]{4,22}={0,2}$/.test(text.slice(from))) return null;
  return Buffer.from(text.slice(from), 'base64').toString();
}

/** Whether it is worth asking: as base64, what parts commands begins with one of five letters. */
export const mayBeShort = (text: string): boolean =>
  (text.length === 4 && 'fOJCY'.includes(text[0]!)) ||
  (text.charCodeAt(0) === 100 && text.startsWith('data:'));

/** The next run of base64 or base64url within a text, from `from` on, where none is cut; null when there is none. */
export function nextBase64(text: string, from: number): Run | null {
  for (let at = nextLongRun(text, from); at >= 0; ) {
    let to = at + leastWithin;
    while (to < text.length && isBase64(text.charCodeAt(to))) to++;
    const run = judged(text, at, to, leastWithin) ?? judged(text, behindSlash(text, at, to), to, leastWithin);
    if (run !== null) return run;
    at = nextLongRun(text, to);
  }
  return null;
}

/** The last piece of what may be a path. */
function behindSlash(text: string, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) if (text.charCodeAt(at) === 47) return at + 1;
  return to;
}

function judged(text: string, from: number, to: number, least: number): Run | null {
  if (to - from < least) return null;
  // Most words end here, at a byte that nothing begins with.
  const first = sextets[text.charCodeAt(from)]!;
  const second = sextets[text.charCodeAt(from + 1)]!;
  const third = sextets[text.charCodeAt(from + 2)]!;
  const fourth = sextets[text.charCodeAt(from + 3)]!;
  if ((first | second | third | fourth) >= 0) {
    const bytes = (first << 18) | (second << 12) | (third << 6) | fourth;
    if (!mayBegin(bytes >> 16, (bytes >> 8) & 255, bytes & 255)) return null;
  }
  const bytes = new Opening();
  let value = 0;
  let bits = 0;
  for (let i = from; i < to && bytes.length < opening; i++) {
    const six = sextets[text.charCodeAt(i)]!;
    if (six < 0) continue;
    value = ((value << 6) | six) & 0x3fff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    if (!bytes.put((value >> bits) & 255)) return null;
  }
  const { kind } = bytes;
  return kind === null ? null : { from, to, kind };
}

/** The bytes of a run. */
export function base64Bytes(text: string, run: Run): Buffer {
  const encoded = text.slice(run.from, run.to);
  // A `+` that was taken for a blank; white space at the end of a line is skipped.
  return Buffer.from(encoded.includes(' ') ? encoded.replaceAll(' ', '+') : encoded, 'base64');
}
