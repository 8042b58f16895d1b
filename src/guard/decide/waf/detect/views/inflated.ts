import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** How bytes are compressed: RFC 1952, RFC 1950, and RFC 1951 without a frame. */
export type Form = 'gzip' | 'zlib' | 'deflate';

const inflate = { gzip: gunzipSync, zlib: inflateSync, deflate: inflateRawSync } as const;

export const isForm = (kind: string): kind is Form => Object.hasOwn(inflate, kind);

/** How many times its compressed size a text may have. */
const ratio = 64;
/** Deflate is at most as many times as long. */
const mostGrown = 1_032;

/** What was compressed, and whether that is only its beginning. */
export interface Inflated {
  readonly bytes: Buffer;
  readonly cut: boolean;
}

/**
 * What was compressed, as far as it is no longer than `most` bytes nor 64 times its size; of what is longer, the
 * beginning. Null when it is not to be had.
 */
export function inflated(bytes: Buffer, form: Form, most: number): Inflated | null {
  const limit = Math.max(64, Math.min(most, ratio * bytes.length));
  const whole = attempt(bytes, form, limit);
  if (whole !== 'too long') return whole === null ? null : { bytes: whole, cut: false };
  const beginning = attempt(bytes.subarray(0, Math.max(16, Math.floor(limit / mostGrown))), form, limit);
  return beginning === null || beginning === 'too long' ? null : { bytes: beginning, cut: true };
}

function attempt(bytes: Buffer, form: Form, maxOutputLength: number): Buffer | 'too long' | null {
  try {
    return inflate[form](bytes, { maxOutputLength, finishFlush });
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too long' : null;
  }
}

// Gives what there is of a stream that was cut off.
const finishFlush = 2;
