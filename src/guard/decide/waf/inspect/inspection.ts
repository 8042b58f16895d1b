import type { Exchange } from '../../../../base/exchange.ts';
import type { Finding } from '../detect/finding.ts';
import { remark } from '../parts/remark.ts';
import { type About, HeadRead } from './head-read.ts';
import type { Piece } from './piece.ts';
import { Pieces } from './pieces.ts';
import { type Neighbours, PlaceRead } from './place-read.ts';
import { type Place, places, readers } from './places.ts';
import { type Search, type Sought, searches } from './searches.ts';

/** A finding, and the text it was found in. */
export interface Sighting {
  readonly place: Place;
  readonly piece: Piece;
  readonly finding: Finding;
}

/** What a rule wants to know of the pieces of a place. */
export interface Wanted {
  /** The score from which a finding counts. */
  readonly least: number;
  /** Which pieces are looked at; absent: all. */
  readonly of?: ((piece: Piece) => boolean) | undefined;
  /** Which findings count; absent: all. */
  readonly counts?: ((finding: Finding, piece: Piece, near: Neighbours) => boolean) | undefined;
}

/**
 * One request, looked at as far as rules ask: each place is read once, and each of its texts shown to each detector
 * once, however many rules ask for it.
 */
export class Inspection {
  readonly #x: Exchange;
  readonly #bodyBytes: number;
  /** Of each place, by its number: a bit for each search, by its number, that finds nothing in any piece. */
  readonly clean: number[] = [0, 0, 0, 0, 0];
  /** By the number of the place; undefined: not read yet. */
  readonly #read: (PlaceRead | undefined)[] = [undefined, undefined, undefined, undefined, undefined];
  /** What was found in the head, for the next request that has it; null: it is not kept. */
  readonly #head: HeadRead | null;

  constructor(x: Exchange, bodyBytes: number) {
    this.#x = x;
    this.#bodyBytes = bodyBytes;
    this.#head = HeadRead.of(x);
    if (this.#head === null) return;
    const { parts } = this.#head;
    for (let number = 0; number < parts.length; number++) {
      const part = parts[number]!;
      if (part === null) continue;
      this.clean[number] = part.clean[number]!;
      this.#read[number] = part.read[number];
    }
  }

  /** What is true of a part of the head whatever else the request has; found out once for all with the same one. */
  once<V>(about: About, question: object, answer: (x: Exchange) => V): V {
    const known = this.#head?.answered<V>(about, question);
    if (known !== undefined) return known;
    const found = answer(this.#x);
    this.#head?.answer(about, question, found);
    return found;
  }

  /** Every text of a place. */
  pieces(place: Place): readonly Piece[] {
    return this.#reading(places.indexOf(place)).pieces;
  }

  /** The classes of characters in the texts of a place, but in a raw body. */
  holds(place: Place): number {
    return this.#reading(places.indexOf(place)).holds;
  }

  /** True where all texts of a place are keys and values of JSON, or the body as it came. */
  isJsonAlone(place: Place): boolean {
    return this.#reading(places.indexOf(place)).jsonAlone;
  }

  /** The first piece of a place that shows what is sought; null when none does. */
  first(place: Place, sought: Sought, wanted: Wanted): Sighting | null {
    return this.find(places.indexOf(place), searches.get(sought)!, wanted);
  }

  /** The same by the number of the place. */
  find(number: number, search: Search, wanted: Wanted): Sighting | null {
    const read = this.#read[number] ?? this.#reading(number);
    const bit = 1 << search.number;
    if ((this.clean[number]! & bit) !== 0) return null;
    const { doubtful } = read;
    const { least, of, counts } = wanted;
    let clean = true;
    for (let i = 0; i < doubtful.length; i++) {
      const piece = doubtful[i]!;
      if (((piece.clean | piece.twin.clean) & bit) !== 0) continue;
      if (of !== undefined && !of(piece)) {
        clean = false;
        continue;
      }
      const finding = read.found(piece, i, search);
      if (finding === null) continue;
      clean = false;
      if (finding.score >= least && (counts === undefined || counts(finding, piece, read)))
        return { place: places[number]!, piece, finding };
    }
    if (clean) this.#cleared(number, bit);
    return null;
  }

  #cleared(number: number, bits: number): void {
    this.clean[number]! |= bits;
    const part = this.#head?.parts[number] ?? null;
    if (part !== null) part.clean[number]! |= bits;
  }

  #reading(number: number): PlaceRead {
    const known = this.#read[number];
    if (known !== undefined) return known;
    const part = this.#head?.parts[number] ?? null;
    const pieces = new Pieces(part?.before(number));
    const why = readers[number]!(this.#x, pieces, this.#bodyBytes);
    if (why !== '') remark(this.#x, `${places[number]}: ${why}`);
    if (pieces.truncated) remark(this.#x, `${places[number]}: more encodings than are undone`);
    const read = new PlaceRead(pieces);
    this.#read[number] = read;
    if (part !== null) {
      if (why === '' && !pieces.truncated) part.keep(number, read);
      else part.remarkable = true;
    }
    this.#cleared(number, ~read.open);
    return read;
  }
}
