import { graphqlStrings, looksLikeGraphql } from '../detect/graphql/strings.ts';
import { jsonParts, looksLikeJson, type Where as PartWhere } from '../detect/views/parts.ts';
import { decodedViews, type Step } from '../detect/views/views.ts';
import { BRACE, BRACKET, classesOf, mayBeEncoded } from './characters.ts';

/** Where in its place a text stood; `raw` is a body as it came, `path` the path as a whole. */
export type Where = PartWhere | 'header' | 'path' | 'raw';

/** One text that is looked at: a value as an application would see it, or what it is once it is decoded. */
export class Piece {
  readonly where: Where;
  /** What it goes by: the argument, the header, the JSON pointer; '' when it has no name. */
  readonly name: string;
  readonly text: string;
  /** What was undone to see it, from the outside in; nothing for the value itself. */
  readonly how: readonly (Step | 'json' | 'graphql')[];
  /** The classes of characters in it: characters.ts. */
  readonly holds: number;
  /** A bit for each search, by its number, that has found nothing in it. */
  clean = 0;
  /** An earlier piece of the same kind with the same text; itself when it is the first. */
  twin: Piece = this;

  constructor(where: Where, name: string, text: string, how: Piece['how']) {
    this.where = where;
    this.name = name;
    this.text = text;
    this.how = how;
    this.holds = classesOf(text);
  }
}

/** Nothing undone. */
export const ASIS: readonly Step[] = Object.freeze([]);

// JSON within texts of JSON: levels, and the characters of all such texts of a place.
const mostNested = 3;
const mostNestedLength = 131_072;
/** Longer texts are rarely the same as another. */
const longestTwin = 32;
/** Strings of a document that are looked at by themselves. */
const mostStrings = 1_024;

/** Gathers the pieces of one place: every value, all that it decodes to, and the parts of values that are JSON. */
export class Pieces {
  readonly list: Piece[] = [];
  /** The classes of characters in all of them. */
  holds = 0;
  /** True when something may have been left undecoded, for its length or its depth. */
  truncated = false;
  readonly #keys = new Map<string, Piece>();
  readonly #values = new Map<string, Piece>();
  #nested = 0;
  #left = mostNestedLength;

  /** For the readers of bodies and heads. */
  readonly take = (name: string, value: string, where: PartWhere): void => this.add(name, value, where, ASIS);

  /** A text that is looked at as it is, whatever it decodes to. */
  raw(name: string, text: string, where: Where): void {
    this.#push(where, name, text, ASIS);
  }

  add(name: string, text: string, where: Where, how: Piece['how']): void {
    const shown = this.#shown(name, text, where, how);
    const holds = this.#push(where, name, shown, how);
    if (text.length < 4) return;
    if ((holds & (BRACE | BRACKET)) !== 0) this.#json(name, text, where, how);
    if (!mayBeEncoded(shown, holds)) return;
    const views = decodedViews(shown);
    this.truncated ||= views.truncated;
    for (let i = 0; i < views.list.length; i++) {
      const view = views.list[i]!;
      const undone = how.length === 0 ? view.how : [...how, ...view.how];
      this.#push(where, name, this.#shown(name, view.text, where, undone), undone);
      this.#json(name, view.text, where, undone);
    }
  }

  /** A text that was looked at before, and in which nothing is encoded. */
  again(piece: Piece): void {
    this.holds |= piece.holds;
    this.list.push(piece);
  }

  #push(where: Where, name: string, text: string, how: Piece['how']): number {
    const piece = new Piece(where, name, text, how);
    this.holds |= piece.holds;
    this.list.push(piece);
    // Rows of JSON have the same keys, and of their values many are of a few.
    if (text.length <= longestTwin && (where === 'json-key' || where === 'json')) {
      const known = where === 'json' ? this.#values : this.#keys;
      const twin = known.get(text);
      if (twin === undefined) known.set(text, piece);
      else piece.twin = twin;
    }
    return piece.holds;
  }

  /**
   * A text as it is looked at. Of a whole document of GraphQL the strings are looked at by themselves, as resolvers get
   * them, and the document without them: what stands in one is no quote or command of the document’s.
   */
  #shown(name: string, text: string, where: Where, how: Piece['how']): string {
    if (!looksLikeGraphql(text) || !text.includes('"')) return text;
    if (this.#nested === mostNested || this.#left < text.length) {
      this.truncated = true;
      return text;
    }
    this.#nested++;
    this.#left -= text.length;
    const within = [...how, 'graphql' as const];
    let most = mostStrings;
    const bare = graphqlStrings(text, (argument, value) => {
      if (--most >= 0) this.add(`${name}/${argument}`, value, where, within);
    });
    if (most < 0) this.truncated = true;
    this.#nested--;
    return most < 0 || bare === null ? text : bare;
  }

  /** The parts of a text that is JSON itself: applications read such arguments, fields and tokens. */
  #json(name: string, text: string, where: Where, how: Piece['how']): void {
    if (where === 'rest' || where === 'text' || !looksLikeJson(text)) return;
    if (this.#nested === mostNested || this.#left < text.length) {
      this.truncated = true;
      return;
    }
    this.#nested++;
    this.#left -= text.length;
    const within = [...how, 'json' as const];
    const outcome = jsonParts(text, (pointer, value, part) =>
      this.add(`${name}${pointer}`, value, part === 'json-key' ? part : where, within),
    );
    if (outcome === 'truncated') this.truncated = true;
    this.#nested--;
  }
}
