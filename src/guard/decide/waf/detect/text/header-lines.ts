import { isDigit, isLetter } from './characters.ts';

/** A line of the form `Name: value`. */
export interface HeaderLine {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /** Where the line begins, and behind its last character. */
  readonly from: number;
  readonly to: number;
}

/** How the lines of a value read. */
export interface HeaderLines {
  /** The header lines behind the first line break, at most 32. */
  readonly headers: readonly HeaderLine[];
  /** What stands before the first line break. */
  readonly first: string;
  /** The first line is a header line too: a pasted message or settings, not a value that grew headers. */
  readonly firstIsHeader: boolean;
  /** Lines that are neither blank nor headers, the first one left out. */
  readonly others: number;
  /** Where a blank line follows header lines; -1 when none does. */
  readonly body: number;
}

/** Characters that readers which drop the high byte take for a line feed or a carriage return. */
const isLowBreak = (c: number): boolean => c === 0x560a || c === 0x010a || c === 0x560d || c === 0x010d;
export const isBreak = (c: number): boolean =>
  c < 0x80 ? c === 10 || c === 13 : c === 0x85 || c === 0x2028 || isLowBreak(c);

/** Lines that begin like a header and are told apart. */
const most = 65_536;

/** Reads a value line by line (CR, LF, CRLF, and characters whose low byte is one); null when it is a single line. */
export function headerLines(text: string): HeaderLines | null {
  let at = lineEnd(text, 0);
  if (at >= text.length) return null;
  const first = text.slice(0, at);
  const headers: HeaderLine[] = [];
  let others = 0;
  let body = -1;
  let blankOnly = true;
  while (at < text.length) {
    let breaks = 0;
    while (at < text.length && isBreak(text.charCodeAt(at))) {
      if (!(text.charCodeAt(at) === 10 && text.charCodeAt(at - 1) === 13)) breaks++;
      at++;
    }
    if (breaks > 1 && body < 0 && (headers.length > 0 || blankOnly)) body = at;
    const end = lineEnd(text, at);
    const line = at < end ? headerAt(text, at, end) : null;
    if (line !== null && headers.length < most) headers.push(line);
    else if (at < end && isFolded(text, at)) {
      const last = headers.at(-1);
      if (last?.value === '')
        headers[headers.length - 1] = { ...last, value: text.slice(at, end).trim(), to: end };
    } else if (at < end) {
      others++;
      blankOnly = false;
    }
    at = end;
  }
  return { headers, first, firstIsHeader: headerAt(text, 0, first.length) !== null, others, body };
}

/** RFC 9112 5.2: a line that begins with a blank goes on with the one before. */
const isFolded = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9;

const breaks = /[\n\r\u0085\u2028\u010a\u010d\u560a\u560d]/g;

function lineEnd(text: string, at: number): number {
  breaks.lastIndex = at;
  const found = breaks.exec(text);
  return found === null ? text.length : found.index;
}

/** RFC 9110 5.1: a name of letters, digits and hyphens, then a colon at once. */
function headerAt(text: string, from: number, end: number): HeaderLine | null {
  let i = from;
  while (i < end && isToken(text.charCodeAt(i)) && i - from < 64) i++;
  if (i === from || !isLetter(text.charCodeAt(from))) return null;
  let colon = i;
  while (text.charCodeAt(colon) === 32 && colon - i < 3) colon++;
  // `http://…` and `12:30` are no headers.
  if (text.charCodeAt(colon) !== 58 || colon >= end || text.startsWith('//', colon + 1)) return null;
  return { name: text.slice(from, i).toLowerCase(), value: text.slice(colon + 1, end).trim(), from, to: end };
}

const isToken = (c: number): boolean => isLetter(c) || isDigit(c) || c === 45 || c === 95;
