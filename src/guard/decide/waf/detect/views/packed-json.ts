import { isUtf8 } from 'node:buffer';
import { cborItem } from './cbor.ts';
import { msgpackItem } from './msgpack.ts';
import type { Bounds, Outcome, Take } from './part.ts';

/** JSON's values in fewer bytes: CBOR (RFC 8949) and MessagePack. */
export type Packing = 'cbor' | 'msgpack';

/** What a media type packs its values in; null where it is neither. */
export function packingOf(type: string): Packing | null {
  if (type === 'application/cbor' || type === 'application/cbor-seq' || type.endsWith('+cbor')) return 'cbor';
  return type === 'application/msgpack' ||
    type === 'application/x-msgpack' ||
    type === 'application/vnd.msgpack' ||
    type.endsWith('+msgpack')
    ? 'msgpack'
    : null;
}

/** What begins at a place. */
export interface Item {
  /** A tag is no value: one follows. */
  readonly kind: 'text' | 'array' | 'map' | 'other' | 'tag' | 'end';
  /** Of an array its values, of a map its keys and values; Infinity up to an `end`. */
  readonly size: number;
  /** Of a text, its bytes. */
  readonly bytes: Buffer | null;
  /** Behind it; behind its head where values follow. */
  readonly to: number;
}

interface Open {
  left: number;
  readonly isMap: boolean;
  awaitsKey: boolean;
  /** The keys it lies behind, and the one that was read last in it. */
  readonly path: string;
  key: string;
}

const deepest = 1_024;
/** Characters of the keys around a container that its own keys are told with, the innermost. */
const mostPath = 128;

/**
 * Every key and every text of packed values, under the keys it stands behind. What does not follow the grammar is handed
 * over as the text it is. Linear; no recursion; never throws.
 */
export function packedParts(bytes: Buffer, packing: Packing, take: Take, bounds: Bounds): Outcome {
  const itemAt = packing === 'cbor' ? cborItem : msgpackItem;
  const open: Open[] = [];
  let left = bounds.parts;
  for (let at = 0; at < bytes.length; ) {
    const item = itemAt(bytes, at);
    if (item === null || item.to > bytes.length || open.length > deepest || left <= 0) {
      take('', textOf(bytes.subarray(at)), 'rest');
      return left <= 0 || bounds.cut === true ? 'truncated' : 'malformed';
    }
    at = item.to;
    if (item.kind === 'tag') continue;
    if ((item.kind === 'array' || item.kind === 'map') && item.size > 0) {
      const path = nameOf(open.at(-1)).slice(-mostPath);
      open.push({ left: item.size, isMap: item.kind === 'map', awaitsKey: true, path, key: '' });
      continue;
    }
    if (item.kind === 'end') open.pop();
    const inside = open.at(-1);
    const isKey = inside?.isMap === true && inside.awaitsKey;
    if (item.kind === 'text' && item.bytes !== null && item.bytes.length > 0) {
      left--;
      const text = textOf(item.bytes);
      if (isKey) inside.key = text;
      take(nameOf(inside) || '/', text, isKey ? 'json-key' : 'json');
    }
    closed(open);
  }
  return open.length === 0 || bounds.cut === true ? 'whole' : 'malformed';
}

/** What the values in a container go by. */
const nameOf = (inside: Open | undefined): string =>
  inside === undefined ? '' : inside.isMap ? `${inside.path}/${inside.key}` : inside.path;

/** A value is complete, and so may be what it is the last of. */
function closed(open: Open[]): void {
  for (let inside = open.at(-1); inside !== undefined; inside = open.at(-1)) {
    inside.awaitsKey = !inside.awaitsKey;
    if (--inside.left > 0) return;
    open.pop();
  }
}

const textOf = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
