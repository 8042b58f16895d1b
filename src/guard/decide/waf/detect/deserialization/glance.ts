import { isBase64 } from './packed.ts';
import { beginsPickle, judgeTextPickle } from './pickle.ts';
import { holdsPickleHead, shortestPickle } from './pickle-heads.ts';

/** Longer texts are read at once. */
const longest = 256;

/** What types, tags, properties and paths are written with. */
const marks = new Uint8Array(128);
for (const c of '"!$<') marks[c.charCodeAt(0)] = 1;

/** The first two characters of the streams with a head of their own: of the heads in deserialization.ts. */
const pairs = new Set(
  ['rO', 'AA', '/w', '_w', 'BA', 'H4', 'eJ', 'eN', 'eA', 'ac', 'AC', '00', '04'].map(
    (pair) => pair.charCodeAt(0) * 128 + pair.charCodeAt(1),
  ),
);
const firsts = new Uint8Array(128);
for (const pair of pairs) firsts[pair >> 7] = 1;

/**
 * True for a short text of words in which nothing serialized can stand: none of the marks, no name of a class as the whole
 * text, no pickle in lines, and no stream that begins where base64 or hexadecimal digits do.
 */
export function isOnlyWords(text: string): boolean {
  const { length } = text;
  const first = text.charCodeAt(0);
  if (length > longest || first < 9 || first > 127) return false;
  // In the source of a program line breaks are written out.
  const source = first === 99 || first === 40;
  let blank = -1;
  let long = false;
  let dot = false;
  let lines = false;
  let alias = 0;
  let before = 32;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      if (marks[c] === 1 || (source && c === 92)) return false;
      if (c === 32) {
        long ||= i - blank > shortestPickle;
        blank = i;
      } else if (c === 46) dot = true;
      else if (c === 38) alias |= 1;
      else if (c === 42) alias |= 2;
      else if (c === 10) lines = true;
      // jdbc:
      else if (c === 58 && before === 99) return false;
      else if (firsts[c] === 1 && begins(text, i, before)) return false;
    } else if (c === 0x93) lines = true;
    before = c;
  }
  if ((dot && blank < 0) || alias === 3) return false;
  if ((long || length - blank > shortestPickle) && holdsPickleHead(text)) return false;
  return !lines || !beginsPickle(first) || judgeTextPickle(text) === null;
}

/** True where a stream may begin: at a run of base64, or behind what parts a name from one. */
const begins = (text: string, at: number, before: number): boolean =>
  (!isBase64(before) || before === 95 || before === 45) &&
  pairs.has(text.charCodeAt(at) * 128 + text.charCodeAt(at + 1));
