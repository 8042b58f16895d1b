import { jsonParts } from './json.ts';
import { jsonString, stringEnd } from './json-string.ts';
import type { Bounds, Outcome, Take } from './part.ts';

const media = /^(?:application|text)\/(?:x-|vnd\.)?yaml$|^application\/[\w.-]+\+yaml$/;

/** True for a media type of YAML (RFC 9512), and for what was in use before there was one. */
export const isYaml = (type: string): boolean => type.endsWith('yaml') && media.test(type);

/**
 * Every key and every scalar of a document in YAML (plain, quoted, in blocks), under the keys it stands behind; what is
 * written between brackets as JSON is. Line by line and tolerant: what its indentation says is asked for its name alone,
 * since a value is the same wherever it hangs. Linear; never throws.
 */
export function yamlParts(text: string, take: Take, bounds: Bounds): Outcome {
  let left = bounds.parts;
  const levels = new Levels();
  let path = '/';
  for (let at = 0; at < text.length; ) {
    if (left <= 0) {
      take('', text.slice(at), 'rest');
      return 'truncated';
    }
    const indent = blanks(text, at) - at;
    let from = at + indent;
    while ((text[from] === '-' || text[from] === '?') && text[from + 1] === ' ')
      from = blanks(text, from + 1);
    let end = lineEnd(text, from);
    const name = keyAt(text, from, end);
    if (name !== null) {
      path = levels.pathOf(from - at, name.text);
      take(path, name.text, 'json-key');
      left--;
      from = blanks(text, name.to);
    }
    from = behindTags(text, from, end);
    const c = text[from];
    if (from < end && c !== '#') {
      left--;
      if (c === '"' || c === "'") {
        const close = c === '"' ? stringEnd(text, from + 1, 34) : singleEnd(text, from + 1);
        const inner = text.slice(from + 1, close);
        take(path, c === '"' ? double(inner) : folded(inner.replaceAll("''", "'")), 'json');
        end = lineEnd(text, close);
      } else if (c === '|' || c === '>') {
        const close = blockEnd(text, end + 1, indent);
        // A block of several lines is a text of its own, mostly a script; the document as a whole shows it as it stands.
        const block = text.slice(end + 1, close).trim();
        if (!block.includes('\n')) take(path, block, 'json');
        end = close - 1;
      } else if (c === '{' || c === '[') {
        jsonParts(text.slice(from, end), (inner, value, where) => take(`${path}${inner}`, value, where), {
          ...bounds,
          parts: Math.max(1, left),
        });
        left -= (end - from) >> 2;
      } else take(path, uncommented(text.slice(from, end)), 'json');
    }
    at = Math.max(end + 1, at + 1);
  }
  return 'whole';
}

/** Characters of the keys around a key that it is told with, the innermost. */
const mostPath = 128;

/** The keys that are open, by how far in they stand: few, as the one deeper stands further in. */
class Levels {
  readonly #indents: number[] = [];
  readonly #paths: string[] = [];

  /** The name of what stands behind a key. */
  pathOf(indent: number, key: string): string {
    while (this.#indents.length > 0 && this.#indents.at(-1)! >= indent) {
      this.#indents.pop();
      this.#paths.pop();
    }
    const path = `${(this.#paths.at(-1) ?? '').slice(-mostPath)}/${key}`;
    this.#indents.push(indent);
    this.#paths.push(path);
    return path;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function blanks(text: string, at: number): number {
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}

/** `key:`, `"key":`, with a blank or the end of the line behind. */
function keyAt(
  text: string,
  from: number,
  end: number,
): { readonly text: string; readonly to: number } | null {
  const c = text.charCodeAt(from);
  if (c === 34 || c === 39) {
    const close = c === 34 ? stringEnd(text, from + 1, 34) : singleEnd(text, from + 1);
    const colon = blanks(text, close + 1);
    if (close >= end || text[colon] !== ':') return null;
    const inner = text.slice(from + 1, close);
    return { text: c === 34 ? double(inner) : inner.replaceAll("''", "'"), to: colon + 1 };
  }
  if (c === 123 || c === 91) return null;
  // Not by indexOf, which would look past the line, and that for every line.
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) !== 58) continue;
    const next = text.charCodeAt(i + 1);
    if (next === 32 || next === 9 || next === 13 || i + 1 === end)
      return { text: text.slice(from, i).trimEnd(), to: i + 1 };
  }
  return null;
}

/** A plain scalar without what is said behind it. */
function uncommented(scalar: string): string {
  const comment = scalar.indexOf(' #');
  return (comment < 0 ? scalar : scalar.slice(0, comment)).trimEnd();
}

/** What says a type or gives a name before a scalar: `!!str `, `&a `. */
function behindTags(text: string, from: number, end: number): number {
  while (from < end && (text[from] === '!' || text[from] === '&')) {
    while (from < end && text.charCodeAt(from) > 32) from++;
    from = blanks(text, from);
  }
  return from;
}

/** Where a string in single quotes ends; two of them are one that stands in it. */
function singleEnd(text: string, from: number): number {
  for (let at = text.indexOf("'", from); at >= 0; at = text.indexOf("'", at + 2))
    if (text[at + 1] !== "'") return at;
  return text.length;
}

/** Where the lines end that are farther in than the key of a block. */
function blockEnd(text: string, from: number, indent: number): number {
  let at = from;
  while (at < text.length) {
    const first = blanks(text, at);
    const end = lineEnd(text, at);
    if (first < end && text.charCodeAt(first) !== 13 && first - at <= indent) break;
    at = end + 1;
  }
  return Math.min(at, text.length);
}

const double = (inner: string): string => {
  const line = folded(inner.replace(/\\\r?\n[ \t]{0,64}/g, ''));
  const known = line.replace(/\\x([0-9a-fA-F]{2})/g, '\\u00$1');
  return jsonString(known, 0, known.length);
};

/** Lines of one scalar are parted by blanks. */
const folded = (inner: string): string =>
  inner.includes('\n') ? inner.replace(/[ \t]{0,64}\r?\n[ \t]{0,64}/g, ' ') : inner;
