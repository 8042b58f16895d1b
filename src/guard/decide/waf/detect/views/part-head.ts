import { spellings } from './parameter-spellings.ts';
import { joined, type SplitPiece, splitPiece } from './split-parameter.ts';
import { urlDecoded } from './url.ts';
import { utf8Read } from './utf8.ts';

/** What the head of one part of a multipart body says, each as often as it says so. */
export interface PartHead {
  readonly names: string[];
  readonly fileNames: string[];
  /** Values of `Content-Type`, in full. */
  readonly types: string[];
  /** Of `Content-Transfer-Encoding` and `Content-Encoding`, in lower case. */
  readonly encodings: string[];
  /** Values of `Content-Disposition`. */
  dispositions: number;
  /** True when every reader takes the part for a file: without it, what names a file is a field to some. */
  isFile: boolean;
  /** Header lines of other names, and what is no header line. */
  readonly others: string[];
  /** Where the body of the part begins. */
  bodyFrom: number;
  malformed: boolean;
}

/** Longer heads of parts are no heads. */
const mostHead = 8_192;

/** Reads the head that begins at `from`, up to the first blank line. */
export function partHead(body: string, from: number, to: number): PartHead {
  const head = emptyHead(to);
  const end = Math.min(to, from + mostHead);
  let line = '';
  let unfolded = true;
  for (let at = from; ; ) {
    let lineEnd = body.indexOf('\n', at);
    if (lineEnd < 0 || lineEnd >= end) {
      // The head does not end: what was read of it is the body.
      head.malformed = true;
      head.bodyFrom = line === '' ? at : from;
      return head;
    }
    const next = lineEnd + 1;
    if (lineEnd > at && body.charCodeAt(lineEnd - 1) === 13) lineEnd--;
    else head.malformed = true;
    const folded = line !== '' && (body.charCodeAt(at) === 32 || body.charCodeAt(at) === 9);
    if (folded) {
      line += body.slice(at, lineEnd);
      unfolded = false;
    } else {
      if (line !== '') header(line, head);
      line = body.slice(at, lineEnd);
    }
    at = next;
    if (line === '') {
      head.bodyFrom = next;
      if (head.malformed || head.dispositions !== 1 || !unfolded) head.isFile = false;
      return head;
    }
  }
}

/** What the header `Content-Disposition` of a request says, as that of a part would. */
export function dispositionOf(value: string): PartHead {
  const head = emptyHead(0);
  disposition(value, head);
  return head;
}

const emptyHead = (bodyFrom: number): PartHead => ({
  names: [],
  fileNames: [],
  types: [],
  encodings: [],
  dispositions: 0,
  isFile: false,
  others: [],
  bodyFrom,
  malformed: false,
});

function header(line: string, head: PartHead): void {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (name === 'content-disposition') disposition(value, head);
  else if (name === 'content-type') head.types.push(utf8Read(value, false));
  else if (name === 'content-transfer-encoding' || name === 'content-encoding')
    head.encodings.push(value.toLowerCase());
  else {
    head.others.push(utf8Read(line, false));
    if (colon < 0) head.malformed = true;
  }
  // RFC 9112 5.1: to some readers it is another header.
  if (colon > 0 && line.charCodeAt(colon - 1) <= 32) head.malformed = true;
}

/**
 * Reads `form-data; name="a"; filename="b"; filename*=UTF-8''c; filename*0="d"; filename*1="e"` (RFC 7578 4.2, RFC
 * 5987 3.2, RFC 2231 3).
 */
function disposition(value: string, head: PartHead): void {
  head.dispositions++;
  head.isFile = saysFile(value);
  const pieces: SplitPiece[] = [];
  let at = value.indexOf(';');
  while (at >= 0 && at < value.length) {
    at++;
    const from = at;
    while (at < value.length && value.charCodeAt(at) !== 61 && value.charCodeAt(at) !== 59) at++;
    const name = value.slice(from, at).trim().toLowerCase();
    if (value.charCodeAt(at) !== 61) continue;
    at++;
    while (value.charCodeAt(at) === 32) at++;
    const quote = value.charCodeAt(at);
    let text = '';
    if (quote === 34 || quote === 39) {
      const begin = ++at;
      while (at < value.length && value.charCodeAt(at) !== quote) at += value.charCodeAt(at) === 92 ? 2 : 1;
      text = value.slice(begin, at).replaceAll('\\"', '"');
      at = value.indexOf(';', at);
    } else {
      const begin = at;
      at = value.indexOf(';', at);
      text = value.slice(begin, at < 0 ? value.length : at).trim();
    }
    if (name === 'name') head.names.push(...spellings(urlDecodedName(text)));
    else if (name === 'filename') head.fileNames.push(...spellings(urlDecodedName(text)));
    else if (name === 'name*') head.names.push(extended(text));
    else if (name === 'filename*') head.fileNames.push(extended(text));
    else {
      const piece = splitPiece('filename', name, text);
      if (piece !== null) pieces.push(piece);
      head.others.push(utf8Read(text, false));
    }
  }
  if (pieces.length > 0) head.fileNames.push(joined(pieces));
}

/** What all readers part alike: nothing that quotes but `"` around a whole value, and nothing that escapes. */
const plain =
  /^form-data(?:;[\t ]*(?:[\w-]+=(?:"(?:[^"\\]|\\[^"\\])*"|[^\s"';,\\]*)|[\w-]+\*=[\w-]*'[\w-]*'[^\s"';,\\]*))*;?[\t ]*$/i;

/**
 * Whether the one parameter `filename` says that the part is a file: with none, an empty one or only `filename*` it is a
 * field to some (PHP, Go, ASP.NET), and so it is where readers part the line in different ways.
 */
function saysFile(value: string): boolean {
  if (!plain.test(value)) return false;
  const names = value
    .replace(/"[^"]*"/g, (text) => (text === '""' ? '' : 'x'))
    .match(/;[\t ]*filename=[^\s;]?/gi);
  return names?.length === 1 && !names[0].endsWith('=');
}

/** RFC 8187 3.2.1: a charset and a language stand in front. */
const extended = (text: string): string => urlDecoded(text.slice(text.lastIndexOf("'") + 1), false);

/** Browsers write a quote and the line ends as `%22`, `%0D` and `%0A` (WHATWG HTML 4.10.21.8). */
const urlDecodedName = (text: string): string => urlDecoded(text, false);
