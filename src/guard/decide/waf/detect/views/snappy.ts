/** What a copy may make of the bytes it is written in, at most: 64 of three. No block of Snappy is a bomb. */
const growth = 22;

/**
 * Undoes the block format of Snappy, in which Prometheus sends what it has measured (google/snappy,
 * format_description.txt): a length, then literals and copies of what came before. Of what would become longer than
 * `most` bytes, and of what was cut off, the beginning. Throws where it is no such block.
 */
export function unsnappy(bytes: Buffer, most: number): Buffer {
  const reader = { at: 0 };
  const length = lengthOf(bytes, reader);
  const out = Buffer.allocUnsafe(Math.min(length, most, bytes.length * growth));
  let at = reader.at;
  let to = 0;
  while (at < bytes.length && to < out.length) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    if (kind === 0) {
      const more = Math.max(0, (tag >> 2) - 59);
      if (at + more > bytes.length) break;
      const literal = (more === 0 ? tag >> 2 : bytes.readUIntLE(at, more)) + 1;
      if (to + literal > length) throw new Error('is longer than it says');
      at += more;
      to += bytes.copy(out, to, at, Math.min(at + literal, bytes.length));
      at += literal;
      continue;
    }
    const extra = kind === 3 ? 4 : kind;
    if (at + extra > bytes.length) break;
    const copied = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = kind === 1 ? ((tag >> 5) << 8) | bytes[at]! : bytes.readUIntLE(at, extra);
    at += extra;
    if (back === 0 || back > to) throw new Error('copies what is not there');
    if (to + copied > length) throw new Error('is longer than it says');
    // Byte by byte: a copy may repeat what it has just written.
    for (const end = Math.min(out.length, to + copied); to < end; to++) out[to] = out[to - back]!;
  }
  // What goes on behind its own end is for somebody else to read.
  if (at < bytes.length && to === length) throw new Error('is longer than it says');
  return out.subarray(0, to);
}

/** A varint of at most 32 bits. */
function lengthOf(bytes: Buffer, reader: { at: number }): number {
  let length = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[reader.at++];
    if (byte === undefined) break;
    length += (byte & 127) * 2 ** shift;
    if (byte < 128 && length < 2 ** 32) return length;
  }
  throw new Error('has no length');
}
