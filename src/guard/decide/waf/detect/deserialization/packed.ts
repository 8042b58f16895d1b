import { gunzipSync, inflateSync } from 'node:zlib';
import { isHex } from '../text/characters.ts';

const longest = 4096;

const inBase64 = new Uint8Array(128);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  inBase64[c.charCodeAt(0)] = 1;

/** True for what base64 and base64url are written with, padding apart. */
export const isBase64 = (c: number): boolean => c < 128 && inBase64[c] === 1;

/** Where the base64 that begins at `at` ends; it goes on over the ends of lines as long as those of mails. */
export function endOfBase64(text: string, at: number): number {
  let line = at;
  for (let end = at; ; end++) {
    const c = text.charCodeAt(end);
    if (isBase64(c)) continue;
    const next = c === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : c === 10 ? end + 1 : text.length;
    if (end - line < shortestLine || next >= text.length || !isBase64(text.charCodeAt(next))) return end;
    line = next;
    end = next;
  }
}

const shortestLine = 40;

/** The first bytes (3 072 at most) of the base64 or base64url that begins at `at`. */
export const fromBase64 = (text: string, at: number): Buffer =>
  Buffer.from(text.slice(at, Math.min(endOfBase64(text, at), at + longest)), 'base64');

/** The first bytes of the hexadecimal digits that begin at `at`. */
export function fromHex(text: string, at: number): Buffer {
  let end = at;
  const stop = Math.min(text.length, at + longest);
  while (end < stop && isHex(text.charCodeAt(end))) end++;
  return Buffer.from(text.slice(at, end - ((end - at) & 1)), 'hex');
}

/** The beginning of what was compressed with gzip or zlib; null when it is neither. No more than 64 KB are made. */
export function unpacked(bytes: Buffer): Buffer | null {
  const near = bytes.subarray(0, 512);
  if (near[0] === 0x1f && near[1] === 0x8b) return opened(gunzipSync, near, 8);
  return near[0] === 0x78 ? opened(inflateSync, near, 4) : null;
}

const options = { finishFlush: 2, maxOutputLength: 65_536 };

/** Once more without the checksum where that is wrong: who reads an object from a stream has read it before. */
function opened(open: typeof gunzipSync, bytes: Buffer, sum: number): Buffer | null {
  for (const end of [bytes.length, bytes.length - sum]) {
    try {
      return open(bytes.subarray(0, end), options);
    } catch {
      // Not what its first bytes promised.
    }
  }
  return null;
}
