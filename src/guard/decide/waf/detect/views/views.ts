import { base64Bytes, nextBase64, type Run } from './base64.ts';
import { dereferenced } from './entities.ts';
import { unescaped } from './escapes.ts';
import { folded } from './folding.ts';
import { hexBytes, nextHex } from './hex.ts';
import { inflated } from './inflated.ts';
import { textOf, utf16TextOf } from './readable.ts';
import * as sign from './survey.ts';
import { looselyUrlDecoded } from './url.ts';
import { utf7Read } from './utf7.ts';
import { utf8Read } from './utf8.ts';

/** One way of undoing an encoding. */
export type Step =
  | 'url'
  | 'entities'
  | 'escapes'
  | 'utf-7'
  | 'utf-8'
  | 'utf-16'
  | 'nfkc'
  | 'nulls'
  | 'base64'
  | 'hex'
  | 'gzip'
  | 'zlib';

/** A value as it looks with encodings undone. */
export interface View {
  readonly text: string;
  /** What was undone, from the outside in: `['url', 'base64']`. */
  readonly how: readonly Step[];
}

export interface Views {
  /** What the value looks like decoded, the nearest first; without the value itself. */
  readonly list: readonly View[];
  /** True when there may be more than the bounds let be looked at. */
  readonly truncated: boolean;
}

/** Of every value in which nothing is encoded. */
export const PLAIN: Views = Object.freeze({ list: Object.freeze([]), truncated: false });

/** How many views there are of a value, at the most, and how many encodings lie one in the other. */
const mostViews = 8;
const mostDepth = 4;
/** Characters of a value that are looked at. */
const mostLength = 65_536;

/**
 * All that a value is when it is decoded until nothing changes: PLAIN, and no memory taken, when nothing is encoded in
 * it. With `plus`, a `+` is a space. All views together are no longer than four times the value, nor than the value
 * and 64 KB. Linear in its length; never throws.
 */
export function decodedViews(value: string, plus = false): Views {
  const cut = value.length > mostLength;
  const text = cut ? value.slice(0, mostLength) : value;
  const signs = sign.survey(text);
  if ((signs & telling) === sign.NOT_BASE64 + sign.NOT_HEX && !cut) return PLAIN;
  const views = unfolded(text, signs, 0, null, plus);
  if (views === null) return cut ? { list: PLAIN.list, truncated: true } : PLAIN;
  for (let i = 0; i < views.list.length; i++) {
    const { text: inner, how } = views.list[i]!;
    if (how.length < mostDepth) unfolded(inner, sign.survey(inner), i + 1, views, false);
    else views.truncated ||= (sign.survey(inner) & inline) !== 0;
  }
  views.truncated ||= cut;
  return views.list.length > 0 || views.truncated ? views : PLAIN;
}

/** What calls for a decoder of characters. */
const inline =
  sign.PERCENT | sign.AMPERSAND | sign.BACKSLASH | sign.PLUS | sign.HIGH | sign.FOLDABLE | sign.NUL;
/** What calls for anything, where NOT_BASE64 and NOT_HEX are set. */
const telling = inline | sign.LONG_RUN | sign.LETTER_X | sign.NOT_BASE64 | sign.NOT_HEX;

/** The views found so far, and what may still be added to them. */
class Unfolding {
  readonly list: View[] = [];
  truncated = false;
  /** Runs that may still be decoded, and streams that may still be inflated: looking costs, though it show nothing. */
  runs = 64;
  streams = 4;
  readonly #value: string;
  #left: number;

  constructor(value: string) {
    this.#value = value;
    this.#left = Math.min(4 * value.length, value.length + mostLength);
  }

  /** How long the next view may be. */
  get left(): number {
    return this.list.length < mostViews ? this.#left : 0;
  }

  /** Adds a view of the view in place `from` (0: the value itself), unless it is known. */
  add(text: string, from: number, first: Step, second?: Step): void {
    if (text === this.#value) return;
    for (const known of this.list) if (known.text === text) return;
    if (text.length > this.left) {
      this.truncated = true;
      return;
    }
    this.#left -= text.length;
    const how = from === 0 ? [first] : [...this.list[from - 1]!.how, first];
    if (second !== undefined) how.push(second);
    this.list.push({ text, how });
  }
}

function unfolded(
  text: string,
  signs: number,
  from: number,
  to: Unfolding | null,
  plus: boolean,
): Unfolding | null {
  if ((signs & sign.PERCENT) !== 0 || (plus && (signs & sign.PLUS) !== 0))
    to = viewed(text, looselyUrlDecoded(text, plus), from, 'url', to);
  if ((signs & sign.AMPERSAND) !== 0) to = viewed(text, dereferenced(text), from, 'entities', to);
  if ((signs & sign.BACKSLASH) !== 0) to = viewed(text, unescaped(text), from, 'escapes', to);
  if ((signs & sign.HIGH) !== 0) to = viewed(text, utf8Read(text, true), from, 'utf-8', to);
  if ((signs & sign.PLUS) !== 0) to = viewed(text, utf7Read(text), from, 'utf-7', to);
  if ((signs & sign.FOLDABLE) !== 0) to = viewed(text, folded(text), from, 'nfkc', to);
  if ((signs & sign.NUL) !== 0) to = viewed(text, text.replaceAll('\0', ''), from, 'nulls', to);
  if ((signs & (sign.NOT_HEX | sign.LETTER_X)) !== sign.NOT_HEX) to = hexViewed(text, signs, from, to);
  if ((signs & sign.NOT_BASE64) === 0 || (signs & sign.LONG_RUN) !== 0)
    to = base64Viewed(text, signs, from, to);
  return to;
}

function viewed(
  text: string,
  turned: string,
  from: number,
  how: Step,
  to: Unfolding | null,
): Unfolding | null {
  if (turned === text) return to;
  to ??= new Unfolding(text);
  to.add(turned, from, how);
  return to;
}

function hexViewed(text: string, signs: number, from: number, to: Unfolding | null): Unfolding | null {
  const whole = (signs & sign.NOT_HEX) === 0;
  for (let run = nextHex(text, 0, whole); run !== null; run = nextHex(text, run.to, whole)) {
    to ??= new Unfolding(text);
    if (to.left === 0 || to.runs-- === 0) {
      to.truncated = true;
      break;
    }
    opened(hexBytes(text, run), run, from, 'hex', to);
  }
  return to;
}

function base64Viewed(text: string, signs: number, from: number, to: Unfolding | null): Unfolding | null {
  const whole = (signs & sign.NOT_BASE64) === 0;
  for (let run = nextBase64(text, 0, whole); run !== null; run = nextBase64(text, run.to, whole)) {
    to ??= new Unfolding(text);
    if (to.left === 0 || to.runs-- === 0) {
      to.truncated = true;
      break;
    }
    opened(base64Bytes(text, run), run, from, 'base64', to);
  }
  return to;
}

/** Adds what decoded bytes say, when they say something. */
function opened(bytes: Buffer, run: Run, from: number, how: Step, to: Unfolding): void {
  switch (run.opening) {
    case 'gzip':
    case 'zlib': {
      if (to.streams-- <= 0) {
        to.truncated = true;
        break;
      }
      const inner = inflated(bytes, run.opening, to.left);
      const text = inner === null ? null : textOf(inner);
      if (text !== null) to.add(text, from, how, run.opening);
      else if (inner === null) to.truncated = true;
      break;
    }
    case 'object':
      to.add(bytes.toString('latin1', 0, Math.min(bytes.length, to.left, longestObject)), from, how);
      break;
    case 'utf-16': {
      const text = utf16TextOf(bytes);
      if (text !== null) to.add(text, from, how, 'utf-16');
      break;
    }
    default: {
      const text = textOf(bytes);
      if (text !== null) to.add(text, from, how);
    }
  }
}

/** Characters of a serialised object that are shown: its classes are named at its beginning. */
const longestObject = 4_096;
