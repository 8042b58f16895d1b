import type { Piece } from './piece.ts';

// What browsers and programs send with every request alike, and what says nothing of who calls. No other header is kept.
const usual = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-type',
  'dnt',
  'host',
  'pragma',
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-fetch-user',
  'te',
  'upgrade-insecure-requests',
  'user-agent',
]);

const slots = 512;
const longest = 256;

/**
 * Headers that were looked at before, letter by letter the same: what was not found in one is not looked for again. Of a
 * fixed size; what falls on the same slot takes its place, so whoever sends many different ones wins nothing by it.
 */
export class UsualHeaders {
  readonly #kept: (Piece | undefined)[] = new Array<undefined>(slots).fill(undefined);

  /** The same header with the same value; undefined when it is not kept. */
  known(name: string, value: string): Piece | undefined {
    const slot = slotOf(name, value);
    const piece = this.#kept[slot];
    if (piece !== undefined && piece.text === value && piece.name === name) return piece;
    const other = this.#kept[slot ^ 1];
    return other !== undefined && other.text === value && other.name === name ? other : undefined;
  }

  keep(piece: Piece): void {
    if (piece.text.length > longest || !usual.has(piece.name.toLowerCase())) return;
    const slot = slotOf(piece.name, piece.text);
    this.#kept[slot ^ 1] = this.#kept[slot];
    this.#kept[slot] = piece;
  }
}

function slotOf(name: string, value: string): number {
  const { length } = value;
  const mixed =
    length * 31 +
    name.length * 37 +
    name.charCodeAt(0) * 7 +
    value.charCodeAt(length >> 1) * 131 +
    value.charCodeAt(length - 1) * 17 +
    value.charCodeAt((length >> 2) * 3) * 61;
  return mixed & (slots - 1);
}
