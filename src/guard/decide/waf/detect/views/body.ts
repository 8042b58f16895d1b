import { isUtf8 } from 'node:buffer';
import { charsetOf, textOfBody } from './charset.ts';
import { uncoded, undeclared } from './content-coding.ts';
import { csvParts, isCsv } from './csv.ts';
import { jsonParts, looksLikeJson } from './json.ts';
import { boundaryOf, multipartParts } from './multipart.ts';
import { packedParts, packingOf } from './packed-json.ts';
import { formPairs } from './pairs.ts';
import { type Bounds, type Outcome, type Take, bounds as usual } from './part.ts';
import { isPlainForm, plainPairs } from './plain-pairs.ts';
import { framingOf, protobufParts } from './protobuf.ts';
import { looksLikeXml, xmlParts } from './xml.ts';
import { isYaml, yamlParts } from './yaml.ts';

/** A body, as far as it was read, and what its headers say of it; '' for headers that are not there. */
export interface BodySource {
  readonly bytes: Buffer;
  /** False when more of it follows. */
  readonly whole: boolean;
  readonly contentType: string;
  readonly contentEncoding: string;
}

export type BodyKind =
  | 'none'
  | 'json'
  | 'yaml'
  | 'form'
  | 'multipart'
  | 'xml'
  | 'protobuf'
  | 'packed'
  | 'text'
  | 'binary';

export interface BodyReading extends Read {
  /** What was read: the bytes as an application gets them, inflated, as far as they are looked at. */
  readonly bytes: Buffer;
}

interface Read {
  /** What it was read as; of several, the one that it is by its looks. */
  readonly kind: BodyKind;
  readonly outcome: Outcome;
  /** Why it is not `whole`, in a few words; '' when it is. */
  readonly why: string;
  /** The text of bytes that are none as they stand, as of UTF-16. */
  readonly recoded?: string;
}

/** Bytes of a body that are looked at, once it is inflated. */
const mostLength = 65_536;

const cutOff: Bounds = Object.freeze({ ...usual, cut: true });

const NONE: BodyReading = Object.freeze({ kind: 'none', outcome: 'whole', why: '', bytes: Buffer.alloc(0) });

/**
 * Hands over the values of a body as the applications would see them that could be behind: by its Content-Type, and by
 * its looks where it has none or looks otherwise. Never throws; linear in the length of the body, which is inflated
 * within bounds.
 */
export function bodyParts(source: BodySource, take: Take, most = mostLength): BodyReading {
  if (source.bytes.length === 0) return NONE;
  const { bytes: inflated, why: coding, cut: bomb } = uncoded(source.bytes, source.contentEncoding, 8 * most);
  const cut = inflated.length > most;
  const bytes = cut ? inflated.subarray(0, most) : inflated;
  const within: Bounds = cut || !source.whole ? cutOff : usual;
  const outer = parts(bytes, source.contentType, take, within);
  const inner = packed(inflated, most, source.contentType, take);
  const read = inner ?? { ...outer, bytes };
  if (coding !== '') return { ...read, outcome: bomb ? 'truncated' : 'malformed', why: coding };
  // A body that was cut off looks out of shape, and may not be.
  if (cut || !source.whole) return { ...read, outcome: 'truncated', why: 'longer than is looked at' };
  return read;
}

/** What is compressed though nothing says so, read as the same type: null when it is not. */
function packed(packedBytes: Buffer, most: number, contentType: string, take: Take): BodyReading | null {
  const found = undeclared(packedBytes, 8 * most);
  if (found === null) return null;
  const cut = found.cut || found.bytes.length > most;
  const bytes = found.bytes.subarray(0, most);
  const read = parts(bytes, contentType, take, cut ? cutOff : usual);
  return cut
    ? { kind: read.kind, outcome: 'truncated', why: 'longer than is looked at', bytes }
    : { ...read, bytes };
}

function parts(bytes: Buffer, contentType: string, take: Take, within: Bounds): Read {
  const semicolon = contentType.indexOf(';');
  const type = (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
  if (type.startsWith('multipart/') || (type === '' && looksLikeMultipart(bytes))) {
    const outcome = multipartParts(bytes.toString('latin1'), boundaryOf(contentType), take);
    const inner = outcome === 'whole' ? {} : disguised(bytes, contentType, false, take, within);
    return { ...result('multipart', outcome, 'multipart'), ...inner };
  }
  const framing = framingOf(type);
  if (framing !== null && !jsonWithin.test(type)) {
    const outcome = protobufParts(bytes, framing, take, within);
    const inner = disguised(bytes, contentType, true, take, within);
    return { ...result('protobuf', outcome, 'message of Protocol Buffers'), ...inner };
  }
  const packing = packingOf(type);
  if (packing !== null) {
    const outcome = packedParts(bytes, packing, take, within);
    const inner = disguised(bytes, contentType, true, take, within);
    return { ...result('packed', outcome, packing), ...inner };
  }
  const { text, known, recoded } = textOfBody(bytes, charsetOf(contentType));
  const read = recoded
    ? { ...textParts(text, type, take, within), recoded: text }
    : textParts(text, type, take, within);
  return known || read.outcome === 'truncated'
    ? read
    : {
        ...read,
        outcome: 'malformed',
        why: isUtf8(bytes) ? 'a charset that is not known' : 'is in a charset that is not known',
      };
}

/**
 * What is a document, or with `texts` a text, though its type says otherwise: an application that expects one need not
 * ask.
 */
function disguised(
  bytes: Buffer,
  contentType: string,
  texts: boolean,
  take: Take,
  within: Bounds,
): Pick<Read, 'recoded'> {
  const { text, recoded } = textOfBody(bytes, charsetOf(contentType));
  const any = texts && isText(recoded ? Buffer.from(text) : bytes);
  if (!any && !looksLikeJson(text) && !looksLikeXml(text)) return {};
  textParts(text, '', take, within);
  return recoded ? { recoded: text } : {};
}

/** A fragment of a page: its texts are no values, and what they show of code is read, not run. */
const html =
  /^\s*<(?:p|div|span|h[1-6]|ul|ol|li|pre|code|blockquote|table|em|strong|b|i|u|br|hr|figure)[\s/>]/i;

const jsonWithin = /json$/;

/** What services write before JSON so that no page can run it as a script, and their clients skip. */
const guarded = /^\s*(?:\)\]\}'?,?|(?:while ?\(1\)|for ?\(;;\)|throw 1);)\s*(?=[[{])/;

function textParts(text: string, type: string, take: Take, within: Bounds): Read {
  const declared = declaredKind(type);
  const guard = guarded.exec(text);
  if (guard !== null) {
    take('', text, 'text');
    const outcome = jsonParts(text.slice(guard[0].length), take, within);
    if (outcome === 'truncated') return result('json', outcome, 'JSON');
    return declared === 'json'
      ? result('json', 'malformed', 'JSON')
      : { kind: 'text', outcome: 'whole', why: '' };
  }
  // What it looks like, an application that guesses or does not ask will take it for.
  const shown = looksLikeJson(text)
    ? 'json'
    : looksLikeXml(text) && (declared === 'xml' || !html.test(text.slice(0, 64)))
      ? 'xml'
      : null;
  if (declared === 'json' || shown === 'json') {
    const outcome = jsonParts(text, take, within);
    besides(text, declared === 'form' || (shown === null && looksLikeForm(text)), outcome, take);
    return result('json', outcome, 'JSON');
  }
  if (declared === 'xml' || shown === 'xml') {
    const outcome = xmlParts(text, take);
    besides(text, declared === 'form' || (shown === null && looksLikeForm(text)), outcome, take);
    return result('xml', outcome, 'XML');
  }
  if (declared === 'form') return result('form', formPairs(text, take), 'form');
  if (isCsv(type)) {
    take('', text, 'text');
    return result('text', csvParts(text, take, within), 'CSV');
  }
  if (isYaml(type)) {
    // Tags and aliases are the document's: it is looked at as a whole, too.
    take('', text, 'text');
    return result('yaml', yamlParts(text, take, within), 'YAML');
  }
  if (isBinary(text)) return { kind: 'binary', outcome: 'whole', why: '' };
  if (looksLikeForm(text)) {
    if (declared !== 'text') return result('form', formPairs(text, take), 'form');
    // The text as a whole stands for what the reader of forms did not come to.
    const outcome = (isPlainForm(text) ? plainPairs : formPairs)(text, (name, value, where) => {
      if (where !== 'rest') take(name, value, where);
    });
    take('', text, 'text');
    return result('form', outcome, 'form');
  }
  take('', text, 'text');
  return { kind: 'text', outcome: 'whole', why: '' };
}

/**
 * What a document is to whoever takes it for a form, and to readers that may disagree with ours: a value as it stands.
 */
function besides(text: string, form: boolean, outcome: Outcome, take: Take): void {
  // A form that parts nothing and encodes nothing is one name, of which the document was read.
  const parted = form && partsForms.test(text);
  if (parted) formPairs(text, take);
  if (outcome === 'malformed' || (form && !parted)) take('', text, 'text');
}

const partsForms = /[=&%+]/;

const result = (kind: BodyKind, outcome: Outcome, what: string): Read => ({
  kind,
  outcome,
  why:
    outcome === 'whole' ? '' : outcome === 'truncated' ? `more ${what} than is looked at` : `is no ${what}`,
});

/** What it is called besides, by itself or a text a line (RFC 7464, JSON Lines, JSON5). */
const jsons =
  /^(?:application|text)\/(?:x-)?(?:json5?|ndjson|jsonl|jsonlines|json-lines|json-seq|json-stream|ldjson)$/;

function declaredKind(type: string): 'json' | 'form' | 'xml' | 'text' | null {
  if (type === 'application/json' || type.endsWith('+json') || jsons.test(type)) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')) return 'xml';
  return type.startsWith('text/') || type === 'application/graphql' ? 'text' : null;
}

/** True for `name=value…`, where the name is one and no blank stands unencoded before the end. */
function looksLikeForm(text: string): boolean {
  const equals = text.indexOf('=');
  if (equals < 1 || equals > 128) return false;
  for (let i = 0; i < equals; i++) {
    const c = text.charCodeAt(i);
    const isName =
      (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122) || '_-.[]%+$'.includes(text[i]!);
    if (!isName) return false;
  }
  return true;
}

function looksLikeMultipart(bytes: Buffer): boolean {
  if (bytes[0] !== 45 || bytes[1] !== 45) return false;
  const head = bytes.toString('latin1', 0, 512).toLowerCase();
  return head.includes('\ncontent-disposition:');
}

/** True for a text and nothing else: packed values have lengths between them, which are no characters. */
function isText(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return false;
  }
  return isUtf8(bytes);
}

/** True where one character in eight, of the first 512, is of no text. */
function isBinary(text: string): boolean {
  const length = Math.min(text.length, 512);
  let odd = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if ((c < 32 && c !== 9 && c !== 10 && c !== 13) || (c >= 0x7f && c < 0xa0)) odd++;
  }
  return odd * 8 > length;
}
