import type { Exchange } from '../../../../base/exchange.ts';
import type { Finding } from '../detect/finding.ts';
import { type Piece, Pieces } from './pieces.ts';
import { headerPlaces, type Place, places, readers } from './places.ts';
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

/** The other texts of a place, as evidence for what one of them is. */
export interface Neighbours {
  /** True where a value of JSON is a message and one the time of it: what stands beside them tells of a record. */
  tellOfRecords(): boolean;
  /** True where JSON says of which kind and of which version of an API it is, as manifests of Kubernetes do. */
  tellOfCluster(): boolean;
  /** The text that stands right before another one; null before the first. */
  before(piece: Piece): Piece | null;
  /** Whether the object of JSON that has a key has another one of which that is true; no further away than a few. */
  hasKeyBeside(key: Piece, test: (key: string) => boolean): boolean;
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
  readonly #read: (Read | undefined)[] = [undefined, undefined, undefined, undefined, undefined];

  /** What was found in the headers, for the next request that has them; null: they are not kept. */
  readonly #headers: HeadersRead | null;

  constructor(x: Exchange, bodyBytes: number) {
    this.#x = x;
    this.#bodyBytes = bodyBytes;
    this.#headers = HeadersRead.of(x);
    if (this.#headers === null) return;
    for (const number of headerPlaces) {
      this.clean[number] = this.#headers.clean[number]!;
      this.#read[number] = this.#headers.read[number];
    }
  }

  /** What is true of headers whatever else the request has; found out once for all requests with the same ones. */
  ofHeaders<V>(question: object, answer: (x: Exchange) => V): V {
    const known = this.#headers?.answers.get(question) as V | undefined;
    if (known !== undefined) return known;
    const found = answer(this.#x);
    if (this.#headers !== null && this.#headers.answers.size < mostAnswers)
      this.#headers.answers.set(question, found);
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
    if (this.#headers !== null) this.#headers.clean[number]! |= bits;
  }

  #reading(number: number): Read {
    const known = this.#read[number];
    if (known !== undefined) return known;
    const pieces = new Pieces();
    const why = readers[number]!(this.#x, pieces, this.#bodyBytes);
    if (why !== '') remark(this.#x, `${places[number]}: ${why}`);
    if (pieces.truncated) remark(this.#x, `${places[number]}: more encodings than are undone`);
    const read = new Read(pieces);
    this.#read[number] = read;
    // What is to be remarked on is so with every request.
    if (this.#headers !== null && why === '' && !pieces.truncated) this.#headers.read[number] = read;
    this.#cleared(number, ~read.open);
    return read;
  }
}

/** Longer heads are not kept: what an idle connection may hold is bounded. */
const longestKept = 4_096;
const mostAnswers = 16;

/** What was found in the headers of a request, kept for the next one of the same connection. */
class HeadersRead {
  readonly headers: readonly string[];
  /** As in the inspection, of the places that are headers alone. */
  readonly clean: number[] = [0, 0, 0, 0, 0];
  readonly read: (Read | undefined)[] = [undefined, undefined, undefined, undefined, undefined];
  readonly answers = new Map<object, unknown>();

  private constructor(headers: readonly string[]) {
    this.headers = headers;
  }

  static of({ connection, headers, headBytes }: Exchange): HeadersRead | null {
    if (connection === null) return null;
    const before = connection.found;
    if (before instanceof HeadersRead && areSame(before.headers, headers)) return before;
    const now = headBytes > longestKept ? null : new HeadersRead(headers);
    connection.found = now;
    return now;
  }
}

function areSame(before: readonly string[], now: readonly string[]): boolean {
  if (before === now) return true;
  if (before.length !== now.length) return false;
  // The last ones differ first: what a browser sends alike with every request stands in front.
  for (let i = now.length - 1; i >= 0; i--) if (before[i] !== now[i]) return false;
  return true;
}

/** Texts before and behind one that are its neighbours. */
const nearby = 64;

const message = /\/(?:message|msg|log|line|event|short_message|text|textPayload|body)$/;
const time = /\/(?:@?timestamp|@t|ts|time|date|dt|datetime|asctime|time_?[sS]tamp|event_?[tT]ime)$/;

/** A place, and what was found in it. */
class Read implements Neighbours {
  readonly pieces: readonly Piece[];
  /** Those in which something may be found. */
  readonly doubtful: readonly Piece[];
  /** A bit for each search, by its number, that may find something in one of them. */
  readonly open: number;
  /** The classes of characters in all of them but a raw body. */
  readonly holds: number;
  readonly jsonAlone: boolean;
  /** By the number of the search and the place of the piece among the doubtful; null until something is found. */
  #findings: (Finding | undefined)[][] | null = null;

  constructor({ list, doubtful, open, holds, jsonAlone }: Pieces) {
    this.jsonAlone = jsonAlone;
    this.pieces = list;
    this.doubtful = doubtful;
    this.open = open;
    this.holds = holds;
  }

  #records: boolean | null = null;

  tellOfRecords(): boolean {
    this.#records ??=
      this.pieces.some(({ where, name }) => where === 'json' && message.test(name)) &&
      this.pieces.some(
        ({ where, name }) => (where === 'json' || where === 'json-literal') && time.test(name),
      );
    return this.#records;
  }

  #cluster: boolean | null = null;

  tellOfCluster(): boolean {
    this.#cluster ??= this.#hasJson('/apiVersion') && this.#hasJson('/kind');
    return this.#cluster;
  }

  #hasJson(end: string): boolean {
    return this.pieces.some(
      ({ where, how, name }) => where === 'json' && how.length === 0 && name.endsWith(end),
    );
  }

  /** Where each piece stands; null until somebody asks. */
  #order: Map<Piece, number> | null = null;

  before(piece: Piece): Piece | null {
    return this.pieces[this.#at(piece) - 1] ?? null;
  }

  hasKeyBeside(key: Piece, test: (key: string) => boolean): boolean {
    const pointer = key.name.slice(0, -key.text.length);
    const at = this.#at(key);
    for (let i = Math.max(0, at - nearby); i < this.pieces.length && i < at + nearby; i++) {
      const { where, name, text } = this.pieces[i]!;
      if (where === 'json-key' && name.length === pointer.length + text.length && name.startsWith(pointer))
        if (test(text)) return true;
    }
    return false;
  }

  #at(piece: Piece): number {
    this.#order ??= new Map(this.pieces.map((other, at) => [other, at]));
    return this.#order.get(piece) ?? -1;
  }

  /** What a search finds in a piece; looked for once. */
  found(piece: Piece, at: number, search: Search): Finding | null {
    const known = this.#findings?.[search.number]?.[at];
    if (known !== undefined) return known;
    const finding = shown(piece, search);
    if (finding === null) {
      piece.clean |= 1 << search.number;
      return null;
    }
    this.#findings ??= [];
    const list = this.#findings[search.number] ?? [];
    this.#findings[search.number] = list;
    list[at] = finding;
    return finding;
  }
}

function shown({ where, text }: Piece, search: Search): Finding | null {
  if (search.detectKey !== null && (where === 'json-key' || where.endsWith('-name'))) {
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
