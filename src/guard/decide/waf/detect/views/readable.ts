import { isUtf8 } from 'node:buffer';

/** What decoded bytes are, by how they begin. */
export type Opening = 'text' | 'utf-16' | 'gzip' | 'zlib' | 'object' | 'none';

/** Judges the first `length` bytes of what was decoded, at most twelve. Blobs end here. */
export function openingOf(bytes: Uint8Array, length: number): Opening {
  const first = bytes[0]!;
  const second = bytes[1]!;
  if (first === 0x1f && second === 0x8b && bytes[2] === 8) return 'gzip';
  if (first === 0x78 && ((first << 8) | second) % 31 === 0 && second !== 0x20) return 'zlib';
  if (isObject(bytes)) return 'object';
  if (length >= 8 && isPrintable(first) && second === 0 && isPrintable(bytes[2]!) && bytes[3] === 0)
    return 'utf-16';
  if (oddBytes(bytes, length) > (length < 9 ? 0 : 1)) return 'none';
  return 'text';
}

/** How many bytes are neither of a text in ASCII nor of UTF-8. */
function oddBytes(bytes: Uint8Array, length: number): number {
  let odd = 0;
  let awaited = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!;
    if (awaited > 0 && (byte & 0xc0) === 0x80) {
      awaited--;
      continue;
    }
    const leads = byte >= 0xc2 && byte <= 0xf4;
    if (awaited > 0 || (!leads && !isPrintable(byte))) odd++;
    awaited = leads ? (byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3) : 0;
  }
  return odd;
}

/** Serialised Java (`AC ED 00 05`), .NET (`00 01 00 00 00 FF FF FF FF`) and Python (`80 02`–`80 05`) objects. */
function isObject(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xac) return bytes[1] === 0xed && bytes[2] === 0 && bytes[3] === 5;
  if (bytes[0] === 0) return bytes[1] === 1 && bytes[2] === 0 && bytes[5] === 0xff && bytes[8] === 0xff;
  return bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5 && bytes[2]! >= 0x28 && bytes[2]! <= 0x95;
}

const isPrintable = (byte: number): boolean =>
  (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;

/**
 * Decoded bytes as text: null when they are none, or when the text is of letters, digits and `_.:@,-` alone, which can
 * be no attack (identifiers, cursors). One odd byte in eight is let pass, so that none at the end hides the rest.
 */
export function textOf(bytes: Buffer): string | null {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
  let odd = 0;
  let telling = false;
  const most = text.length >> 3;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      const of = classes[c]!;
      if (of === 2) telling = true;
      else if (of === 1 && ++odd > most) return null;
    } else if ((c < 0xa0 || (c < 0x100 && text.length === bytes.length)) && ++odd > most) {
      return null;
    }
  }
  return telling ? text : null;
}

/** The same of UTF-16, least byte first. */
export function utf16TextOf(bytes: Buffer): string | null {
  return textOf(Buffer.from(bytes.toString('utf16le'), 'utf8'));
}

// 0: says nothing, 1: not of texts, 2: may be of an attack.
const classes = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if (!isPrintable(c)) classes[c] = 1;
  else if (!/[A-Za-z0-9_.:@,-]/.test(String.fromCharCode(c))) classes[c] = 2;
}
