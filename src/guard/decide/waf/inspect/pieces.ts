import { graphqlStrings, looksLikeGraphql } from '../detect/graphql/strings.ts';
import { jsonParts, looksLikeJson, type Where as PartWhere } from '../detect/views/parts.ts';
import { decodedViews, PLAIN, type Step } from '../detect/views/views.ts';
import { addressArguments, mayBeAddress } from './address-arguments.ts';
import { BRACE, BRACKET, COLON, classesOf, DASH, DOT, DOUBLE, mayBeEncoded, OTHER } from './characters.ts';
import { cleanOf, cleanOfWhole, ofArguments } from './searches.ts';

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
  /** The classes of characters in it: characters.ts. Of a raw body all of them: it is not read for their sake. */
  readonly holds: number;
  /** A bit for each search, by its number, that finds nothing in it, as far as is known; -1: none does. */
  clean: number;
  /** An earlier piece of the same kind with the same text; itself when it is the first. */
  twin: Piece = this;

  constructor(where: Where, name: string, text: string, how: Piece['how'], holds: number, clean: number) {
    this.where = where;
    this.name = name;
    this.text = text;
    this.how = how;
    this.holds = holds;
    this.clean = clean;
  }
}

/** `X-…` */
const isOwn = (name: string): boolean => (name.charCodeAt(0) | 32) === 120 && name.charCodeAt(1) === 45;

/** What an application reads out of a header by its name: a claim of a token, an argument of the address one comes from. */
const isArgument = (name: string, how: Piece['how']): boolean =>
  name.includes('?') || (how.length > 0 && how.includes('json'));

/** A User-Agent that begins with no product: none is written so, and those who keep statistics put it into queries. */
const isOddAgent = (name: string, text: string): boolean =>
  name.length === 10 && !product.test(text) && name.toLowerCase() === 'user-agent';
const product = /^[\w.+-]{1,64}(?:[/ ,;]|$)/;

// More digits than these in a row may be something in base64.
const longestNumber = 15;

/**
 * The classes of characters of a literal of JSON in which nothing can be found: `true`, `false`, `null`, and numbers of
 * ordinary length (RFC 8259 6) without an exponent; -1 for others.
 */
export function classesOfLiteral(text: string): number {
  const negative = text.charCodeAt(0) === 45;
  let i = negative ? 1 : 0;
  const first = text.charCodeAt(i);
  if (!(first >= 48 && first <= 57)) return text === 'true' || text === 'false' || text === 'null' ? 0 : -1;
  if (text.length > longestNumber) return -1;

  for (i++; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      // `010` is eight to some.
      if (first === 48) return -1;
      continue;
    }
    if (c !== 46 || i + 1 === text.length) return -1;
    break;
  }
  const point = i;
  for (i++; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= 48 && c <= 57)) return -1;
  }
  if (point === text.length) return negative ? DASH : 0;
  // Behind the point begins what may be read as hexadecimal digits: of Ruby’s streams, by their `0408`.
  if (text.charCodeAt(point + 1) === 48 && text.charCodeAt(point + 2) === 52) return -1;
  return negative ? DOT | DASH : DOT;
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

/** What every address with arguments holds. */
const address = COLON | OTHER;

/** From here on a copy is worth its price. */
const long = 64;

/** The same text by itself: what is a part of another one costs half as much again to read, letter by letter. */
function copied(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes.toString('latin1') : text;
}

const slots = 256;

function slotOf(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  const mixed =
    length * 31 +
    text.charCodeAt(0) * 7 +
    text.charCodeAt(length >> 1) * 131 +
    text.charCodeAt(length - 1) * 37;
  return mixed & (slots - 1);
}

/** Gathers the pieces of one place: every value, all that it decodes to, and the parts of values that are JSON. */
export class Pieces {
  readonly list: Piece[] = [];
  /** Those of them in which something may be found. */
  readonly doubtful: Piece[] = [];
  /** A bit for each search, by its number, that may find something in one of them. */
  open = 0;
  /** The classes of characters in all of them but a raw body. */
  holds = 0;
  /** True when all of them are keys and values of JSON, or the body as it came. */
  jsonAlone = true;
  /** True when something may have been left undecoded, for its length or its depth. */
  truncated = false;
  /** Rows of JSON have the same keys, and of their values many are of a few: the last one of each slot. */
  readonly #twins: (Piece | undefined)[] = [];
  #nested = 0;
  #left = mostNestedLength;

  /** For the readers of bodies and heads. */
  readonly take = (name: string, value: string, where: PartWhere): void => {
    if (where === 'json-literal') this.#literal(name, value, where, ASIS);
    else this.add(name, value, where, ASIS);
  };

  /** A body as it came: looked at as a whole, whatever it decodes to. */
  raw(text: string): void {
    this.#keep(new Piece('raw', '', text, ASIS, -1, cleanOfWhole(text)));
  }

  /** A text that was looked at before, and in which nothing is encoded. */
  again(piece: Piece): void {
    this.holds |= piece.holds;
    this.#keep(piece);
  }

  add(name: string, value: string, where: Where, how: Piece['how']): void {
    const text = value.length < long ? value : copied(value);
    const slot = (where === 'json' || where === 'json-key') && text.length <= longestTwin ? slotOf(text) : -1;
    const twin = slot < 0 ? undefined : this.#twins[slot];
    if (twin !== undefined && twin.where === where && twin.text === text) {
      const piece = new Piece(where, name, text, how, twin.holds, twin.clean);
      piece.twin = twin;
      this.#keep(piece);
      return;
    }
    const before = classesOf(text);
    // Of a document of GraphQL the strings are taken out.
    const shown = (before & DOUBLE) === 0 ? text : this.#shown(name, text, where, how);
    const holds = shown === text ? before : classesOf(shown);
    const piece = this.#push(where, name, shown, how, holds);
    if (text.length > 3) {
      const structured = (holds & (BRACE | BRACKET)) !== 0;
      if (structured) this.#json(name, text, where, how);
      const asks = (holds & address) === address && mayBeAddress(text) && where !== 'header';
      const parted = asks && this.#arguments(name, text, where, how);
      if ((mayBeEncoded(shown, holds) && this.#views(name, shown, where, how)) || structured || parted)
        return;
    }
    // Of what is nothing but itself.
    if (slot >= 0 && shown === text) this.#twins[slot] = piece;
  }

  /** The arguments of a text that is an address, as whoever is asked for it gets them; false when there are none. */
  #arguments(name: string, text: string, where: Where, how: Piece['how']): boolean {
    if (this.#nested === mostNested || this.#left < text.length) return false;
    this.#nested++;
    const before = this.list.length;
    addressArguments(text, (argument, value) => {
      this.#left -= value.length;
      this.add(`${name}?${argument}`, value, where, how);
    });
    this.#nested--;
    return this.list.length > before;
  }

  /** A number, `true`, `false` or `null` of JSON. */
  #literal(name: string, text: string, where: Where, how: Piece['how']): void {
    const holds = classesOfLiteral(text);
    if (holds < 0) {
      this.add(name, text, where, how);
      return;
    }
    this.holds |= holds;
    this.#keep(new Piece(where, name, text, how, holds, -1));
    if ((holds & DOT) === 0 && mayBeEncoded(text, holds)) this.#views(name, text, where, how);
  }

  /** Adds what a text decodes to; false when nothing is encoded in it. */
  #views(name: string, shown: string, where: Where, how: Piece['how']): boolean {
    const views = decodedViews(shown);
    if (views === PLAIN) return false;
    this.truncated ||= views.truncated;
    for (let i = 0; i < views.list.length; i++) {
      const view = views.list[i]!;
      const undone = how.length === 0 ? view.how : [...how, ...view.how];
      const text = this.#shown(name, view.text, where, undone);
      this.#push(where, name, text, undone, classesOf(text));
      this.#json(name, view.text, where, undone);
    }
    return true;
  }

  #push(where: Where, name: string, text: string, how: Piece['how'], holds: number): Piece {
    const spared =
      where === 'header' && !isOwn(name) && !isArgument(name, how) && !isOddAgent(name, text)
        ? ofArguments
        : 0;
    const piece = new Piece(where, name, text, how, holds, cleanOf(text, holds) | spared);
    this.holds |= holds;
    this.#keep(piece);
    return piece;
  }

  #keep(piece: Piece): void {
    this.list.push(piece);
    const { where } = piece;
    if (where !== 'json' && where !== 'json-key' && where !== 'json-literal' && where !== 'raw')
      this.jsonAlone = false;
    if (piece.clean === -1) return;
    this.open |= ~piece.clean;
    this.doubtful.push(piece);
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
    const outcome = jsonParts(text, (pointer, value, part) => {
      const named = `${name}${pointer}`;
      if (part === 'json-literal') this.#literal(named, value, where, within);
      else this.add(named, value, part === 'json-key' ? part : where, within);
    });
    if (outcome === 'truncated') this.truncated = true;
    this.#nested--;
  }
}
