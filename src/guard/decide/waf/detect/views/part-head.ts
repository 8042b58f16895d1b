import { joined, type SplitPiece, splitPiece } from './split-parameter.ts';
import { urlDecoded } from './url.ts';
import { utf8Read } from './utf8.ts';

/** What the head of one part of a multipart body says, each as often as it says so. */
export interface PartHead {
  readonly names: string[];
  readonly fileNames: string[];
  /** Values of `Content-Type`, in full. */
  readonly types: string[];
  /** Of `Content-Transfer-Encoding`, in lower case; '' without. */
  encoding: string;
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
  const head: PartHead = {
    names: [],
    fileNames: [],
    types: [],
    encoding: '',
    others: [],
    bodyFrom: to,
    malformed: false,
  };
  const end = Math.min(to, from + mostHead);
  let line = '';
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
    if (folded) line += body.slice(at, lineEnd);
    else {
      if (line !== '') header(line, head);
      line = body.slice(at, lineEnd);
    }
    at = next;
    if (line === '') {
      head.bodyFrom = next;
      return head;
    }
  }
}

function header(line: string, head: PartHead): void {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (name === 'content-disposition') disposition(value, head);
  else if (name === 'content-type') head.types.push(utf8Read(value, false));
  else if (name === 'content-transfer-encoding') head.encoding = value.toLowerCase();
  else {
    head.others.push(utf8Read(line, false));
    if (colon < 0) head.malformed = true;
  }
}

/**
 * Reads `form-data; name="a"; filename="b"; filename*=UTF-8''c; filename*0="d"; filename*1="e"` (RFC 7578 4.2, RFC 5987 3.2,
 * RFC 2231 3).
 */
function disposition(value: string, head: PartHead): void {
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
    if (name === 'name') head.names.push(urlDecodedName(text));
    else if (name === 'filename') head.fileNames.push(urlDecodedName(text));
    else if (name === 'filename*')
      head.fileNames.push(urlDecoded(text.slice(text.lastIndexOf("'") + 1), false));
    else {
      const piece = splitPiece('filename', name, text);
      if (piece !== null) pieces.push(piece);
      head.others.push(utf8Read(text, false));
    }
  }
  if (pieces.length > 0) head.fileNames.push(joined(pieces));
}

/** Browsers write a quote and the line ends as `%22`, `%0D` and `%0A` (WHATWG HTML 4.10.21.8). */
const urlDecodedName = (text: string): string => urlDecoded(text, false);
