import type { Finding } from '../detect/finding.ts';
import type { Piece } from './piece.ts';
import type { Pieces } from './pieces.ts';
import type { Search } from './searches.ts';

/** The other texts of a place, as evidence for what one of them is. */
export interface Neighbours {
  /** True where a value of JSON is a message and one the time of it, or both: what stands beside them tells of a record. */
  tellOfRecords(): boolean;
  /** True where JSON says of which kind and of which version of an API it is, as manifests of Kubernetes do. */
  tellOfCluster(): boolean;
  /** True where JSON has a name and a version beside a member, as manifests of packages do. */
  tellOfPackage(member: string): boolean;
  /** The values, as they came, of an argument of the query by its name. */
  valuesOf(name: string): readonly string[];
  /** The text that stands right before another one; null before the first. */
  before(piece: Piece): Piece | null;
  /** The text that stands right behind another one; null behind the last. */
  behind(piece: Piece): Piece | null;
  /** Whether the object of JSON that has a key has another one of which that is true; no further away than a few. */
  hasKeyBeside(key: Piece, test: (key: string) => boolean): boolean;
}

/** Texts before and behind one that are its neighbours. */
const nearby = 64;

const message = /\/(?:message|msg|log|full_log|line|event|short_message|text|textPayload|body)$/;
const time = /\/(?:@?timestamp|@t|ts|time|date|dt|datetime|asctime|time_?[sS]tamp|event_?[tT]ime)$/;

/** `Aug  3 10:15:01 web1 sshd[2213]: …`, `2026-08-03T10:15:01Z …`, `<34>Oct 11 22:14:15 …`: a message that begins with its time. */
const dated = /^(?:<\d{1,3}>1?\s?)?(?:[A-Z][a-z]{2} [ \d]\d|\d{4}-\d\d-\d\d[T ])\s?\d\d:\d\d:\d\d\b/;

const packageName = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;
const version = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

/** A place of a request as it was read, and what was found in it. */
export class PlaceRead implements Neighbours {
  readonly pieces: readonly Piece[];
  /** Those in which something may be found. */
  readonly doubtful: readonly Piece[];
  /** A bit for each search, by its number, that may find something in one of them. */
  readonly open: number;
  /** The classes of characters in all of them but a raw body. */
  readonly holds: number;
  /** True when all of them are keys and values of JSON, or the body as it came. */
  readonly jsonAlone: boolean;
  /** By the number of the search and the place of the piece among the doubtful; null until something is found. */
  #findings: (Finding | undefined)[][] | null = null;
  /** What its pieces tell of, and where each stands; null until somebody asks. */
  #records: boolean | null = null;
  #cluster: boolean | null = null;
  #order: Map<Piece, number> | null = null;

  constructor({ list, doubtful, open, holds, jsonAlone }: Pieces) {
    this.jsonAlone = jsonAlone;
    this.pieces = list;
    this.doubtful = doubtful;
    this.open = open;
    this.holds = holds;
  }

  tellOfRecords(): boolean {
    this.#records ??=
      this.pieces.some(({ where, name }) => where === 'json' && message.test(name)) &&
      this.pieces.some(
        ({ where, name, text }) =>
          ((where === 'json' || where === 'json-literal') && time.test(name)) ||
          (where === 'json' && message.test(name) && dated.test(text)),
      );
    return this.#records;
  }

  tellOfCluster(): boolean {
    this.#cluster ??= this.#hasJson('/apiVersion') && this.#hasJson('/kind');
    return this.#cluster;
  }

  tellOfPackage(member: string): boolean {
    return this.#hasMember(`${member}/name`, packageName) && this.#hasMember(`${member}/version`, version);
  }

  #hasMember(pointer: string, shape: RegExp): boolean {
    return this.pieces.some(
      ({ where, how, name, text }) =>
        where === 'json' && how.length === 0 && name === pointer && shape.test(text),
    );
  }

  #hasJson(end: string): boolean {
    return this.pieces.some(
      ({ where, how, name }) => where === 'json' && how.length === 0 && name.endsWith(end),
    );
  }

  before(piece: Piece): Piece | null {
    return this.pieces[this.#at(piece) - 1] ?? null;
  }

  behind(piece: Piece): Piece | null {
    const at = this.#at(piece);
    return at < 0 ? null : (this.pieces[at + 1] ?? null);
  }

  valuesOf(of: string): readonly string[] {
    return this.pieces
      .filter(({ where, name, how }) => where === 'query' && name === of && how.length === 0)
      .map(({ text }) => text);
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

  #at(piece: Piece): number {
    this.#order ??= new Map(this.pieces.map((other, at) => [other, at]));
    return this.#order.get(piece) ?? -1;
  }
}

function shown({ where, text }: Piece, search: Search): Finding | null {
  if (search.detectKey !== null && (where === 'json-key' || where.endsWith('-name'))) {
    const finding = search.detectKey(text);
    if (finding !== null) return finding;
  }
  return where === 'document' && search.whole !== null ? search.whole(text) : search.detect(text);
}
