import type { Flaw } from './headers.ts';

/** What the headers of a message say about where its body ends (RFC 9112 6). */
export const CHUNKED = -1;
export const NO_LENGTH = -2;
/** The flaw of a transfer coding that is not understood: 501, where every other flaw is 400. */
export const UNKNOWN_CODING: Flaw = 'the transfer coding is not supported';

/**
 * The length that a message's headers declare: bytes, `CHUNKED`, or `NO_LENGTH` when they name neither.
 *
 * RFC 9112 6.3: a message with both lengths, or with two, is how smuggling starts; it is refused, and no
 * length is chosen. `old` is a message of HTTP/1.0, which knows no transfer coding.
 */
export function declaredLength(headers: readonly string[], old: boolean): number | Flaw {
  let length = NO_LENGTH;
  let coding = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length === 14 && isContentLength(name)) {
      if (length !== NO_LENGTH) return 'Content-Length stands twice';
      length = decimal(headers[i + 1]!);
      if (length < 0) return 'Content-Length is not a decimal number';
    } else if (name.length === 17 && isTransferEncoding(name)) {
      if (coding !== '') return 'Transfer-Encoding stands twice';
      coding = headers[i + 1]!;
      if (coding === '') return 'Transfer-Encoding is empty';
    }
  }
  if (coding === '') return length;
  if (length !== NO_LENGTH) return 'Content-Length and Transfer-Encoding stand together';
  if (old) return 'HTTP/1.0 has no Transfer-Encoding';
  if (coding === 'chunked' || coding.toLowerCase() === 'chunked') return CHUNKED;
  return KNOWN_CODINGS.has(coding.toLowerCase()) ? UNKNOWN_CODING : 'the Transfer-Encoding is malformed';
}

// Registered codings (IANA), alone or in front of a last `chunked`, are only not supported. All else is a trick.
const KNOWN_CODINGS: ReadonlySet<string> = new Set(
  ['gzip', 'x-gzip', 'deflate', 'compress', 'x-compress'].flatMap((c) => [
    c,
    `${c}, chunked`,
    `${c},chunked`,
  ]),
);

const isContentLength = (name: string): boolean =>
  name === 'Content-Length' || name === 'content-length' || name.toLowerCase() === 'content-length';
const isTransferEncoding = (name: string): boolean =>
  name === 'Transfer-Encoding' || name.toLowerCase() === 'transfer-encoding';

/** A number of decimal digits alone, up to 2^53 - 1; -1 when the text is anything else. */
export function decimal(text: string): number {
  const n = text.length;
  if (n === 0 || n > 16) return -1;
  let value = 0;
  for (let i = 0; i < n; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}
