import { isUtf8 } from 'node:buffer';
import { textOfBody } from './charset.ts';
import { folds } from './folding.ts';

/** What decoded bytes are, by how they begin. */
export type Kind = 'text' | 'charset' | 'gzip' | 'zlib' | 'deflate' | 'object';

/** Whether anything worth decoding can begin with these three bytes: most words, as base64, do not. */
export function mayBegin(first: number, second: number, third: number): boolean {
  switch (firsts[first]) {
    case 1:
      if (seconds[second] === 0) return false;
      return second >= 0xc2 ? (third & 0xc0) === 0x80 : seconds[third] === 1;
    case 2:
      return (second & 0xc0) === 0x80;
    case 3:
      return true;
    default:
      return false;
  }
}

/** As many bytes must be of a text before one odd byte is let pass. */
const strict = 6;

/** As many bytes are looked at before a run is decoded as a whole. */
export const opening = 12;

/** The first bytes of what is encoded, judged one by one so that blobs and words end soon. */
export class Opening {
  /** The first four bytes as one number. */
  #head = 0;
  #length = 0;
  /** Bytes that are neither of a text in ASCII nor of UTF-8; bytes of a character that are awaited. */
  #odd = 0;
  #awaited = 0;
  #zeros = 0;

  get length(): number {
    return this.#length;
  }

  /** False when it can be nothing that is worth decoding, whatever follows. */
  put(byte: number): boolean {
    if (this.#length < 4) this.#head = (this.#head << 8) | byte;
    this.#length++;
    if (byte === 0) this.#zeros++;
    else if (this.#awaited > 0 && (byte & 0xc0) === 0x80) this.#awaited--;
    else {
      const leads = byte >= 0xc2 && byte <= 0xf4;
      if (this.#awaited > 0 || (!leads && !isPrintable(byte))) this.#odd++;
      this.#awaited = leads ? (byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3) : 0;
    }
    if (this.#odd === 0 || this.#length < 4) return true;
    return (this.#odd === 1 && this.#length > strict) || this.#isMarked() || this.#binary() !== null;
  }

  /** What it is, all bytes told; null for nothing that is worth decoding. */
  get kind(): Kind | null {
    if (this.#length < 4) return null;
    const binary = this.#binary();
    if (binary !== null) return binary;
    const ofTwo = (this.#head & 0x00ff00ff) === 0 || (this.#head & 0xff00ff00) === 0;
    if (this.#zeros > 2 && (this.#odd === 0 ? ofTwo : this.#isMarked())) return 'charset';
    return this.#zeros > 1 || this.#odd > (this.#length < 9 ? 0 : 1) ? null : 'text';
  }

  /** A byte order mark and a character of ASCII. */
  #isMarked(): boolean {
    const mark = this.#head >>> 16;
    return mark === 0xfffe ? (this.#head & 0xff) === 0 : mark === 0xfeff && (this.#head & 0xff00) === 0;
  }

  #binary(): Kind | null {
    const head = this.#head;
    if (head >>> 8 === 0x1f8b08) return 'gzip';
    // RFC 1950 2.2; a blank as its second byte would be a text.
    if (head >>> 24 === 0x78 && (head >>> 16) % 31 === 0 && ((head >>> 16) & 255) !== 0x20) return 'zlib';
    // Serialised Java, .NET and Python objects.
    if (head >>> 0 === 0xaced0005 || head === 0x00010000) return 'object';
    const version = (head >>> 16) & 255;
    return head >>> 24 === 0x80 && version >= 2 && version <= 5 ? 'object' : null;
  }
}

const isPrintable = (byte: number): boolean => (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13);

/**
 * Decoded bytes as text, null when they are none. One odd byte in eight is let pass, and one NUL in four, so that none
 * at the end hides the rest.
 */
export function textOf(bytes: Buffer): string | null {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
  let odd = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0) odd += 2;
    else if (c < 128 ? c < 32 && !isPrintable(c) : c < 0xa0 || (c < 0x100 && text.length === bytes.length))
      odd += 4;
    if (odd * 2 > text.length) return null;
  }
  return text;
}

/** The same of UTF-16 and UTF-32, least byte first or last. */
export const wideTextOf = (bytes: Buffer): string | null => textOf(Buffer.from(textOfBody(bytes, '').text));

/**
 * False for a word of letters, digits and `_@,-` alone, which can be no attack unless something is encoded in it. Two
 * underscores make names that languages give a meaning.
 */
export function isTelling(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128 ? telling[c] === 1 : folds(c)) return true;
    if (c === 95 && text.charCodeAt(i + 1) === 95) return true;
  }
  return false;
}

const telling = new Uint8Array(128);
for (let c = 0; c < 128; c++) if (!/[A-Za-z0-9_@,-]/.test(String.fromCharCode(c))) telling[c] = 1;

// 1: a character of ASCII, 2: the first byte of one in UTF-8, 3: of a stream, an object or a byte order mark.
const firsts = new Uint8Array(256).fill(2, 0xc2, 0xf5);
const seconds = new Uint8Array(256).fill(1, 0xc2, 0xf5);
for (let byte = 0; byte < 256; byte++) if (isPrintable(byte)) firsts[byte] = seconds[byte] = 1;
for (const byte of [0, 0x1f, 0x78, 0x80, 0xac, 0xfe, 0xff]) firsts[byte] = 3;
// UTF-16.
seconds[0] = 1;
