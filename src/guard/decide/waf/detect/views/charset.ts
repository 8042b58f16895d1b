import { isUtf8 } from 'node:buffer';
import { ebcdicHead, ebcdicText } from './ebcdic.ts';
import { utf8Read } from './utf8.ts';

/** Bytes as text, and whether the charset they claim is one that can be read. */
export interface CharsetText {
  readonly text: string;
  readonly known: boolean;
  /** True where a character of ASCII may be other than its byte. */
  readonly recoded?: boolean;
}

/**
 * The text of a body: by its byte order mark, by the zero bytes of UTF-16, as XML in EBCDIC, by `charset` (as written in Content-Type;
 * '' for none), and as UTF-8. Bytes that are not UTF-8 are latin1.
 */
export function textOfBody(bytes: Buffer, charset: string): CharsetText {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: utf8(bytes.subarray(3)), known: true };
  const wide = utf32(bytes);
  if (wide !== null) return { text: wide, known: true, recoded: true };
  if (mayBeUtf16(bytes) || charset.startsWith('utf-16')) {
    const text = utf16(bytes);
    return { text: text ?? utf8(bytes), known: true, recoded: text !== null };
  }
  if (bytes.toString('latin1', 0, 4) === ebcdicHead)
    return { text: ebcdicText(bytes), known: false, recoded: true };
  if (charset === '' || charset === 'utf-8' || charset === 'utf8') return { text: utf8(bytes), known: true };
  if (single.has(charset)) return { text: bytes.toString('latin1'), known: true };
  try {
    return { text: new TextDecoder(charset).decode(bytes), known: true, recoded: true };
  } catch {
    return { text: utf8(bytes), known: false };
  }
}

/** The value of the parameter `charset` of a Content-Type, in lower case; '' when it has none. */
export function charsetOf(contentType: string): string {
  const lower = contentType.toLowerCase();
  const at = lower.indexOf('charset=');
  if (at < 0) return '';
  const end = lower.indexOf(';', at);
  return lower
    .slice(at + 8, end < 0 ? lower.length : end)
    .replaceAll('"', '')
    .replaceAll("'", '')
    .trim();
}

/** In these the bytes of ASCII are ASCII; what is above is UTF-8 or latin1. UTF-7 is read later, as a view. */
const single = new Set([
  '',
  'utf-8',
  'utf8',
  'us-ascii',
  'ascii',
  'iso-8859-1',
  'latin1',
  'windows-1252',
  'utf-7',
]);

function utf8(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : utf8Read(bytes.toString('latin1'), false);
}

/**
 * The text of bytes in UTF-32, by the three zero bytes beside its first character of ASCII, or its mark (RFC 4627 3), as
 * Python and Jackson read JSON; null where that is not what it is.
 */
function utf32(bytes: Buffer): string | null {
  if (bytes.length < 8 || bytes.length % 4 > 0) return null;
  const first = bytes.readUInt32BE(0);
  const big = first === 0xfeff || (first > 0 && first < 128);
  const little = first === 0xfffe0000 || (first & 0xffffff) === 0;
  if (first === 0 || big === little) return null;
  let text = '';
  for (let at = first === 0xfeff || first === 0xfffe0000 ? 4 : 0; at < bytes.length; at += 4) {
    const code = big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (code > 0x10ffff) return null;
    text += String.fromCodePoint(code);
  }
  return text;
}

/** A byte order mark, or a first character of ASCII in two bytes (RFC 4627 3). */
function mayBeUtf16(bytes: Buffer): boolean {
  const [first = 1, second = 1] = bytes;
  return (first & second) >= 0xfe ? first !== second : (first === 0) !== (second === 0);
}

/**
 * The text of bytes in UTF-16, by where the zero bytes of its ASCII characters stand: a mark alone is no proof, and an
 * application that does not look at it would read the bytes behind. Null when it is none.
 */
function utf16(bytes: Buffer): string | null {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  let zeros = 0;
  for (let i = 0; i < even.length; i++) if (even[i] === 0) zeros += i % 2 === 1 ? 1 : -1;
  if (Math.abs(zeros) * 4 < even.length) return null;
  if (zeros < 0) even.swap16();
  const text = even.toString('utf16le');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
