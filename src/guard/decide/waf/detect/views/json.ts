import { jsonString, stringEnd } from './json-string.ts';
import { type Bounds, type Outcome, type Take, bounds as usual } from './part.ts';

/**
 * Every key and every leaf of a JSON text with its pointer; equal keys each. Numbers, `true`, `false` and `null` are
 * `json-literal`. Reads what is near to JSON too (JSON5 and what scripts write: other quotes, bare keys, comments;
 * commas too many, texts one behind the other, things left open), which makes it `malformed`; `misshapen` where its
 * tokens are JSON's and only their order is not, so that every reader finds the same values. Of names that go deeper
 * than is bounded the last steps are told; values do not stop coming. Linear; no recursion.
 */
export function jsonParts(text: string, take: Take, bounds: Bounds = usual): Outcome {
  return new Reading(text, take, bounds).read();
}

/** True for what begins as an object or an array does, of JSON or of JSON5. */
export function looksLikeJson(text: string): boolean {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  const c = text.charCodeAt(at);
  if (c !== 123 && c !== 91) return false;
  at++;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  const next = text.charCodeAt(at);
  if (next === 34 || next === 125) return true;
  if (c === 123) return beginsMember(text, at);
  // An array of what is neither quoted nor nested is one of numbers and such.
  return next === 123 || next === 91 || next === 93 || next === 45 || (next >= 48 && next <= 57);
}

/** Behind the brace of an object of JSON5: a key in other quotes or none, or a comment. */
function beginsMember(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 47) return text[at + 1] === '*' || text[at + 1] === '/';
  member.lastIndex = at;
  return member.test(text);
}

const member = /(?:'[^'\n]{0,64}'|[\w$\\-]{1,64})\s{0,8}:(?!:)/y;

/** Also what stands before each text of a sequence (RFC 7464 2.2). */
const isBlank = (c: number): boolean =>
  c === 32 || c === 10 || c === 13 || c === 9 || c === 0xfeff || c === 0x1e;

class Reading {
  readonly #text: string;
  readonly #take: Take;
  readonly #depth: number;
  readonly #cut: boolean;
  #left: number;
  #outcome: Outcome = 'whole';
  /**
   * Of every container that is open: its pointer, and the place of the next element; -1 for an object. Past the bound,
   * pointers of arrays within arrays are null until they are asked for.
   */
  readonly #paths: (string | null)[] = [];
  readonly #places: number[] = [];
  /** The innermost of them; and in an object the pointer of the value that is awaited, once its key is read. */
  #path: string | null = '';
  #place = 0;
  #member: string | null = null;
  /** True once a value stands where one may, up to the comma behind it. */
  #filled = false;
  /** Where the next backslash stands, as far as it is known. */
  #backslash = -1;
  /** False once no comment closes any more. */
  #closes = true;

  constructor(text: string, take: Take, bounds: Bounds) {
    this.#text = text;
    this.#take = take;
    this.#left = bounds.parts;
    this.#depth = bounds.depth;
    this.#cut = bounds.cut === true;
  }

  read(): Outcome {
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
      const c = text.charCodeAt(at);
      if (isBlank(c)) {
        at++;
        continue;
      }
      if (this.#left <= 0) {
        this.#take(this.#container(), text.slice(at), 'rest');
        return 'truncated';
      }
      switch (c) {
        case 123:
        case 91:
          this.#open(c === 123);
          at++;
          break;
        case 125:
        case 93:
          this.#close(c === 125);
          at++;
          break;
        case 44:
          this.#next();
          at++;
          break;
        case 58:
          if (this.#member === null) this.#bad();
          at++;
          break;
        case 34:
        case 39:
        case 96:
          at = this.#string(at, c);
          break;
        case 47:
          at = this.#comment(at);
          break;
        default:
          at = this.#bare(at);
      }
    }
    const open = this.#paths.length > 0 || (!this.#filled && this.#member === null && text.length > 0);
    if (open && !this.#cut) this.#bad();
    return this.#outcome;
  }

  /** Its tokens do not stand as they should. */
  #bad(): void {
    if (this.#outcome === 'whole') this.#outcome = 'misshapen';
  }

  /** It has tokens of another language, which others may read otherwise. */
  #strange(): void {
    if (this.#outcome !== 'truncated') this.#outcome = 'malformed';
  }

  #open(object: boolean): void {
    if (this.#filled || (this.#place < 0 && this.#member === null)) this.#bad();
    const deep = this.#paths.length >= this.#depth;
    if (deep) this.#outcome = 'truncated';
    const path = deep && this.#place >= 0 ? null : this.#pointer();
    this.#paths.push(this.#path);
    this.#places.push(this.#place);
    this.#path = path !== null && (deep || path.length > longestPointer) ? lastSteps(path) : path;
    this.#place = object ? -1 : 0;
    this.#member = null;
    this.#filled = false;
  }

  #close(object: boolean): void {
    if (this.#paths.length === 0 || object !== this.#place < 0 || this.#member !== null) this.#bad();
    if (this.#paths.length === 0) return;
    this.#path = this.#paths.pop()!;
    this.#place = this.#places.pop()!;
    this.#member = null;
    this.#filled = true;
  }

  #next(): void {
    if (!this.#filled || this.#paths.length === 0) this.#bad();
    if (this.#place >= 0) this.#place++;
    this.#member = null;
    this.#filled = false;
  }

  /** The pointer of the value that comes next. */
  #pointer(): string {
    if (this.#paths.length === 0) return '';
    if (this.#place < 0) return this.#member ?? `${this.#container()}/`;
    return `${this.#container()}/${this.#place}`;
  }

  #container(): string {
    return this.#path ?? this.#lastPaths();
  }

  /** Makes the pointers of the innermost arrays, as many as the bound is deep, so that each is made once. */
  #lastPaths(): string {
    const paths = this.#paths;
    const { length } = paths;
    let at = length - 1;
    while (paths[at] === null && at > length - 2 * this.#depth) at--;
    let path = paths[at] ?? '';
    const first = path === '' ? at + this.#depth - 1 : at;
    for (; at < length; at++) {
      path += `/${this.#places[at]}`;
      if (at < first) continue;
      path = lastSteps(path);
      if (at + 1 < length) paths[at + 1] = path;
    }
    this.#path = path;
    return path;
  }

  #pointerTo(key: string): string {
    let at = 0;
    while (at < key.length && key.charCodeAt(at) !== 47 && key.charCodeAt(at) !== 126) at++;
    if (at === key.length) return `${this.#container()}/${key}`;
    return `${this.#container()}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }

  #string(at: number, quote: number): number {
    const text = this.#text;
    let end = at + 1;
    // Most are short and have no escape.
    for (const limit = Math.min(end + shortString, text.length); end < limit; end++) {
      const c = text.charCodeAt(end);
      if (c === quote) {
        if (quote !== 34) this.#strange();
        this.#found(text.slice(at + 1, end), false);
        return end + 1;
      }
      if (c === 92) break;
    }
    end = this.#stringEnd(at + 1, quote);
    if (quote !== 34) this.#strange();
    else if (end === text.length && !this.#cut) this.#bad();
    const escaped = this.#backslash < end;
    this.#found(escaped ? jsonString(text, at + 1, end) : text.slice(at + 1, end), false);
    return end + 1;
  }

  /** Where a string ends: most have no escape, and are searched through faster than they are read. */
  #stringEnd(from: number, quote: number): number {
    const text = this.#text;
    if (this.#backslash < from) {
      const next = text.indexOf('\\', from);
      this.#backslash = next < 0 ? text.length : next;
    }
    const end = text.indexOf(quote === 34 ? '"' : quote === 39 ? "'" : '`', from);
    if (end >= 0 && end < this.#backslash) return end;
    return stringEnd(text, from, quote);
  }

  /** A comment of JSON5: to readers that know none it is a value, too. */
  #comment(at: number): number {
    const text = this.#text;
    const end = this.#commentEnd(at);
    if (end === 0) return this.#bare(at);
    this.#strange();
    this.#left--;
    const close = text.charCodeAt(at + 1) === 42 ? 2 : 0;
    this.#take(this.#container(), text.slice(at + 2, end - close).trim(), 'json');
    return end;
  }

  /** Where the comment ends that begins at a `/`; 0 when none does. */
  #commentEnd(at: number): number {
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (next === 47) {
      const line = text.indexOf('\n', at);
      return line < 0 ? text.length : line;
    }
    if (next !== 42 || !this.#closes) return 0;
    const end = text.indexOf('*/', at + 2);
    this.#closes = end >= 0;
    return end < 0 ? 0 : end + 2;
  }

  /** A literal, or what stands where none may. */
  #bare(at: number): number {
    const text = this.#text;
    let end = at + 1;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === 44 || c === 93 || c === 125 || c === 58 || c === 34 || c === 91 || c === 123) break;
      if (c === 47 && isBlank(text.charCodeAt(end - 1)) && this.#commentEnd(end) > 0) break;
    }
    let last = end;
    while (isBlank(text.charCodeAt(last - 1))) last--;
    const value = text.slice(at, last);
    const literal = isLiteral(value);
    if (!literal && !(this.#cut && end === text.length)) this.#strange();
    this.#found(value, literal);
    return end;
  }

  #found(value: string, literal: boolean): void {
    this.#left--;
    if (this.#place < 0 && this.#member === null) {
      if (this.#filled || literal) this.#bad();
      this.#member = this.#pointerTo(value);
      this.#take(this.#member, value, 'json-key');
      return;
    }
    if (this.#filled) this.#bad();
    this.#take(this.#pointer(), value, literal ? 'json-literal' : 'json');
    this.#filled = true;
    this.#member = null;
  }
}

const shortString = 24;

/** Characters of a pointer from which on its first step is left out. */
const longestPointer = 1_024;

/** The pointer without its first step. */
function lastSteps(pointer: string): string {
  const next = pointer.indexOf('/', 1);
  return next < 0 ? '' : pointer.slice(next);
}

/** True for `true`, `false`, `null` and numbers (RFC 8259 6, and what else is made of their characters). */
function isLiteral(word: string): boolean {
  if (word === 'true' || word === 'false' || word === 'null') return true;
  const first = word.charCodeAt(0);
  if (first !== 45 && !(first >= 48 && first <= 57)) return false;
  for (let i = 1; i < word.length; i++) {
    const c = word.charCodeAt(i);
    if (!((c >= 48 && c <= 57) || c === 46 || c === 45 || c === 43 || (c | 32) === 101)) return false;
  }
  return true;
}
