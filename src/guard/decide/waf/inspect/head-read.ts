import type { Exchange } from '../../../../base/exchange.ts';
import type { Piece } from './piece.ts';
import type { PlaceRead } from './place-read.ts';
import { type Place, places } from './places.ts';

// What an idle connection may hold is bounded: longer heads are not kept, nor what much was read from.
const longestKept = 4_096;
const mostKept = 256;
const mostLength = 16_384;
const mostAnswers = 16;

/** What a question is about: a part of the head, or all of it. */
export type About = 'path' | 'query' | 'headers' | 'head';

/** Which part of the head each place belongs to; null: to none. */
const partOf: Readonly<Record<Place, Exclude<About, 'head'> | null>> = {
  query: 'query',
  body: null,
  cookie: 'headers',
  path: 'path',
  header: 'headers',
};

/** What a question about these places is about; null when no head answers it. */
export function aboutOf(at: readonly Place[]): About | null {
  const parts = new Set(at.map((place) => partOf[place]));
  if (parts.has(null)) return null;
  return parts.size === 1 ? [...parts][0]! : 'head';
}

/** What was found in a part of a head. */
class Part {
  /** As in the inspection, by the numbers of the places. */
  readonly clean: number[] = [0, 0, 0, 0, 0];
  readonly read: (PlaceRead | undefined)[] = [undefined, undefined, undefined, undefined, undefined];
  readonly answers = new Map<object, unknown>();
  /** True where something could not be read: that is to be remarked on with every request, so nothing of it is known. */
  remarkable = false;
  /** What stood in these places in the request before, where it was another; until they are read. */
  readonly #before: (PlaceRead | undefined)[];

  constructor(before?: Part) {
    this.#before = before === undefined ? [] : [...before.read];
  }

  /** What stood in a place in the request before; asked for once. */
  before(number: number): readonly Piece[] | undefined {
    const before = this.#before[number];
    this.#before[number] = undefined;
    return before?.pieces;
  }

  /** Keeps what was read of a place, up to a bound. */
  keep(number: number, read: PlaceRead): void {
    const { pieces } = read;
    let length = 0;
    for (let i = 0; i < pieces.length; i++) length += pieces[i]!.text.length;
    if (pieces.length <= mostKept && length <= mostLength) this.read[number] = read;
  }
}

/**
 * What was found in the head of a request, kept for the next one of the same connection: browsers send the same headers
 * nearly each time, and what asks for news has the same target.
 */
export class HeadRead {
  readonly #path: string;
  readonly #query: string;
  readonly #headers: readonly string[];
  readonly #parts: Readonly<Record<Exclude<About, 'head'>, Part>>;
  readonly #answers = new Map<object, unknown>();
  /** By the numbers of the places. */
  readonly parts: readonly (Part | null)[];

  private constructor({ path, query, headers }: Exchange, before: HeadRead | null) {
    this.#path = path;
    this.#query = query;
    this.#headers = headers;
    this.#parts =
      before === null
        ? { path: new Part(), query: new Part(), headers: new Part() }
        : {
            path: after(before.#parts.path, before.#path === path),
            query: after(before.#parts.query, before.#query === query),
            headers: after(before.#parts.headers, areSame(before.#headers, headers)),
          };
    this.parts = places.map((place) => (partOf[place] === null ? null : this.#parts[partOf[place]]));
  }

  /** The head of a request that came on a connection; null for one that is not kept. */
  static of(x: Exchange): HeadRead | null {
    const { connection } = x;
    if (connection === null) return null;
    const before = connection.found instanceof HeadRead ? connection.found : null;
    if (before?.isOf(x)) return before;
    const now = x.headBytes > longestKept ? null : new HeadRead(x, before);
    connection.found = now;
    return now;
  }

  isOf({ path, query, headers }: Exchange): boolean {
    return (
      this.#path === path && this.#query === query && areSame(this.#headers, headers) && !this.#isRemarkable()
    );
  }

  #isRemarkable(): boolean {
    const { path, query, headers } = this.#parts;
    return path.remarkable || query.remarkable || headers.remarkable;
  }

  /** What was answered to a question before; undefined: nothing is known. */
  answered<V>(about: About, question: object): V | undefined {
    return this.#answersAbout(about).get(question) as V | undefined;
  }

  /** Keeps an answer, up to a bound. */
  answer(about: About, question: object, found: unknown): void {
    const answers = this.#answersAbout(about);
    if (answers.size < mostAnswers) answers.set(question, found);
  }

  #answersAbout(about: About): Map<object, unknown> {
    return about === 'head' ? this.#answers : this.#parts[about].answers;
  }
}

/** The part of a head that comes after another one: that one itself, where the same stands in it. */
const after = (before: Part, same: boolean): Part => (same && !before.remarkable ? before : new Part(before));

function areSame(before: readonly string[], now: readonly string[]): boolean {
  if (before === now) return true;
  if (before.length !== now.length) return false;
  // The last ones differ first: what a browser sends alike with every request stands in front.
  for (let i = now.length - 1; i >= 0; i--) if (before[i] !== now[i]) return false;
  return true;
}
