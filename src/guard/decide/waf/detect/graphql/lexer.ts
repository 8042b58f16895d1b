import { isDigit, isLetter } from '../text/characters.ts';

/** What a token is; a punctuator is its own character code. */
export const END = 0;
export const NAME = 1;
const NUMBER = 2;
export const STRING = 3;
export const SPREAD = 4;
export const BAD = 5;
/** The punctuator between a name and what it is given. */
export const COLON_MARK = 58;

/** Tokens of a GraphQL document (GraphQL 2.1), one after the other; commas, blanks and comments are skipped. */
export class GraphqlLexer {
  readonly text: string;
  kind = END;
  /** From inclusive, to exclusive. */
  from = 0;
  to = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads the next token, and gives its kind. */
  next(): number {
    const { text } = this;
    let at = this.to;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === 35) {
        while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
      } else if (c === 32 || c === 44 || c === 10 || c === 13 || c === 9 || c === 0xfeff) at++;
      else break;
    }
    this.from = at;
    if (at >= text.length) {
      this.to = at;
      this.kind = END;
      return END;
    }
    const c = text.charCodeAt(at);
    if (isLetter(c) || c === 95) return this.#token(NAME, wordEnd(text, at + 1));
    if (c === 46) {
      const spread = text.charCodeAt(at + 1) === 46 && text.charCodeAt(at + 2) === 46;
      return spread ? this.#token(SPREAD, at + 3) : this.#token(BAD, at + 1);
    }
    if (c === 34) return this.#token(STRING, this.#stringEnd(at));
    if (isDigit(c) || c === 45) return this.#token(NUMBER, numberEnd(text, at + 1));
    return this.#token(punctuators.includes(text[at]!) ? c : BAD, at + 1);
  }

  /** Whether the token is of that kind. */
  is(kind: number): boolean {
    return this.kind === kind;
  }

  /** The text of the token. */
  word(): string {
    return this.text.slice(this.from, this.to);
  }

  #token(kind: number, to: number): number {
    this.to = to;
    this.kind = kind;
    return kind;
  }

  #stringEnd(at: number): number {
    const { text } = this;
    const block = text.startsWith('"""', at);
    let i = at + (block ? 3 : 1);
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 92) i += block && text.startsWith('"""', i + 1) ? 3 : block ? 0 : 1;
      else if (c === 34 && !block) return i + 1;
      else if (c === 34 && text.startsWith('"""', i)) return i + 3;
      else if (!block && (c === 10 || c === 13)) break;
    }
    return Math.min(i, text.length);
  }
}

const punctuators = '!$&()[]{}:=|@';

function wordEnd(text: string, at: number): number {
  for (;;) {
    const c = text.charCodeAt(at);
    if (!(isLetter(c) || isDigit(c) || c === 95)) return at;
    at++;
  }
}

function numberEnd(text: string, at: number): number {
  while (at < text.length && (isDigit(text.charCodeAt(at)) || '.eE+-'.includes(text[at]!))) at++;
  return at;
}
