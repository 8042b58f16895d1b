import { endOfBase64, isBase64 } from './packed.ts';
import { first } from './pickle.ts';

/** What two characters may begin: nothing, or a pickle in base64 or in hexadecimal. */
const NOTHING = 0;
const BASE64 = 1;
const HEX = 2;
const kinds = new Uint8Array(128 * 128);
for (const [opcodes, least, last] of first)
  for (const opcode of opcodes) {
    for (let half = least; half <= last; half++) {
      const bytes = Buffer.from([opcode.charCodeAt(0), half << 4]);
      note(bytes.toString('base64'), BASE64);
      note(bytes.toString('base64url'), BASE64);
    }
    const digits = Buffer.from(opcode, 'latin1').toString('hex');
    note(digits, HEX);
    note(digits.toUpperCase(), HEX);
  }

/** Two letters of base64 hold a byte and the upper half of the next. */
function note(text: string, kind: number): void {
  kinds[text.charCodeAt(0) * 128 + text.charCodeAt(1)] = kind;
}

/** No pickle that calls something is shorter in base64: `(ios⏎abort⏎.` */
export const shortestPickle = 16;

/** A run of base64 in which a pickle may stand. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly hex: boolean;
}

/** The next run of base64 at or behind `from` that begins as a pickle does; null when there is none. */
export function nextPickle(text: string, from: number): Run | null {
  let start = from;
  // Looks at one character in sixteen of prose.
  for (let last = start + shortestPickle - 1; last < text.length; last = start + shortestPickle - 1) {
    let i = last;
    while (i >= start && isBase64(text.charCodeAt(i))) i--;
    if (i >= start) {
      start = i + 1;
      continue;
    }
    const to = endOfBase64(text, start);
    const kind = kindAt(text, start);
    if (kind !== NOTHING) return { from: start, to, hex: kind === HEX };
    start = to + 1;
  }
  return null;
}

export const holdsPickleHead = (text: string): boolean =>
  text.length >= shortestPickle && nextPickle(text, 0) !== null;

function kindAt(text: string, at: number): number {
  const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return first < 128 && second < 128 ? kinds[first * 128 + second]! : NOTHING;
}
