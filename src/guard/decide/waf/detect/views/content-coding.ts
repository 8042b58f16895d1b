import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { unsnappy } from './snappy.ts';
import { unzstd } from './zstd.ts';

/** The bytes that `Content-Encoding` hides, and why they are not all. */
export interface Uncoded {
  readonly bytes: Buffer;
  /** '' when nothing is wrong. */
  readonly why: string;
  /** True when only their beginning was looked at. */
  readonly cut: boolean;
}

/** How many times its size a body may be once it is inflated, and codings one over the other. */
const ratio = 128;
const mostCodings = 2;

/**
 * Undoes `gzip`, `deflate` (with and without its zlib frame), `br`, `zstd` and `snappy`. Of what would become longer
 * than `most` bytes or 128 times its size, the beginning, as far as it surely is within them. What is encrypted for
 * somebody else stays as it is.
 */
export function uncoded(bytes: Buffer, contentEncoding: string, most: number): Uncoded {
  if (contentEncoding === '') return { bytes, why: '', cut: false };
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    // A parameter is none of its grammar, and some servers only look whether the word is there.
    .map((coding) => coding.replace(/;.*/, '').trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > mostCodings) return { bytes, why: 'more than two content codings', cut: false };
  let why = '';
  for (const coding of codings.reverse()) {
    const inflate = coders[coding];
    if (coding === 'aes128gcm' && isEncrypted(bytes)) return { bytes, why: 'encrypted', cut: false };
    if (inflate === undefined) return { bytes, why: isUtf8(bytes) ? strange : hidden, cut: false };
    const limit = Math.max(1_024, Math.min(most, ratio * bytes.length));
    let inner = attempt(inflate, bytes, limit);
    if (inner === 'too long') {
      // Deflate is at most 1 032 times as long.
      const beginning = bytes.subarray(0, Math.max(64, Math.floor(limit / 1_032)));
      inner = attempt(inflate, beginning, limit);
      const grown = typeof inner === 'string' || inner.length > ratio * beginning.length;
      why = grown || limit < most ? bomb : long;
    }
    if (typeof inner === 'string')
      return { bytes, why: why === '' ? `is no ${coding}` : why, cut: why !== '' };
    bytes = inner;
  }
  return { bytes, why, cut: why !== '' };
}

/**
 * What lies in bytes that begin as gzip or zstd do though nothing says so, as servers that guess by the first bytes
 * see it; null where they only look it. Within the same bounds; of what goes past them, the beginning.
 */
export function undeclared(
  bytes: Buffer,
  most: number,
): { readonly bytes: Buffer; readonly cut: boolean } | null {
  let within = bytes;
  let cut = false;
  for (let n = 0; n < mostCodings; n++) {
    const coding = codingShown(within);
    if (coding === '') break;
    const inner = uncoded(within, coding, most);
    if (inner.bytes === within || inner.bytes.length === 0) break;
    within = inner.bytes;
    cut ||= inner.cut;
  }
  return within === bytes ? null : { bytes: within, cut };
}

/**
 * Whether bytes are a message of Web Push or its like (RFC 8188 2.1): a salt, the size of its records, and whose key
 * it is for. Neither this gateway nor the service it is passed on to can read it.
 */
function isEncrypted(bytes: Buffer): boolean {
  const head = 21;
  // A record has a tag of sixteen bytes and a delimiter.
  return bytes.length > head + bytes[head - 1]! + 16 && bytes.readUInt32BE(16) >= 18 && !isUtf8(bytes);
}

/** By the first four bytes: of gzip (RFC 1952), of zstd and its frames to be skipped (RFC 8878). */
function codingShown(bytes: Buffer): '' | 'gzip' | 'zstd' {
  if (bytes.length < 10) return '';
  if (bytes[0] === 0x1f) return bytes[1] === 0x8b && bytes[2] === 8 ? 'gzip' : '';
  const head = bytes.readUInt32LE(0);
  return head === 0xfd2fb528 || (head & 0xfffffff0) >>> 0 === 0x184d2a50 ? 'zstd' : '';
}

const strange = 'a content coding that is not known';
/** The same of what is no text as it stands: nobody has looked at what it says. */
const hidden = 'is in a content coding that is not known';
const bomb = 'inflates past its bound';
/** What a large body is that was compressed as bodies are. */
const long = 'longer than is looked at';

type Inflate = (bytes: Buffer, most: number) => Buffer;

function attempt(inflate: Inflate, bytes: Buffer, most: number): Buffer | 'too long' | 'broken' {
  try {
    return inflate(bytes, most);
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too long' : 'broken';
  }
}

// A body may be cut off: what there is of the stream is enough.
const flush = { finishFlush: constants.Z_SYNC_FLUSH };
const gzip: Inflate = (bytes, maxOutputLength) => gunzipSync(bytes, { ...flush, maxOutputLength });
const deflate: Inflate = (bytes, maxOutputLength) => {
  const framed = bytes.length > 1 && (bytes[0]! & 15) === 8 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0;
  return (framed ? inflateSync : inflateRawSync)(bytes, { ...flush, maxOutputLength });
};
const brotli: Inflate = (bytes, maxOutputLength) =>
  brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength });

const coders: Readonly<Record<string, Inflate>> = Object.assign(Object.create(null), {
  gzip,
  'x-gzip': gzip,
  deflate,
  br: brotli,
  zstd: unzstd,
  snappy: unsnappy,
});
