import { textOfBody } from './charset.ts';
import { uncoded } from './content-coding.ts';
import { csvParts, isCsv } from './csv.ts';
import { ebcdicHead } from './ebcdic.ts';
import { queryPairs } from './pairs.ts';
import { type Bounds, type Outcome, type Take, bounds as usual } from './part.ts';
import { type PartHead, partHead } from './part-head.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { joined, type SplitPiece, splitPiece } from './split-parameter.ts';
import { urlDecoded } from './url.ts';
import { utf8Read } from './utf8.ts';

/** Bytes of a file that are looked at, when they are text. */
const mostOfFile = 65_536;
/** Programs within files that are none. */
const mostPrograms = 16;
/** Multipart within multipart. */
const mostNested = 2;
/** Parts that are inflated, and bytes of each that are looked at. */
const mostPacked = 4;
const mostInflated = 65_536;
/** RFC 2046 5.1.1. */
const longestBoundary = 70;

/**
 * The fields of a `multipart/form-data` body (RFC 7578), given as bytes (latin1): names, file names, other headers,
 * texts, and the beginnings of files that are text. With a boundary of '' the one that the first line shows is taken.
 * Line ends of LF alone, parts left open and heads out of shape are read as frameworks do, and `malformed`.
 */
export function multipartParts(body: string, boundary: string, take: Take, bounds: Bounds = usual): Outcome {
  return new Reading(take, bounds).read(body, boundary, 0);
}

class Reading {
  readonly #take: Take;
  #left: number;
  #outcome: Outcome = 'whole';
  #inflated = mostPacked;

  constructor(take: Take, bounds: Bounds) {
    this.#take = take;
    this.#left = bounds.parts;
  }

  read(body: string, boundary: string, depth: number): Outcome {
    const delimiter = boundary === '' ? shownDelimiter(body) : `--${boundary.slice(0, longestBoundary)}`;
    let at = delimiter.length > 2 ? nextDelimiter(body, delimiter, 0) : -1;
    if (at < 0) {
      this.#bad();
      this.#rest(body, 0, body.length);
      return this.#outcome;
    }
    this.#rest(body, 0, at);
    for (;;) {
      at += delimiter.length;
      if (body.startsWith('--', at)) {
        this.#rest(body, at + 2, body.length);
        return this.#outcome;
      }
      if (this.#left <= 0) {
        this.#outcome = 'truncated';
        this.#rest(body, at, body.length);
        return this.#outcome;
      }
      const next = nextDelimiter(body, delimiter, at);
      this.#part(body, at, next < 0 ? body.length : next, depth);
      if (next < 0) {
        this.#bad();
        return this.#outcome;
      }
      at = next;
    }
  }

  #bad(): void {
    if (this.#outcome === 'whole') this.#outcome = 'malformed';
  }

  /** What stands outside of parts, or behind the last that is told apart. */
  #rest(body: string, from: number, to: number): void {
    const text = body.slice(from, to).trim();
    if (text !== '') this.#give('', utf8Read(text, false), 'rest');
  }

  #give(name: string, value: string, where: Parameters<Take>[2]): void {
    if (value === '') return;
    this.#left--;
    this.#take(name, value, where);
  }

  #part(body: string, from: number, to: number, depth: number): void {
    let begin = from;
    while (begin < to && (body.charCodeAt(begin) === 32 || body.charCodeAt(begin) === 9)) begin++;
    if (body.charCodeAt(begin) === 13) begin++;
    if (body.charCodeAt(begin) === 10) begin++;
    const head = partHead(body, begin, to);
    if (head.malformed) this.#bad();
    // RFC 2046 5.1.1: behind a delimiter stand blanks alone. To whoever holds to that it is none.
    const isFile = head.isFile && begin > from && body.charCodeAt(begin - 1) === 10 && depth === 0;
    const as = isFile ? 'file' : head.fileNames.every((each) => each === '') ? 'field' : 'either';
    const name = head.names[0] ?? '';
    for (const each of head.names) this.#give(each, each, 'multipart-name');
    for (const each of head.fileNames) this.#give(name, each, 'file-name');
    for (const each of head.types) this.#give(name, each, 'part-header');
    for (const each of head.others) this.#give(name, each, 'part-header');
    this.#content(body, head, as, to, depth);
  }

  #content(body: string, head: PartHead, as: As, to: number, depth: number): void {
    const type = head.types[0]?.toLowerCase() ?? '';
    const content = withoutLineEnd(body, head.bodyFrom, to);
    if (type.startsWith('multipart/') && depth < mostNested) {
      this.read(content, boundaryOf(head.types[0]!), depth + 1);
      return;
    }
    const name = head.names[0] ?? '';
    if (type.startsWith('application/http')) {
      this.#request(content);
      return;
    }
    if (isCsv(mediaType(type)))
      csvParts(
        utf8Read(content.slice(0, mostOfFile), false),
        (column, cell) => this.#give(column, cell, 'multipart'),
        {
          ...usual,
          parts: Math.max(1, this.#left),
        },
      );
    this.#value(name, content, as);
    // Most servers leave encodings alone, some undo them.
    for (const encoding of head.encodings) {
      const decoded = this.#decoded(content, encoding);
      if (decoded !== content) this.#value(name, decoded, as);
    }
  }

  /**
   * A request of a batch (OData 4.01 11.7.2): its target, its headers and its body, for which servers answer one by
   * one.
   */
  #request(content: string): void {
    const text = content.replaceAll('\r\n', '\n');
    const lineEnd = text.indexOf('\n');
    const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
    const blank = lineEnd < 0 ? -1 : text.indexOf('\n\n', lineEnd);
    const head =
      lineEnd < 0 ? '' : text.slice(lineEnd + 1, blank < 0 ? text.length : Math.max(blank, lineEnd + 1));
    const body = blank < 0 ? '' : text.slice(blank + 2);
    const target = /^[A-Z]{3,10} (\S+)/.exec(line)?.[1] ?? line;
    const mark = target.indexOf('?');
    this.#give('', urlDecoded(mark < 0 ? target : target.slice(0, mark), false), 'multipart');
    if (mark >= 0)
      queryPairs(target.slice(mark + 1), (name, value, where) =>
        this.#give(name, value, where === 'query-name' ? 'multipart-name' : 'multipart'),
      );
    if (head !== '') this.#give('', utf8Read(head, false), 'part-header');
    if (body !== '') this.#give('', utf8Read(body.trim(), false), 'multipart');
  }

  #value(name: string, bytes: string, as: As): void {
    if (as === 'field' || (as === 'either' && isText(bytes))) {
      this.#give(name, utf8Read(bytes, false), 'multipart');
      return;
    }
    // By another boundary, or other line ends, fields begin within.
    if (as === 'either' || partWithin.test(bytes)) {
      for (const [run] of bytes.matchAll(readable)) {
        if (this.#left <= 0) this.#outcome = 'truncated';
        else this.#give(name, run, 'multipart');
      }
      return;
    }
    if (!isText(bytes) || bytes.startsWith(ebcdicHead)) {
      this.#hidden(name, bytes);
      return;
    }
    if (bytes.length > mostOfFile) this.#outcome = 'truncated';
    this.#give(name, utf8Read(bytes.slice(0, mostOfFile), false), 'file');
  }

  /**
   * What a file is that is no text by its bytes: one in UTF-16, UTF-32 or EBCDIC, or a picture with a program of a server in
   * it.
   */
  #hidden(name: string, bytes: string): void {
    const { text } = textOfBody(Buffer.from(bytes.slice(0, mostOfFile), 'latin1'), '');
    if (isText(text)) {
      this.#give(name, text, 'file');
      return;
    }
    let left = mostPrograms;
    for (const [run] of bytes.matchAll(program)) {
      if (left-- === 0) {
        this.#outcome = 'truncated';
        return;
      }
      this.#give(name, run, 'file');
    }
  }

  /** The bytes of a part in its encoding; as they stand where it is none that is undone. */
  #decoded(content: string, encoding: string): string {
    const word = /^[\w-]*/.exec(encoding)![0];
    if (word === 'quoted-printable') return quotedPrintable(content);
    if (word === 'base64') return Buffer.from(content.replace(/[^\w+/-]+/g, ''), 'base64').toString('latin1');
    if (!packed.test(word) || content === '') return content;
    if (this.#inflated-- <= 0) {
      this.#outcome = 'truncated';
      return content;
    }
    const { bytes, why } = uncoded(Buffer.from(content, 'latin1'), encoding, 8 * mostInflated);
    if (why !== '') this.#bad();
    if (bytes.length > mostInflated) this.#outcome = 'truncated';
    return bytes.toString('latin1', 0, mostInflated);
  }
}

const mediaType = (type: string): string => type.replace(/;.*/s, '').trim();

/** What a part is to the servers that may be behind: a field, a file, or the one to some and the other to others. */
type As = 'field' | 'either' | 'file';

/** Shorter ones stand in every picture. */
const readable = /[\t-\r -~]{10,}/g;
/** `<?php …`, `<%= …`; what programs of pictures write there themselves begins with `<?x`. */
const program = /<(?:\?(?!x)|%)[\t\n\r -~]{10,}/g;
const partWithin = /content-disposition[\t ]*:/i;
const packed = /^(?:x-)?(?:gzip|deflate|br|zstd)$/;

/** The parameter `boundary` of a Content-Type, in one piece or in several (RFC 2231 3); '' when it has none. */
export function boundaryOf(contentType: string): string {
  const pieces: SplitPiece[] = [];
  for (const [, name = '', quoted, plain = ''] of contentType.matchAll(parameter)) {
    const text = quoted?.replace(/\\(.)/g, '$1') ?? plain.trim();
    if (/^boundary\*?$/i.test(name)) return text;
    const piece = splitPiece('boundary', name.toLowerCase(), text);
    if (piece !== null) pieces.push(piece);
  }
  return pieces.length === 0 ? '' : joined(pieces);
}

const parameter = /;\s*([^=;\s]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g;

/** The first line, where it can be a delimiter; '' otherwise. */
function shownDelimiter(body: string): string {
  if (!body.startsWith('--')) return '';
  const end = body.indexOf('\n');
  if (end < 0 || end > longestBoundary + 4) return '';
  return body.slice(0, end).trimEnd();
}

/** Where a delimiter stands at the beginning of a line, from `at` on; -1 when none does. */
function nextDelimiter(body: string, delimiter: string, at: number): number {
  if (at === 0 && body.startsWith(delimiter)) return 0;
  const found = body.indexOf(`\n${delimiter}`, at);
  return found < 0 ? -1 : found + 1;
}

/** The line end before a delimiter belongs to the delimiter. */
function withoutLineEnd(body: string, from: number, to: number): string {
  if (to < body.length && to > from && body.charCodeAt(to - 1) === 10) to--;
  if (to > from && to < body.length && body.charCodeAt(to) === 10 && body.charCodeAt(to - 1) === 13) to--;
  return body.slice(from, to);
}

/** True when the first bytes of a file are of a text. */
function isText(bytes: string): boolean {
  const length = Math.min(bytes.length, 512);
  let odd = 0;
  for (let i = 0; i < length; i++) {
    const c = bytes.charCodeAt(i);
    if (c === 0) return false;
    if (c < 32 && c !== 9 && c !== 10 && c !== 13 && c !== 12) odd++;
  }
  return odd * 16 <= length;
}
