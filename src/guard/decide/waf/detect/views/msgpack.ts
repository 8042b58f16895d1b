import type { Item } from './packed-json.ts';

/** What begins at a place of a text in MessagePack; null where nothing does. */
export function msgpackItem(bytes: Buffer, at: number): Item | null {
  const first = bytes[at]!;
  if (first < 0x80 || first >= 0xe0) return fixed(at + 1);
  if (first < 0x90) return { kind: 'map', size: 2 * (first & 15), bytes: null, to: at + 1 };
  if (first < 0xa0) return { kind: 'array', size: first & 15, bytes: null, to: at + 1 };
  if (first < 0xc0) return text(bytes, at + 1, first & 31);
  const { kind, wide } = heads[first - 0xc0]!;
  if (kind === 'none' || at + 1 + wide > bytes.length) return null;
  const to = at + 1 + wide;
  if (kind === 'other') return fixed(to);
  const size = bytes.readUIntBE(at + 1, wide);
  if (kind === 'text') return text(bytes, to, size);
  // The type of an extension stands before its bytes.
  if (kind === 'extension') return text(bytes, to + 1, size);
  return { kind, size: kind === 'map' ? 2 * size : size, bytes: null, to };
}

const fixed = (to: number): Item => ({ kind: 'other', size: 0, bytes: null, to });
const text = (bytes: Buffer, from: number, size: number): Item => ({
  kind: 'text',
  size,
  bytes: bytes.subarray(from, from + size),
  to: from + size,
});

interface Head {
  readonly kind: 'none' | 'other' | 'text' | 'extension' | 'array' | 'map';
  /** Bytes behind the first: of a length, or of the value itself. */
  readonly wide: number;
}

const of = (kind: Head['kind'], ...wide: readonly number[]): Head[] =>
  wide.map((bytes) => ({ kind, wide: bytes }));

/** From 0xc0 to 0xdf. */
const heads: readonly Head[] = [
  ...of('other', 0),
  ...of('none', 0),
  ...of('other', 0, 0),
  ...of('text', 1, 2, 4),
  ...of('extension', 1, 2, 4),
  ...of('other', 4, 8, 1, 2, 4, 8, 1, 2, 4, 8),
  // Extensions of 1, 2, 4, 8 and 16 bytes, with their type.
  ...of('other', 2, 3, 5, 9, 17),
  ...of('text', 1, 2, 4),
  ...of('array', 2, 4),
  ...of('map', 2, 4),
];
