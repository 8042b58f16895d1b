import { graphqlStrings, looksLikeGraphql } from '../detect/graphql/strings.ts';
import {
  isXmlValue,
  jsonParts,
  looksLikeJson,
  type Outcome,
  type Where as PartWhere,
  type Take,
  withoutWords,
  wordsOf,
  xmlParts,
} from '../detect/views/parts.ts';
import { decodedViews, PLAIN } from '../detect/views/views.ts';
import { addressArguments, mayHoldArguments } from './address-arguments.ts';
import { ANGLE, BRACE, BRACKET, classesOf, DOT, DOUBLE, EQUALS, mayBeEncoded, OTHER } from './characters.ts';
import { classesOfLiteral } from './literals.ts';
import { ASIS, isBody, Piece, type Where } from './piece.ts';
import { cleanOf, cleanOfWhole, ofArguments, ofTexts } from './searches.ts';

/** `X-…` */
const isOwn = (name: string): boolean => (name.charCodeAt(0) | 32) === 120 && name.charCodeAt(1) === 45;

/**
 * What an application reads out of a header by its name: a claim of a token, an argument of the address one comes
 * from.
 */
const isArgument = (name: string, how: Piece['how']): boolean =>
  name.includes('?') || (how.length > 0 && how.includes('json'));

/** A User-Agent that begins with no product: none is written so, and those who keep statistics put it into queries. */
const isOddAgent = (name: string, text: string): boolean =>
  name.length === 10 && !product.test(text) && name.toLowerCase() === 'user-agent';
const product = /^[\w.+-]{1,64}(?:[/ ,;]|$)/;

// Documents within texts of documents: levels, and the characters of all such texts of a place.
const mostNested = 6;
const mostNestedLength = 131_072;
/** Longer texts are rarely the same as another, as notes, states and addresses of rows are. */
const longestTwin = 256;
/** Strings of a document that are looked at by themselves. */
const mostStrings = 1_024;

/** What every encoded word holds. */
const words = EQUALS | OTHER;

/** From here on a copy is worth its price. */
const long = 64;

/** The same text by itself: what is a part of another one costs half as much again to read, letter by letter. */
function copied(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes.toString('latin1') : text;
}

const mayHaveTwins = (where: Where): boolean =>
  where === 'json' || where === 'json-key' || where === 'form' || where === 'form-name';

/** Texts of the request before with which one is compared: some arguments come and go. */
const ahead = 8;

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
  /**
   * Rows of JSON have the same keys, and of their values many are of a few; fields of forms likewise: the last one of
   * each slot.
   */
  readonly #twins: (Piece | undefined)[] = [];
  /** What stood in the place in the request before, and how far it has been compared. */
  readonly #before: readonly Piece[];
  #compared = 0;
  #nested = 0;
  #left = mostNestedLength;

  constructor(before: readonly Piece[] = []) {
    this.#before = before;
  }

  /** For the readers of bodies and heads. */
  readonly take = (name: string, value: string, where: PartWhere): void => {
    if (where === 'json-literal') this.#literal(name, value, where, ASIS);
    else this.add(name, value, where, ASIS);
  };

  /** A body as it came: looked at as a whole, whatever it decodes to. */
  raw(text: string, where: 'raw' | 'document'): void {
    this.#keep(new Piece(where, '', text, ASIS, -1, cleanOfWhole(text)));
  }

  /** A text that was looked at before, and in which nothing is encoded. */
  again(piece: Piece): void {
    this.holds |= piece.holds;
    this.#keep(piece);
  }

  add(name: string, value: string, where: Where, how: Piece['how']): void {
    const outer = how === ASIS && this.#nested === 0;
    const before = outer ? this.#stood(name, value, where) : undefined;
    if (before !== undefined) {
      this.again(before);
      return;
    }
    const slot = value.length <= longestTwin && mayHaveTwins(where) ? slotOf(value) : -1;
    const same = slot < 0 ? undefined : this.#twins[slot];
    if (same !== undefined && same.where === where && same.text === value) {
      this.#anew(same, name, how);
      return;
    }
    const text = value.length < long ? value : copied(value);
    const first = this.list.length;
    this.#read(name, text, where, how);
    const piece = this.list[first]!;
    // A text for which nothing is left may have more in it.
    piece.alone = outer && this.list.length === first + 1 && piece.text === text && this.#left >= text.length;
    if (slot < 0) return;
    if (piece.where !== where || piece.text !== text) return;
    piece.first = first;
    piece.behind = this.list.length;
    this.#twins[slot] = piece;
  }

  /** The same text by the same name a little further on in the request before, if nothing else was read from it. */
  #stood(name: string, text: string, where: Where): Piece | undefined {
    const before = this.#before;
    for (let i = this.#compared; i < before.length && i < this.#compared + ahead; i++) {
      const piece = before[i]!;
      if (piece.text !== text || piece.name !== name || piece.where !== where || !piece.alone) continue;
      this.#compared = i + 1;
      return piece;
    }
    return undefined;
  }

  /** Keeps what was read from the same text before, as what bears another name. */
  #anew({ name: named, how: under, first, behind }: Piece, name: string, how: Piece['how']): void {
    for (let i = first; i < behind; i++) {
      const twin = this.list[i]!;
      const as = twin.name === named ? name : name + twin.name.slice(named.length);
      const undone = twin.how === under ? how : [...how, ...twin.how.slice(under.length)];
      const piece = new Piece(twin.where, as, twin.text, undone, twin.holds, twin.clean);
      piece.twin = twin.twin;
      this.#keep(piece);
    }
  }

  #read(name: string, text: string, where: Where, how: Piece['how']): void {
    const before = classesOf(text);
    // Of a document of GraphQL the strings are taken out.
    const shown = (before & DOUBLE) === 0 ? text : this.#shown(name, text, where, how);
    const holds = shown === text ? before : classesOf(shown);
    const piece = this.#push(where, name, shown, how, holds);
    if (text.length > 3) {
      if ((holds & words) === words) this.#words(name, text, where, how);
      const structured = (holds & (BRACE | BRACKET | ANGLE)) !== 0;
      const outcome = structured ? this.#document(name, text, where, how) : null;
      if (outcome === 'whole') {
        piece.clean |= ofTexts;
        return;
      }
      if (mayHoldArguments(text, holds)) this.#arguments(name, text, where, how);
      if (mayBeEncoded(shown, holds)) this.#views(name, shown, where, how, outcome !== null);
    }
  }

  /** A text without its encoded words, as who reads mail and headers gets it. */
  #words(name: string, text: string, where: Where, how: Piece['how']): void {
    if (!text.includes('=?') || this.#nested === mostNested || this.#left < text.length) return;
    const plain = withoutWords(text);
    if (plain === text) return;
    this.#nested++;
    this.#left -= text.length;
    const undone = [...how, 'words' as const];
    this.add(name, plain, where, undone);
    for (const said of wordsOf(text)) this.add(name, said, where, undone);
    this.#nested--;
  }

  /** The arguments of a text that is an address, as whoever is asked for it gets them. */
  #arguments(name: string, text: string, where: Where, how: Piece['how']): void {
    if (where === 'header' || this.#nested === mostNested || this.#left < text.length) return;
    this.#nested++;
    addressArguments(text, (argument, value) => {
      this.#left -= value.length;
      this.add(`${name}?${argument}`, value, where, how);
    });
    this.#nested--;
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

  /** Adds what a text decodes to. */
  #views(name: string, shown: string, where: Where, how: Piece['how'], document = false): void {
    const views = decodedViews(shown);
    if (views === PLAIN) return;
    this.truncated ||= views.truncated;
    for (let i = 0; i < views.list.length; i++) {
      const view = views.list[i]!;
      const undone = how.length === 0 ? view.how : [...how, ...view.how];
      const text = this.#shown(name, view.text, where, undone);
      const piece = this.#push(where, name, text, undone, classesOf(text));
      // The escapes of a document are those of its strings: without them it is another one.
      if (document && view.how[0] === 'escapes') continue;
      if (this.#document(name, view.text, where, undone) === 'whole') piece.clean |= ofTexts;
    }
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
    if (where !== 'json' && where !== 'json-key' && where !== 'json-literal' && !isBody(where))
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

  /**
   * The parts of a text that is JSON or XML itself: applications read such arguments, fields and tokens. Null for any
   * other; the parts of one without a flaw say all that it says as a text.
   */
  #document(name: string, text: string, where: Where, how: Piece['how']): Outcome | null {
    if (where === 'rest' || where === 'text') return null;
    const json = looksLikeJson(text);
    if (!json && (!text.includes('<') || !isXmlValue(text))) return null;
    if (this.#nested === mostNested || this.#left < text.length) {
      this.truncated = true;
      return 'truncated';
    }
    this.#nested++;
    this.#left -= text.length;
    const within = [...how, json ? ('json' as const) : ('xml' as const)];
    const take: Take = (pointer, value, part) => {
      const named = `${name}${pointer}`;
      // What is left is a part of the text, which is looked at as it stands.
      if (part === 'rest') return;
      if (part === 'json-literal') this.#literal(named, value, where, within);
      else this.add(named, value, part === 'json-key' ? part : where, within);
    };
    const outcome = json ? jsonParts(text, take) : xmlParts(text, take);
    if (outcome === 'truncated') this.truncated = true;
    this.#nested--;
    return outcome;
  }
}
