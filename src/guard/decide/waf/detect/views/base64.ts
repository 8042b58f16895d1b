import { type Opening, openingOf } from './readable.ts';
import { isBase64 } from './survey.ts';

/** Encoded bytes within a text: from inclusive, to exclusive, and what they are by how they begin. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly opening: Opening;
}

/** Fewer characters are too few for anything. */
const leastWhole = 8;
const leastWithin = 16;

/**
 * The next run of base64 or base64url from `from` on that does not begin like a blob; null when there is none. With
 * `whole` the text holds nothing but base64, in lines perhaps, and is one run when that makes sense.
 */
export function nextBase64(text: string, from: number, whole: boolean): Run | null {
  if (whole && from === 0) {
    const run = wholeRun(text);
    if (run !== null) return run;
  }
  for (let at = from; at < text.length; ) {
    if (!isBase64(text.charCodeAt(at))) {
      at++;
      continue;
    }
    let to = at + 1;
    let slash = at - 1;
    for (; to < text.length && isBase64(text.charCodeAt(to)); to++)
      if (text.charCodeAt(to) === 47) slash = to;
    const run = judged(text, at, to, leastWithin) ?? judged(text, slash + 1, to, leastWithin);
    if (run !== null) return run;
    at = to;
  }
  return null;
}

function wholeRun(text: string): Run | null {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 32) from++;
  while (to > from && (text.charCodeAt(to - 1) <= 32 || text.charCodeAt(to - 1) === 61)) to--;
  return judged(text, from, to, leastWhole);
}

function judged(text: string, from: number, to: number, least: number): Run | null {
  if (to - from < least) return null;
  let value = 0;
  let bits = 0;
  let length = 0;
  for (let i = from; i < to && length < 12; i++) {
    const six = sextet(text.charCodeAt(i));
    if (six < 0) continue;
    value = ((value << 6) | six) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      const byte = (value >> bits) & 255;
      // Most words end here, at a byte that no text begins with.
      if (length === 0 && begins[byte] === 0) return null;
      opening[length++] = byte;
    }
  }
  const of = openingOf(opening, length);
  return of === 'none' ? null : { from, to, opening: of };
}

/** The bytes of a run. */
export function base64Bytes(text: string, run: Run): Buffer {
  const encoded = text.slice(run.from, run.to);
  // A `+` that was taken for a blank; white space at the end of a line is skipped.
  return Buffer.from(encoded.includes(' ') ? encoded.replaceAll(' ', '+') : encoded, 'base64');
}

// The first bytes of the run being judged: no more than twelve, written over by the next.
const opening = new Uint8Array(12);

/** 1 for what a text, a compressed one or an object may begin with. */
const begins = new Uint8Array(256).fill(1, 0x20, 0x7f).fill(1, 0xc2, 0xf5);
for (const byte of [0, 9, 10, 13, 0x1f, 0x80, 0xac, 0xef, 0xff]) begins[byte] = 1;

const sextets = new Int8Array(128).fill(-1);
for (const [i, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  sextets[c.charCodeAt(0)] = i;
sextets[32] = 62;
sextets[45] = 62;
sextets[95] = 63;

const sextet = (c: number): number => (c < 128 ? sextets[c]! : -1);
