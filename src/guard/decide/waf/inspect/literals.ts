import { DASH, DOT } from './characters.ts';

// More digits than these in a row may be something in base64.
const longestNumber = 15;

/**
 * The classes of characters of a literal of JSON in which nothing can be found: `true`, `false`, `null`, and numbers of
 * ordinary length (RFC 8259 6) without an exponent; -1 for others.
 */
export function classesOfLiteral(text: string): number {
  const negative = text.charCodeAt(0) === 45;
  let i = negative ? 1 : 0;
  const first = text.charCodeAt(i);
  if (!(first >= 48 && first <= 57)) return text === 'true' || text === 'false' || text === 'null' ? 0 : -1;
  if (text.length > longestNumber) return -1;

  for (i++; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      // `010` is eight to some.
      if (first === 48) return -1;
      continue;
    }
    if (c !== 46 || i + 1 === text.length) return -1;
    break;
  }
  const point = i;
  for (i++; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= 48 && c <= 57)) return -1;
  }
  if (point === text.length) return negative ? DASH : 0;
  // Behind the point begins what may be read as hexadecimal digits: of Ruby’s streams, by their `0408`.
  if (text.charCodeAt(point + 1) === 48 && text.charCodeAt(point + 2) === 52) return -1;
  return negative ? DOT | DASH : DOT;
}
