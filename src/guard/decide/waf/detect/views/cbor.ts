import type { Item } from './packed-json.ts';

/** What begins at a place of a text in CBOR (RFC 8949 3); null where nothing does. */
export function cborItem(bytes: Buffer, at: number): Item | null {
  const first = bytes[at]!;
  const major = first >> 5;
  const minor = first & 31;
  if (first === 0xff) return { kind: 'end', size: 0, bytes: null, to: at + 1 };
  const wide = minor < 24 ? 0 : minor < 28 ? 1 << (minor - 24) : minor === 31 ? 0 : -1;
  if (wide < 0 || at + 1 + wide > bytes.length) return null;
  const size = minor === 31 ? Number.POSITIVE_INFINITY : wide === 0 ? minor : unsigned(bytes, at + 1, wide);
  const to = at + 1 + wide;
  switch (major) {
    case 2:
    case 3: {
      if (minor === 31) return inPieces(bytes, to, major);
      return { kind: 'text', size, bytes: bytes.subarray(to, to + size), to: to + size };
    }
    case 4:
      return { kind: 'array', size, bytes: null, to };
    case 5:
      return { kind: 'map', size: 2 * size, bytes: null, to };
    case 6:
      return { kind: 'tag', size, bytes: null, to };
    default:
      return minor === 31 ? null : { kind: 'other', size, bytes: null, to };
  }
}

/** A text of texts of a known length, up to the byte that ends it. */
function inPieces(bytes: Buffer, from: number, major: number): Item | null {
  const pieces: Buffer[] = [];
  for (let at = from; at < bytes.length; ) {
    if (bytes[at] === 0xff) return { kind: 'text', size: 0, bytes: Buffer.concat(pieces), to: at + 1 };
    if (bytes[at]! >> 5 !== major || (bytes[at]! & 31) === 31) return null;
    const piece = cborItem(bytes, at);
    if (piece === null || piece.bytes === null) return null;
    pieces.push(piece.bytes);
    at = piece.to;
  }
  return null;
}

const unsigned = (bytes: Buffer, at: number, wide: number): number =>
  wide === 8 ? bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4) : bytes.readUIntBE(at, wide);
