import type { Exchange } from '../../../../base/exchange.ts';
import type { Finding } from '../detect/finding.ts';
import { type Piece, Pieces } from './pieces.ts';
import { type Place, readers } from './places.ts';
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
  readonly counts?: ((finding: Finding, piece: Piece) => boolean) | undefined;
}

/**
 * One request, looked at as far as rules ask: each place is read once, and each of its texts shown to each detector
 * once, however many rules ask for it.
 */
export class Inspection {
  readonly #x: Exchange;
  readonly #bodyBytes: number;
  readonly #places = new Map<Place, Read>();

  constructor(x: Exchange, bodyBytes: number) {
    this.#x = x;
    this.#bodyBytes = bodyBytes;
  }

  /** Every text of a place. */
  pieces(place: Place): readonly Piece[] {
    return this.#read(place).pieces;
  }

  /** The first piece of a place that shows what is sought; null when none does. */
  first(place: Place, sought: Sought, wanted: Wanted): Sighting | null {
    const read = this.#read(place);
    const looked = lookedFor(read, sought);
    if (looked.clean) return null;
    const { pieces } = read;
    const { least, of, counts } = wanted;
    let clean = true;
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!;
      if (of !== undefined && !of(piece)) {
        clean = false;
        continue;
      }
      let finding = looked.findings[i];
      if (finding === undefined) {
        finding = shown(piece, looked.search);
        looked.findings[i] = finding;
      }
      if (finding === null) continue;
      clean = false;
      if (finding.score >= least && (counts === undefined || counts(finding, piece)))
        return { place, piece, finding };
    }
    looked.clean = clean;
    return null;
  }

  #read(place: Place): Read {
    const known = this.#places.get(place);
    if (known !== undefined) return known;
    const pieces = new Pieces();
    const why = readers[place](this.#x, pieces, this.#bodyBytes);
    if (why !== '') remark(this.#x, `${place}: ${why}`);
    if (pieces.truncated) remark(this.#x, `${place}: more encodings than are undone`);
    const read: Read = { pieces: pieces.list, looked: new Map() };
    this.#places.set(place, read);
    return read;
  }
}

interface Read {
  readonly pieces: readonly Piece[];
  readonly looked: Map<Sought, Looked>;
}

interface Looked {
  readonly search: Search;
  /** By the place of their piece; undefined: not asked yet. */
  readonly findings: (Finding | null | undefined)[];
  /** True when no piece shows anything. */
  clean: boolean;
}

function lookedFor(read: Read, sought: Sought): Looked {
  let looked = read.looked.get(sought);
  if (looked === undefined) {
    looked = { search: searches.get(sought)!, findings: [], clean: false };
    read.looked.set(sought, looked);
  }
  return looked;
}

function shown({ where, text, holds }: Piece, search: Search): Finding | null {
  if (search.needs !== 0 && (holds & search.needs) === 0) return null;
  if (where === 'raw' && !search.whole) return null;
  if (search.detectKey !== null && (where.endsWith('-name') || where === 'json-key')) {
    const finding = search.detectKey(text);
    if (finding !== null) return finding;
  }
  return search.detect(text);
}

const mostRemarks = 8;

function remark(x: Exchange, text: string): void {
  if (x.unread === null) x.unread = [text];
  else if (x.unread.length < mostRemarks && !x.unread.includes(text)) x.unread.push(text);
}
