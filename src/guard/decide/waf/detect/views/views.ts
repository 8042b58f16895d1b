import { base64Bytes, mayBeShort, nextBase64, type Run, shortBase64, wholeBase64 } from './base64.ts';
import { hexDigit } from './characters.ts';
import { dereferenced } from './entities.ts';
import { unescaped } from './escapes.ts';
import { folded } from './folding.ts';
import { hexBytes, nextHex, wholeHex } from './hex.ts';
import { isForm } from './inflated.ts';
import { isTelling, textOf, wideTextOf } from './readable.ts';
import { isStrewn, spacedHex, strewnBase64 } from './strewn.ts';
import * as sign from './survey.ts';
import { mostDepth, mostLength, type Step, Unfolding, type View } from './unfolding.ts';
import { looselyUrlDecoded } from './url.ts';
import { utf7Read } from './utf7.ts';
import { utf8Read } from './utf8.ts';

export type { Step, View } from './unfolding.ts';

export interface Views {
  /** What the value looks like decoded, the nearest first; without the value itself. */
  readonly list: readonly View[];
  /** True when there may be more than the bounds let be looked at. */
  readonly truncated: boolean;
}

/** Of every value in which nothing is encoded. */
export const PLAIN: Views = Object.freeze({ list: Object.freeze([]), truncated: false });

/**
 * All that a value is when it is decoded until nothing changes: PLAIN, and no memory taken, when nothing is encoded in
 * it. With `plus`, a `+` is a space. All views together are no longer than four times the value
 * and what is compressed in it, nor than the value and 64 KB. Linear in its length; never throws.
 */
export function decodedViews(value: string, plus = false): Views {
  const cut = value.length > mostLength;
  const text = cut ? value.slice(0, mostLength) : value;
  const signs = sign.survey(text);
  const short = mayBeShort(text) ? shortBase64(text) : null;
  if ((signs & telling) === sign.NOT_BASE64 + sign.NOT_HEX && !cut && short === null && !isStrewn(text))
    return PLAIN;
  const views = viewed(text, short ?? text, 0, 'base64', unfolded(text, signs, 0, null, plus));
  if (views === null) return cut ? { list: PLAIN.list, truncated: true } : PLAIN;
  for (let i = 0; i < views.list.length; i++) {
    const depth = views.depths[i]!;
    if (depth === Number.POSITIVE_INFINITY) continue;
    const { text: inner } = views.list[i]!;
    const of = sign.survey(inner);
    if (depth < mostDepth && views.left > 0) unfolded(inner, of, i + 1, views, false);
    else views.truncated ||= (of & inline) !== 0 || isWholeRun(inner);
  }
  views.truncated ||= cut;
  return views.list.length > 0 || views.truncated ? views : PLAIN;
}

/**
 * True for a text of nothing but hexadecimal digits, or of base64, strewn or not, that may say something once it is
 * decoded.
 */
export function isWholeRun(text: string): boolean {
  if (text.length < 6) return mayBeShort(text) && shortBase64(text) !== null;
  if (wholeBase64(text) !== null || isStrewn(text)) return true;
  for (let i = 0; i < text.length; i++) if (hexDigit(text.charCodeAt(i)) < 0) return false;
  return wholeHex(text) !== null;
}

/** What calls for a decoder of characters. */
const inline =
  sign.PERCENT | sign.AMPERSAND | sign.BACKSLASH | sign.PLUS | sign.HIGH | sign.FOLDABLE | sign.NUL;
/** What calls for anything, where NOT_BASE64 and NOT_HEX are set. */
const telling = inline | sign.LONG_RUN | sign.LETTER_X | sign.NOT_BASE64 | sign.NOT_HEX;

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
  if ((signs & sign.NOT_HEX) === 0) {
    const run = wholeHex(text);
    if (run !== null) to = opened(text, run, from, 'hex', to);
  } else if ((signs & sign.LETTER_X) !== 0) {
    for (let run = nextHex(text, 0); run !== null; run = nextHex(text, run.to)) {
      to = opened(text, run, from, 'hex', to);
      if (to.closed) break;
    }
  }
  to = gathered(text, signs, from, to);
  if ((signs & sign.NOT_BASE64) === 0) {
    const run = wholeBase64(text);
    if (run !== null) return opened(text, run, from, 'base64', to);
    if ((signs & sign.JOINT) === 0) return to;
  }
  if ((signs & sign.LONG_RUN) === 0) return to;
  for (let run = nextBase64(text, 0); run !== null; run = nextBase64(text, run.to)) {
    to = opened(text, run, from, 'base64', to);
    if (to.closed) break;
  }
  return to;
}

/**
 * Adds what is said by digits among what decoders skip. A stream is not tried where something else is to be undone first:
 * few are.
 */
function gathered(text: string, signs: number, from: number, to: Unfolding | null): Unfolding | null {
  if (!isStrewn(text)) return to;
  to ??= new Unfolding(text);
  for (const url of [false, true]) {
    const bare = strewnBase64(text, url);
    const run = bare === null ? null : wholeBase64(bare);
    if (run !== null && ((signs & escaped) === 0 || !isForm(run.kind)))
      opened(bare!, run, from, 'base64', to);
  }
  const pairs = spacedHex(text);
  const run = pairs === null ? null : wholeHex(pairs);
  if (run !== null) opened(pairs!, run, from, 'hex', to);
  return to;
}

const escaped = sign.PERCENT | sign.AMPERSAND | sign.BACKSLASH;

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

/** Adds what the bytes of a run say, when they say something. */
function opened(
  text: string,
  run: Run,
  from: number,
  how: 'hex' | 'base64',
  to: Unfolding | null,
): Unfolding {
  to ??= new Unfolding(text);
  const form = isForm(run.kind) ? run.kind : null;
  if (!to.mayOpen(form !== null)) return to;
  const bytes = how === 'hex' ? hexBytes(text, run) : base64Bytes(text, run);
  const inner = form === null ? bytes : to.inflate(bytes, form);
  if (inner === null) return to;
  if (run.kind === 'object') to.add(inner.toString('latin1', 0, longestObject), from, how, undefined, true);
  else {
    const found = run.kind === 'charset' ? wideTextOf(inner) : textOf(inner);
    if (found !== null && (isTelling(found) || wholeBase64(found) !== null || wholeHex(found) !== null))
      to.add(found, from, how, run.kind === 'text' ? undefined : run.kind);
  }
  return to;
}

/** Characters of a serialised object that are shown: its classes are named at its beginning. */
const longestObject = 4_096;
