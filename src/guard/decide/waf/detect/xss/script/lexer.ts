import { unescaped } from './escapes.ts';

/** What a token is; `BROKEN` where no JavaScript token can begin or end so. */
export const END = 0;
export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
export const TEMPLATE = 4;
export const PATTERN = 5;
export const MARK = 6;
export const BROKEN = 7;

/** One token of JavaScript (ECMA-262 12), names and strings with their escapes undone. */
export class Token {
  readonly kind: number;
  /**
   * The name, the string, the pattern; of a mark its class: `=` for every assignment, `<` for every other binary
   * operator.
   */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** True when a line ends before it. */
  readonly line: boolean;
  /** True for a name written with escapes: nobody writes one so but to hide it. */
  readonly odd: boolean;
  /** Of a bracket, the index of its partner among the tokens; -1 while it has none. */
  pair = -1;

  constructor(kind: number, text: string, from: number, to: number, line: boolean, odd = false) {
    this.kind = kind;
    this.text = text;
    this.from = from;
    this.to = to;
    this.line = line;
    this.odd = odd;
  }
}

const PART = 1;
const DIGIT = 2;
const classes = new Uint8Array(128);
for (let c = 48; c <= 57; c++) classes[c] = PART | DIGIT;
for (let c = 65; c <= 90; c++) classes[c] = classes[c + 32] = PART;
classes[36] = classes[95] = PART;

const marks: string[] = [];
for (const c of '()[]{};,:?.~@#=+-*/%&|^!<>') marks[c.charCodeAt(0)] = c;
const binary = '*/%&|^<>';

/** Reads JavaScript token by token; a token that the text cuts short is whole, as the page would end it. */
export class Lexer {
  readonly #text: string;
  readonly #end: number;
  readonly #braces: boolean[] = [];
  #at: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
    this.#end = text.length;
  }

  /** The next token; `operand` tells whether an operand stands before it, so that `/` divides. */
  next(operand: boolean): Token {
    const text = this.#text;
    const line = this.#skip();
    const from = this.#at;
    if (from >= this.#end) return new Token(END, '', from, from, line);
    const c = text.charCodeAt(from);
    if (c < 128 ? (classes[c]! & DIGIT) !== 0 : false) return this.#number(from, line);
    if (c === 0x2e && isDigit(text.charCodeAt(from + 1))) return this.#number(from, line);
    if (c === 0x5c || isPart(c)) return this.#name(from, line);
    if (c === 0x22 || c === 0x27) return this.#string(from, c, line);
    if (c === 0x60) return this.#template(from, line);
    if (c === 0x2f && !operand) return this.#pattern(from, line);
    if (c === 0x7d && this.#braces.pop()) {
      const rest = this.#template(from, line);
      return new Token(MARK, rest.text === '${' ? '$}${' : '$}', from, rest.to, line);
    }
    return this.#mark(from, c, line);
  }

  /** Passes white space and comments; true when a line ended. */
  #skip(): boolean {
    const text = this.#text;
    let line = this.#at === 0;
    for (;;) {
      const at = this.#at;
      if (at >= this.#end) return line;
      const c = text.charCodeAt(at);
      if (c === 0x0a || c === 0x0d || c === 0x2028 || c === 0x2029) {
        line = true;
        this.#at++;
      } else if (c === 0x20 || (c >= 0x09 && c <= 0x0c) || (c >= 0xa0 && isSpace(c))) this.#at++;
      else if (c === 0x2f && text.charCodeAt(at + 1) === 0x2f) this.#toLineEnd();
      else if (c === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
        const end = text.indexOf('*/', at + 2);
        this.#at = end < 0 ? this.#end : end + 2;
      } else if (c === 0x3c && text.startsWith('<!--', at)) this.#toLineEnd();
      else if (c === 0x2d && line && text.startsWith('-->', at)) this.#toLineEnd();
      else return line;
    }
  }

  #toLineEnd(): void {
    const text = this.#text;
    let at = this.#at;
    for (; at < this.#end; at++) {
      const c = text.charCodeAt(at);
      if (c === 0x0a || c === 0x0d || c === 0x2028 || c === 0x2029) break;
    }
    this.#at = at;
  }

  #number(from: number, line: boolean): Token {
    const text = this.#text;
    let at = from;
    const parts = (): void => {
      while (at < this.#end && isPart(text.charCodeAt(at))) at++;
    };
    if (
      text.charCodeAt(at) === 0x30 &&
      isPart(text.charCodeAt(at + 1)) &&
      !isDigit(text.charCodeAt(at + 1))
    ) {
      parts();
    } else {
      while (at < this.#end && (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === 0x5f)) at++;
      if (text.charCodeAt(at) === 0x2e && at < this.#end) {
        at++;
        while (at < this.#end && isDigit(text.charCodeAt(at))) at++;
      }
      const c = text.charCodeAt(at) | 0x20;
      if (c === 0x65 && at < this.#end) {
        const sign = text.charCodeAt(at + 1);
        const digits = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
        if (isDigit(text.charCodeAt(digits)))
          for (at = digits; at < this.#end && isDigit(text.charCodeAt(at)); ) at++;
      } else if (c === 0x6e && at < this.#end && !isPart(text.charCodeAt(at + 1))) at++;
    }
    this.#at = at;
    const broken = at < this.#end && isPart(text.charCodeAt(at));
    return new Token(broken ? BROKEN : NUMBER, text.slice(from, at), from, at, line);
  }

  #name(from: number, line: boolean): Token {
    const text = this.#text;
    let at = from;
    let odd = false;
    for (; at < this.#end; at++) {
      const c = text.charCodeAt(at);
      if (isPart(c)) continue;
      if (c !== 0x5c || text.charCodeAt(at + 1) !== 0x75) break;
      odd = true;
      at++;
      if (text.charCodeAt(at + 1) === 0x7b) {
        while (at < this.#end && text.charCodeAt(at) !== 0x7d) at++;
      } else at = Math.min(at + 4, this.#end - 1);
    }
    if (at === from) {
      this.#at = from + 1;
      return new Token(BROKEN, '', from, from + 1, line);
    }
    this.#at = at;
    const raw = text.slice(from, at);
    if (!odd) return new Token(NAME, raw, from, at, line);
    const name = unescaped(raw);
    return new Token(NAME, name, from, at, line, hides(raw, name));
  }

  #string(from: number, quote: number, line: boolean): Token {
    const text = this.#text;
    let escaped = false;
    for (let at = from + 1; at < this.#end; at++) {
      const c = text.charCodeAt(at);
      if (c === quote) {
        this.#at = at + 1;
        const raw = text.slice(from + 1, at);
        return new Token(STRING, escaped ? unescaped(raw) : raw, from, at + 1, line);
      }
      if (c === 0x5c) {
        escaped = true;
        at++;
        if (text.charCodeAt(at) === 0x0d && text.charCodeAt(at + 1) === 0x0a) at++;
      } else if (c === 0x0a || c === 0x0d) {
        this.#at = at;
        return new Token(BROKEN, '', from, at, line);
      }
    }
    this.#at = this.#end;
    const raw = text.slice(from + 1, this.#end);
    return new Token(STRING, escaped ? unescaped(raw) : raw, from, this.#end, line);
  }

  /** From a back-tick, or from the brace that ends a substitution, to the end or the next substitution. */
  #template(from: number, line: boolean): Token {
    const text = this.#text;
    let at = from + 1;
    for (; at < this.#end; at++) {
      const c = text.charCodeAt(at);
      if (c === 0x5c) at++;
      else if (c === 0x60) break;
      else if (c === 0x24 && text.charCodeAt(at + 1) === 0x7b) {
        this.#braces.push(true);
        this.#at = at + 2;
        return new Token(TEMPLATE, '${', from, at + 2, line);
      }
    }
    const stop = Math.min(at, this.#end);
    this.#at = Math.min(stop + 1, this.#end);
    const raw = text.slice(from + 1, stop);
    return new Token(TEMPLATE, raw.includes('\\') ? unescaped(raw) : raw, from, this.#at, line);
  }

  #pattern(from: number, line: boolean): Token {
    const text = this.#text;
    let set = false;
    for (let at = from + 1; at < this.#end; at++) {
      const c = text.charCodeAt(at);
      if (c === 0x5c) at++;
      else if (c === 0x0a || c === 0x0d) {
        this.#at = at;
        return new Token(BROKEN, '', from, at, line);
      } else if (c === 0x5b) set = true;
      else if (c === 0x5d) set = false;
      else if (c === 0x2f && !set) {
        let flags = at + 1;
        while (flags < this.#end && isPart(text.charCodeAt(flags))) flags++;
        this.#at = flags;
        return new Token(PATTERN, text.slice(from + 1, at), from, flags, line);
      }
    }
    this.#at = this.#end;
    return new Token(PATTERN, text.slice(from + 1, this.#end), from, this.#end, line);
  }

  #mark(from: number, c: number, line: boolean): Token {
    const text = this.#text;
    let mark = c < 128 ? marks[c] : undefined;
    if (mark === undefined) {
      this.#at = from + 1;
      return new Token(BROKEN, '', from, from + 1, line);
    }
    let at = from + 1;
    const next = at < this.#end ? text.charCodeAt(at) : 0;
    if (mark === '{') this.#braces.push(false);
    else if (mark === '?') {
      if (next === 0x2e && !isDigit(text.charCodeAt(at + 1))) {
        mark = '?.';
        at++;
      } else if (next === 0x3f) {
        mark = '<';
        at++;
      }
    } else if (mark === '.') {
      if (next === 0x2e && text.charCodeAt(at + 1) === 0x2e) {
        mark = '...';
        at += 2;
      }
    } else if (mark === '+' || mark === '-') {
      if (next === c) {
        mark = '++';
        at++;
      } else if (next === 0x3d) {
        mark = '=';
        at++;
      }
    } else if (mark === '!' || mark === '=') {
      if (next === 0x3d) {
        mark = '<';
        at++;
        if (text.charCodeAt(at) === 0x3d && at < this.#end) at++;
      } else if (mark === '=' && next === 0x3e) {
        mark = '=>';
        at++;
      }
    } else if (binary.includes(mark)) {
      const star = mark === '*';
      const angle = mark === '<' || mark === '>';
      while (at < this.#end && text.charCodeAt(at) === c && at - from < 3) at++;
      const assigns = text.charCodeAt(at) === 0x3d && at < this.#end;
      if (assigns) at++;
      mark = assigns && !(angle && at - from === 2) ? '=' : star ? '*' : '<';
    }
    this.#at = at;
    return new Token(MARK, mark, from, at, line);
  }
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;

const isSpace = (c: number): boolean =>
  c === 0xa0 ||
  c === 0xfeff ||
  c === 0x1680 ||
  (c >= 0x2000 && c <= 0x200a) ||
  c === 0x202f ||
  c === 0x205f ||
  c === 0x3000;

/**
 * True for a name with letters of ASCII in escapes, which no tool needs. What spells no name to any engine (ECMA-262
 * 12.7), and single letters, stand in the patterns of schemas: `[\u0009\u0020-\u007E\u00A1-\u00FF]`.
 */
const hides = (raw: string, name: string): boolean =>
  name.length > 1 && escapedAscii.test(raw) && identifier.test(name);
const escapedAscii = /\\u(?:00[0-7][\da-f]|\{0*[0-7]?[\da-f]\})/i;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Letters of every script pass; signs and punctuation outside ASCII do not. */
function isPart(c: number): boolean {
  if (c < 128) return (classes[c]! & PART) !== 0;
  if (c < 0xc0) return c === 0xaa || c === 0xb5 || c === 0xba;
  if (c >= 0x2000 && c <= 0x2bff) return c === 0x200c || c === 0x200d;
  return !(c >= 0x3000 && c <= 0x303f) && !(c >= 0xff00 && c <= 0xff20) && !isSpace(c);
}
