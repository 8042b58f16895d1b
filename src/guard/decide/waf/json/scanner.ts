import { Bytes } from '../texts/bytes.ts';
import { hexByte } from '../texts/escapes.ts';

const simple: Readonly<Record<string, number>> = {
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  '"': 34,
  '\\': 92,
  '/': 47,
};
const bare = /true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Reads the parts of JSON (RFC 8259) off a text that has one character for each byte. */
export class Scanner {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\xef\xbb\xbf')) this.at = 3;
  }

  /** The code of what stands behind white space; NaN at the end. */
  peek(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return code;
      this.at++;
    }
  }

  /** The string whose quotation mark stands here, with its escapes read; null when it is none. */
  string(): string | null {
    const text = this.#text;
    const from = ++this.at;
    for (; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === 34) return text.slice(from, this.at++);
      if (code === 92) return this.#escaped(from);
      if (code < 32) return null;
    }
    return null;
  }

  /** A number, `true`, `false` or `null`, as written; null when it is none. */
  bare(): string | null {
    bare.lastIndex = this.at;
    const found = bare.exec(this.#text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  #escaped(from: number): string | null {
    const text = this.#text;
    const end = this.#end();
    if (end < 0) return null;
    const out = new Bytes(end - from);
    for (let i = from; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code < 32) return null;
      if (code !== 92) {
        out.put(code);
        continue;
      }
      const letter = text[++i]!;
      const byte = simple[letter];
      if (byte !== undefined) out.put(byte);
      else if (letter === 'u') {
        const unit = unitAt(text, i + 1);
        if (unit < 0) return null;
        i += 4;
        i += this.#character(unit, i + 1, out);
      } else return null;
    }
    this.at = end + 1;
    return out.text();
  }

  /** Writes the character that begins with a unit of UTF-16, and says how much more of the text it took. */
  #character(unit: number, at: number, out: Bytes): number {
    const high = unit >= 0xd800 && unit <= 0xdbff;
    const low = high && this.#text.startsWith('\\u', at) ? unitAt(this.#text, at + 2) : -1;
    const paired = low >= 0xdc00 && low <= 0xdfff;
    if (unit < 128) out.put(unit);
    else {
      const character = paired ? String.fromCharCode(unit, low) : String.fromCharCode(unit);
      for (const byte of Buffer.from(character)) out.put(byte);
    }
    return paired ? 6 : 0;
  }

  /** Where the string ends; -1 when it does not. */
  #end(): number {
    for (let i = this.at; i < this.#text.length; i++) {
      const code = this.#text.charCodeAt(i);
      if (code === 92) i++;
      else if (code === 34) return i;
    }
    return -1;
  }
}

/** The unit that four hexadecimal digits write; -1 when they are not there. */
function unitAt(text: string, at: number): number {
  const high = hexByte(text, at);
  const low = hexByte(text, at + 2);
  return high < 0 || low < 0 ? -1 : high * 256 + low;
}
