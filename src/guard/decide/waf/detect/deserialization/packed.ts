import { gunzipSync, inflateSync } from 'node:zlib';
import { isHex } from '../text/characters.ts';

const longest = 4096;

const inBase64 = new Uint8Array(128);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  inBase64[c.charCodeAt(0)] = 1;

/** True for what base64 and base64url are written with, padding apart. */
export const isBase64 = (c: number): boolean => c < 128 && inBase64[c] === 1;

/** The first bytes (3 072 at most) of the base64 or base64url that begins at `at`. */
export function fromBase64(text: string, at: number): Buffer {
  let end = at;
  const stop = Math.min(text.length, at + longest);
  while (end < stop && isBase64(text.charCodeAt(end))) end++;
  return Buffer.from(text.slice(at, end), 'base64');
}

/** The first bytes of the hexadecimal digits that begin at `at`. */
export function fromHex(text: string, at: number): Buffer {
  let end = at;
  const stop = Math.min(text.length, at + longest);
  while (end < stop && isHex(text.charCodeAt(end))) end++;
  return Buffer.from(text.slice(at, end - ((end - at) & 1)), 'hex');
}

/** The beginning of what was compressed with gzip or zlib; null when it is neither. No more than 64 KB are made. */
export function unpacked(bytes: Buffer): Buffer | null {
  const options = { finishFlush: 2, maxOutputLength: 65_536 };
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes.subarray(0, 512), options);
    if (bytes[0] === 0x78) return inflateSync(bytes.subarray(0, 512), options);
  } catch {
    // Not what its first bytes promised.
  }
  return null;
}
