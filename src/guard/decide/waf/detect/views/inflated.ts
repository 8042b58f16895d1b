import { gunzipSync, inflateSync } from 'node:zlib';

/** How many times its compressed size a text may have. */
const ratio = 64;

/** What was compressed, as far as it is no longer than `most` bytes nor 64 times its size; null when it is not to be had. */
export function inflated(bytes: Buffer, form: 'gzip' | 'zlib', most: number): Buffer | null {
  const options = { maxOutputLength: Math.max(64, Math.min(most, ratio * bytes.length)), finishFlush };
  try {
    return form === 'gzip' ? gunzipSync(bytes, options) : inflateSync(bytes, options);
  } catch {
    return null;
  }
}

// Gives what there is of a stream that was cut off.
const finishFlush = 2;
