import type { Run } from './base64.ts';
import { hexDigit } from './characters.ts';
import { Opening, opening } from './readable.ts';

/** Fewer digits stand for a number rather than for a text. */
const leastPrefixed = 8;
const leastPlain = 12;

/** A text that is all hexadecimal digits as one run; null where that makes no sense, by how it begins. */
export function wholeHex(text: string): Run | null {
  const run = judged(text, 0, text.length, leastPlain);
  return run === null || text.length > longestNumber || /\D/.test(text) || isWritten(text) ? run : null;
}

// Numbers of cards, of goods and of telephones, and times.
const longestNumber = 20;

/** Whether a number that could be hexadecimal digits stands for a text with part of a word in it: `$(id)`. */
const isWritten = (number: string): boolean =>
  /^[^\0-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]*[a-z]{2}[^\0-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]*$/.test(
    Buffer.from(number, 'hex').toString('latin1'),
  );

/** The next run of hexadecimal digits behind `0x`, from `from` on; null when there is none. */
export function nextHex(text: string, from: number): Run | null {
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
  const bytes = new Opening();
  for (let i = from; i < to && bytes.length < opening; i += 2)
    if (!bytes.put(hexDigit(text.charCodeAt(i)) * 16 + hexDigit(text.charCodeAt(i + 1)))) return null;
  const { kind } = bytes;
  return kind === null ? null : { from, to, kind };
}

/** The bytes of a run. */
export const hexBytes = (text: string, run: Run): Buffer => Buffer.from(text.slice(run.from, run.to), 'hex');
