import { COLON, CR, LF, SPACE, TAB, TOKEN, VALUE } from './characters.ts';

/** What is wrong with bytes that should have been HTTP, as a sentence. */
export type Flaw = string;

const BLANK_LINE = Buffer.from('\r\n\r\n', 'latin1');

/**
 * Where the head that begins at `from` ends: the index just behind its blank line; -1 while it has none.
 * Bytes before `searched` are known to hold no whole blank line.
 */
export function findHeadEnd(buffer: Buffer, from: number, searched = from): number {
  const at = buffer.indexOf(BLANK_LINE, Math.max(from, searched - 3));
  return at < 0 ? -1 : at + 4;
}

/**
 * Reads the header lines in `text` (a head, decoded as latin1) from `from` to `to`, the index behind the CRLF
 * of the last one: names and values in turn, as received, without the white space around values.
 *
 * RFC 9112 5, strictly: a bare CR or LF, a control character, a folded line, white space before the colon or
 * a name that is no token is a flaw, never repaired.
 */
export function parseHeaders(text: string, from: number, to: number, most = 200): string[] | Flaw {
  const headers: string[] = [];
  let at = from;
  while (at < to) {
    const start = at;
    let c = text.charCodeAt(at);
    while (TOKEN[c] === 1) c = text.charCodeAt(++at);
    if (c !== COLON || at === start) return nameFlaw(c, at === start, text.charCodeAt(at + 1));
    const name = text.slice(start, at);
    c = text.charCodeAt(++at);
    while (c === SPACE || c === TAB) c = text.charCodeAt(++at);
    const first = at;
    while (VALUE[c] === 1) c = text.charCodeAt(++at);
    if (c !== CR || text.charCodeAt(at + 1) !== LF) return valueFlaw(c, text.charCodeAt(at + 1));
    let last = at;
    while (last > first && isBlank(text.charCodeAt(last - 1))) last--;
    at += 2;
    if (headers.length === 2 * most) return TOO_MANY;
    headers.push(name, text.slice(first, last));
  }
  return headers;
}

/** The flaw of a block with more header lines than are allowed. */
export const TOO_MANY: Flaw = 'the head has too many header lines';
/** The flaw of a block that stops in the middle of a line. */
export const CUT_SHORT: Flaw = 'a header line has no end';

const isBlank = (c: number): boolean => c === SPACE || c === TAB;

function nameFlaw(c: number, empty: boolean, next: number): Flaw {
  if (Number.isNaN(c) || (empty && c === CR && Number.isNaN(next))) return CUT_SHORT;
  if (empty && c === COLON) return 'a header has no name';
  if (empty && isBlank(c)) return 'a header line is folded';
  if (isBlank(c)) return 'white space stands before the colon of a header';
  if (c === LF) return 'a line ends in a bare LF';
  if (c === CR) return 'a header line has no colon';
  return 'the name of a header is not a token';
}

function valueFlaw(c: number, next: number): Flaw {
  if (Number.isNaN(c) || (c === CR && Number.isNaN(next))) return CUT_SHORT;
  if (c === LF) return 'a line ends in a bare LF';
  if (c === CR) return 'a bare CR stands in a header';
  return 'a control character stands in a header';
}
