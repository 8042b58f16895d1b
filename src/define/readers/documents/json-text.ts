import { findFault } from './json-fault.ts';
import type { Parsed, Problem } from './parsed.ts';
import { reserved, type Spot, tooDeep } from './spot.ts';

/** Reads JSON (RFC 8259). V8 reads the value; a second pass over the text notes lines and duplicate keys. */
export function readJson(text: string): Parsed {
  const spot: Spot = { line: 1, parts: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: null, spot, problems: [syntax(text)] };
  }
  const problems: Problem[] = [];
  try {
    return { value, spot: new Scan(text, problems).spot(), problems };
  } catch (cause) {
    // The scan goes as deep as the text does, and the stack does not.
    if (!(cause instanceof RangeError)) throw cause;
    return {
      value: null,
      spot,
      problems: [{ code: 'document.syntax', message: tooDeep, line: 1, path: [] }],
    };
  }
}

function syntax(text: string): Problem {
  const { line, column, wanted } = findFault(text);
  const message = `not valid JSON: ${wanted} should stand at line ${line}, column ${column}`;
  return { code: 'document.syntax', message, line, path: [] };
}

/** Walks text that is known to be valid JSON. */
class Scan {
  readonly #text: string;
  readonly #problems: Problem[];
  readonly #path: (string | number)[] = [];
  #at = 0;
  #line = 1;

  constructor(text: string, problems: Problem[]) {
    this.#text = text;
    this.#problems = problems;
  }

  spot(line = 0): Spot {
    const first = this.#next();
    const own = line > 0 ? line : this.#line;
    if (first === OPEN_OBJECT) return this.#object(own);
    if (first === OPEN_LIST) return this.#list(own);
    if (first === QUOTE) this.#string();
    else while (this.#at < this.#text.length && !ENDS.has(this.#text.charCodeAt(this.#at))) this.#at++;
    return { line: own, parts: null };
  }

  #object(line: number): Spot {
    const parts = new Map<string | number, Spot>();
    this.#at++;
    while (this.#next() !== CLOSE_OBJECT) {
      if (this.#next() === COMMA) {
        this.#at++;
        continue;
      }
      const keyLine = this.#line;
      const key = this.#string();
      this.#next();
      this.#at++; // the colon
      this.#path.push(key);
      const before = parts.get(key);
      if (before !== undefined) this.#duplicate(key, before.line, keyLine);
      if (key === '__proto__')
        this.#problems.push({
          code: 'document.syntax',
          message: reserved,
          line: keyLine,
          path: [...this.#path],
        });
      parts.set(key, this.spot(keyLine));
      this.#path.pop();
    }
    this.#at++;
    return { line, parts };
  }

  #list(line: number): Spot {
    const parts = new Map<string | number, Spot>();
    this.#at++;
    while (this.#next() !== CLOSE_LIST) {
      if (this.#next() === COMMA) {
        this.#at++;
        continue;
      }
      this.#path.push(parts.size);
      parts.set(parts.size, this.spot());
      this.#path.pop();
    }
    this.#at++;
    return { line, parts };
  }

  /** The code of the next character that is not white space. */
  #next(): number {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c === 10) this.#line++;
      else if (c !== 32 && c !== 13 && c !== 9) return c;
      this.#at++;
    }
  }

  #string(): string {
    const start = this.#at++;
    let escaped = false;
    for (let c = this.#text.charCodeAt(this.#at); c !== QUOTE; c = this.#text.charCodeAt(this.#at)) {
      if (c === BACKSLASH) {
        escaped = true;
        this.#at++;
      }
      this.#at++;
    }
    const end = ++this.#at;
    if (!escaped) return this.#text.slice(start + 1, end - 1);
    return JSON.parse(this.#text.slice(start, end)) as string;
  }

  #duplicate(key: string, first: number, line: number): void {
    const message = `${key} is written twice, on line ${first} and on line ${line}: keep one of them`;
    this.#problems.push({ code: 'document.duplicate-key', message, line, path: [...this.#path] });
  }
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const ENDS = new Set([9, 10, 13, 32, COMMA, CLOSE_LIST, CLOSE_OBJECT]);
