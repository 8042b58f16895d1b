import { constants, zstdDecompressSync } from 'node:zlib';

const MAGIC = 0xfd2fb528;
/** Of frames to be skipped: the last four bits may be any. */
const SKIPPABLE = 0x184d2a50;
/** Frames of one body that are read: who writes more hides something. */
const mostFrames = 64;

/**
 * Undoes `zstd` (RFC 8878): all frames, one after the other, and past those that are to be skipped, as servers do; Node
 * reads the first one alone. Throws what Node throws, also where more than `most` bytes would come of it.
 */
export function unzstd(bytes: Buffer, most: number): Buffer {
  const parts: Buffer[] = [];
  let room = most;
  let frames = 0;
  for (let at = 0; at < bytes.length; ) {
    if (++frames > mostFrames) throw new Error('more frames than anybody writes');
    const magic = at + 8 <= bytes.length ? bytes.readUInt32LE(at) : 0;
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      at += 8 + bytes.readUInt32LE(at + 4);
      continue;
    }
    const end = magic === MAGIC ? endOfFrame(bytes, at) : bytes.length;
    const part = zstdDecompressSync(bytes.subarray(at, end), {
      finishFlush: constants.ZSTD_e_flush,
      maxOutputLength: Math.max(1, room),
    });
    room -= part.length;
    parts.push(part);
    at = end;
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** RFC 8878 3.1.1: its blocks say how long they are. The end of the bytes for a frame that was cut off. */
function endOfFrame(bytes: Buffer, from: number): number {
  const descriptor = bytes[from + 4]!;
  const single = (descriptor >> 5) & 1;
  const sizeBytes = [single, 2, 4, 8][descriptor >> 6]!;
  let at = from + 5 + (1 - single) + [0, 1, 2, 4][descriptor & 3]! + sizeBytes;
  for (let last = false; !last; ) {
    if (at + 3 > bytes.length) return bytes.length;
    const block = bytes.readUIntLE(at, 3);
    last = (block & 1) === 1;
    // A block of one byte repeated holds that byte alone.
    at += 3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3);
  }
  return Math.min(bytes.length, at + ((descriptor >> 2) & 1) * 4);
}
