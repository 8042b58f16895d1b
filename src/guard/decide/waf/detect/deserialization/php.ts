import { isDigit, isName } from '../text/characters.ts';
import { type Judged, judged } from '../text/judged.ts';

/** What a serialized PHP value holds, and behind what it ends. */
export interface Serialized extends Judged {
  readonly from: number;
  readonly to: number;
}

/**
 * The first serialized PHP object in a text (`O:8:"stdClass":1:{…}`, `C:…`, also inside arrays), read by the
 * grammar of `serialize()`; null when there is none. Arrays and scalars alone make no object and pass.
 */
export function phpObject(text: string): Serialized | null {
  if (!text.includes('O:') && !text.includes('C:')) return null;
  for (let at = text.indexOf(':"'); at >= 0; at = text.indexOf(':"', at + 2)) {
    const start = headAt(text, at);
    if (start < 0) continue;
    const found = objectAt(text, start);
    if (found !== null) return found;
  }
  return null;
}

/** Where `O:8` or `C:8` begins that ends before the `:"` at `at`; -1 when something else does. */
function headAt(text: string, at: number): number {
  let i = at - 1;
  while (i > at - 8 && isDigit(text.charCodeAt(i))) i--;
  if (i === at - 1) return -1;
  if (text.charCodeAt(i) === 43) i--;
  const type = text.charCodeAt(i - 1);
  if (text.charCodeAt(i) !== 58 || (type !== 79 && type !== 67)) return -1;
  return i >= 2 && isName(text.charCodeAt(i - 2)) ? -1 : i - 1;
}

function objectAt(text: string, start: number): Serialized | null {
  const open = text.indexOf('"', start);
  const length = Number(text.slice(start + 2, open - 1));
  let end = text.indexOf('"', open + 1);
  if (end < 0 || end - open > 200) return null;
  const name = text.slice(open + 1, end);
  if (!/^[\w\\\x80-\uffff]*$/.test(name) || name === '') return null;
  end = text.charCodeAt(end + 1) === 58 ? end + 2 : end + 1;
  let count = end;
  while (isDigit(text.charCodeAt(count))) count++;
  const body = count > end && text.startsWith(':{', count);
  const exact = Buffer.byteLength(name) === length;
  if (!body && !exact) return null;
  const plain = name === 'stdClass' && !/[OC]:\+?\d+:"/.test(text.slice(count, count + 512));
  return { ...judged(body && exact ? (plain ? 72 : 88) : 60, `PHP object ${name}`), from: start, to: count };
}
