import type { Run } from './base64.ts';
import { hexDigit } from './characters.ts';
import { openingOf } from './readable.ts';

/** Fewer digits stand for a number rather than for a text. */
const leastPrefixed = 8;
const leastPlain = 12;

/**
 * The next run of hexadecimal digits from `from` on that does not begin like a blob: behind `0x`, or, with `whole`,
 * the whole text; null when there is none.
 */
export function nextHex(text: string, from: number, whole: boolean): Run | null {
  if (whole) return from > 0 ? null : judged(text, 0, text.length, leastPlain);
  for (let at = zeroX(text, from); at >= 0; ) {
    let to = at + 2;
    while (to < text.length && hexDigit(text.charCodeAt(to)) >= 0) to++;
    const run = judged(text, at + 2, to, leastPrefixed);
    if (run !== null) return run;
    at = zeroX(text, to);
  }
  return null;
}

/** Where the next `0x` or `0X` stands; -1 when there is none. */
function zeroX(text: string, from: number): number {
  for (let at = text.indexOf('0', from); at >= 0; at = text.indexOf('0', at + 1))
    if ((text.charCodeAt(at + 1) | 32) === 120) return at;
  return -1;
}

function judged(text: string, from: number, to: number, least: number): Run | null {
  if (to - from < least || (to - from) % 2 === 1) return null;
  const bytes = new Uint8Array(12);
  let length = 0;
  for (let i = from; i < to && length < 12; i += 2) {
    const byte = hexDigit(text.charCodeAt(i)) * 16 + hexDigit(text.charCodeAt(i + 1));
    if (length === 0 && byte > 0x7e && byte !== 0xac && byte !== 0x80) return null;
    bytes[length++] = byte;
  }
  const of = openingOf(bytes, length);
  return of === 'none' ? null : { from, to, opening: of };
}

/** The bytes of a run. */
export const hexBytes = (text: string, run: Run): Buffer => Buffer.from(text.slice(run.from, run.to), 'hex');
