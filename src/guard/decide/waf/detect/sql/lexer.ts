import { isBlank, isDigit, isWord } from './characters.ts';
import { symbol } from './symbol.ts';
import { calledLetter, K, letters } from './token.ts';
import { find, hashOn, hashStart, kindOf } from './words.ts';

/** How many tokens a fingerprint tells at most. */
const fingerprintTokens = 24;
/** How many strings and names that nothing closes are looked to the end for. */
const mostUnclosed = 64;

/**
 * The tokens of one value in one context, pulled one at a time by whoever parses them.
 *
 * A dialect is not chosen: whatever is a token in any of them is one here. Where a character means one thing
 * before an operand and another behind it, the parser says which it waits for. Comments between tokens are
 * blanks; one that runs to the end is the token TAIL.
 */
export class Lexer {
  readonly text: string;
  /** The quote in which the value stands, as a character code; 0 outside quotes. */
  readonly quote: number;
  readonly #backslash: boolean;
  kind: number = K.END;
  /** Where the token stands: from inclusive, to exclusive. */
  from = 0;
  to = 0;
  /** Where reading goes on. */
  at: number;
  /** The token's value when it is a number. */
  number = 0;
  /** Where the contents of a string stand. */
  contentFrom = 0;
  contentTo = 0;
  /** The word's place in the table of words; -1 when it has none. */
  slot = -1;
  /** Where the comment that runs to the end begins; -1 without one. */
  tailFrom = -1;
  /** The quote of the string that the value leaves open; 0 when there is none. */
  leftOpen = 0;
  /** How many comments stood between tokens, and how many of them MySQL would execute. */
  comments = 0;
  executed = 0;
  /** How many `1.e` stood where MySQL reads nothing at all. */
  noise = 0;
  #fingerprint = '';
  #told = 0;
  #unclosed = 0;

  constructor(text: string, at: number, quote: number, backslash: boolean) {
    this.text = text;
    this.at = at;
    this.quote = quote;
    this.#backslash = backslash;
  }

  /** Goes on to the next token; `operand` when the grammar waits for one. */
  next(operand: boolean): void {
    // What MySQL reads as nothing at all is gone over.
    while (!this.#read(operand));
    this.to = this.at;
    if (this.#told < fingerprintTokens) {
      this.#told++;
      if (this.kind !== K.END) this.#fingerprint += letters[this.kind];
    }
  }

  /** The tokens read so far, a letter each (see `letters`). */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** Makes the last token of the fingerprint a function's name. */
  markCalled(): void {
    if (this.#told < fingerprintTokens)
      this.#fingerprint = this.#fingerprint.slice(0, -1) + String.fromCharCode(calledLetter);
  }

  /** The next character behind blanks and comments; NaN at the end. */
  peek(): number {
    this.#skipBlanks();
    return this.text.charCodeAt(this.at);
  }

  /** The token as it stands, in lower case. */
  word(): string {
    return this.text.slice(this.from, this.to).toLowerCase();
  }

  /** Reads one token; false when it was `1.e`, which is none. */
  #read(operand: boolean): boolean {
    this.#skipBlanks();
    const { text } = this;
    const at = this.at;
    this.from = at;
    this.slot = -1;
    if (at >= text.length) {
      this.kind = this.tailFrom >= 0 ? K.TAIL : K.END;
      return true;
    }
    const c = text.charCodeAt(at);
    if (isDigit(c) || (c === 46 && operand && isDigit(text.charCodeAt(at + 1)))) return this.#readNumber();
    if (c === 39 || c === 34) this.#readText(at, c, this.#backslash);
    else if (isWord(c)) this.#readWord(operand);
    else if (c === 96) this.#readQuotedName(96);
    else if (c === 91 && operand) this.#readQuotedName(93);
    else if ((c === 64 || c === 58 || c === 63 || c === 92) && operand) this.#readVariable(c);
    else {
      const read = symbol(text, at, operand);
      this.kind = read & 255;
      this.at = at + (read >> 8);
    }
    return true;
  }

  #skipBlanks(): void {
    const { text } = this;
    let at = this.at;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (isBlank(c)) continue;
      const d = text.charCodeAt(at + 1);
      if (c === 47 && d === 42) {
        const body = text.charCodeAt(at + 2) === 33 ? at + 3 : text.startsWith('M!', at + 2) ? at + 4 : 0;
        this.comments++;
        if (body > 0) {
          this.executed++;
          at = body - 1;
          while (isDigit(text.charCodeAt(at + 1))) at++;
          continue;
        }
        const end = text.indexOf('*/', at + 2);
        if (end < 0) {
          this.#cutOff(at);
          return;
        }
        at = end + 1;
      } else if (c === 42 && d === 47) {
        this.comments++;
        at++;
      } else if ((c === 45 && d === 45) || (c === 35 && d !== 62)) {
        const end = text.indexOf('\n', at);
        if (end < 0) {
          this.#cutOff(at);
          return;
        }
        at = end;
      } else break;
    }
    this.at = at;
  }

  #cutOff(at: number): void {
    this.tailFrom = at;
    this.at = this.text.length;
  }

  #readNumber(): boolean {
    const { text } = this;
    let at = this.at;
    this.kind = K.NUMBER;
    const radix = text.charCodeAt(at + 1) | 32;
    if (text.charCodeAt(at) === 48 && (radix === 120 || radix === 98) && isHex(text.charCodeAt(at + 2))) {
      at += 2;
      while (isHex(text.charCodeAt(at))) at++;
      this.number = at - this.at <= 14 ? Number(text.slice(this.at, at)) : Number.NaN;
      this.at = at;
      return true;
    }
    let value = 0;
    for (; isDigit(text.charCodeAt(at)); at++) value = value * 10 + text.charCodeAt(at) - 48;
    const whole = at;
    if (text.charCodeAt(at) === 46) for (at++; isDigit(text.charCodeAt(at)); ) at++;
    if ((text.charCodeAt(at) | 32) === 101) {
      const sign = text.charCodeAt(at + 1);
      const digits = sign === 43 || sign === 45 ? at + 2 : at + 1;
      if (isDigit(text.charCodeAt(digits))) {
        at = digits;
        while (isDigit(text.charCodeAt(at))) at++;
      } else if (at > whole && !isWord(sign)) {
        // MySQL drops `1.e` before a parenthesis, a dot or an operator.
        this.noise++;
        this.at = at + (sign === 46 ? 2 : 1);
        return false;
      }
    }
    this.number = at === whole ? value : Number(text.slice(this.at, at));
    this.at = at;
    return true;
  }

  /** Reads a string whose quote stands at `open`; the token begins where it began. */
  #readText(open: number, quote: number, backslash: boolean): void {
    const { text } = this;
    let at = open + 1;
    this.contentFrom = at;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 92 && backslash) at++;
      else if (c === quote) {
        if (text.charCodeAt(at + 1) !== quote) break;
        at++;
      }
    }
    this.kind = at < text.length ? K.TEXT : K.OPEN;
    if (this.kind === K.OPEN) this.leftOpen = quote;
    this.contentTo = Math.min(at, text.length);
    this.at = Math.min(at + 1, text.length);
  }

  #readQuotedName(close: number): void {
    const end = this.#closed(String.fromCharCode(close), this.at + 1);
    this.kind = end < 0 ? K.OTHER : K.NAME;
    if (end < 0) {
      this.at++;
      return;
    }
    let hash = hashStart;
    for (let i = this.at + 1; i < end && i < this.at + 40; i++) hash = hashOn(hash, this.text.charCodeAt(i));
    this.slot = find(this.text, this.at + 1, end, hash);
    this.at = end + 1;
  }

  #readWord(operand: boolean): void {
    const { text } = this;
    let at = this.at;
    let hash = hashStart;
    let c = text.charCodeAt(at);
    if (c === 36 && operand && this.#readDollarText()) return;
    for (; isWord(c); c = text.charCodeAt(++at)) hash = hashOn(hash, c);
    if (c === 39 && operand && this.#readPrefixedText(at)) return;
    this.slot = find(text, this.at, at, hash);
    this.kind = kindOf(this.slot);
    // What only stands behind an operand is a name before one: a table `member`, a column `escape`.
    if (operand && (this.kind === K.PAIR || this.kind === K.ESCAPE)) this.kind = K.NAME;
    this.at = at;
  }

  /** Reads N'…', E'…', X'…', B'…', R'…', U'…', _utf8'…' and Oracle's q'[…]'; false when it is none of them. */
  #readPrefixedText(quoteAt: number): boolean {
    const { text } = this;
    const first = text.charCodeAt(this.at) | 32;
    const length = quoteAt - this.at;
    if (length === 1 && first === 113) {
      const open = text.charCodeAt(quoteAt + 1);
      const pairs = '[]{}()<>';
      const pair = pairs.indexOf(String.fromCharCode(open));
      const end = this.#closed(`${pair < 0 ? String.fromCharCode(open) : pairs[pair + 1]}'`, quoteAt + 2);
      if (end < 0) return false;
      this.kind = K.TEXT;
      this.contentFrom = quoteAt + 2;
      this.contentTo = end;
      this.at = end + 2;
      return true;
    }
    const prefix = length === 1 && 'nexbru'.includes(String.fromCharCode(first));
    if (!prefix && !(text.charCodeAt(this.at) === 95 && length > 2)) return false;
    this.#readText(quoteAt, 39, first === 101 || this.#backslash);
    return true;
  }

  /** Reads $$…$$ and $tag$…$tag$; false when it is neither. */
  #readDollarText(): boolean {
    const { text } = this;
    let at = this.at + 1;
    // A tag is a name: `$_$`, `$a1$`, and not `$1$`.
    if (isDigit(text.charCodeAt(at))) return false;
    while (isWord(text.charCodeAt(at)) && text.charCodeAt(at) !== 36 && at < this.at + 20) at++;
    if (text.charCodeAt(at) !== 36) return false;
    const tag = text.slice(this.at, at + 1);
    const end = this.#closed(tag, at + 1);
    if (end < 0) return false;
    this.kind = K.TEXT;
    this.contentFrom = at + 1;
    this.contentTo = end;
    this.at = end + tag.length;
    return true;
  }

  /** OPENROWSET('a', 'b';'c';'d', …): true at a semicolon between two texts. */
  partsTexts(): boolean {
    const { text, from, to } = this;
    return this.kind === K.SEMICOLON && text.charCodeAt(from - 1) === 39 && text.charCodeAt(to) === 39;
  }

  /** Where `mark` stands from `at` on; -1 when it does not, or too many did not. */
  #closed(mark: string, at: number): number {
    if (this.#unclosed > mostUnclosed) return -1;
    const end = this.text.indexOf(mark, at);
    if (end < 0) this.#unclosed++;
    return end;
  }

  /** Reads @x, @@x, @'x', :x, the placeholder ? and MySQL's \N. */
  #readVariable(c: number): void {
    const { text } = this;
    let at = this.at + 1;
    this.kind = K.VARIABLE;
    if (c === 92) {
      this.kind = (text.charCodeAt(at) | 32) === 110 && !isWord(text.charCodeAt(at + 1)) ? K.NULL : K.OTHER;
      this.at = at + 1;
      return;
    }
    if (c === 64 && text.charCodeAt(at) === 64) at++;
    const start = at;
    // MySQL's @`a name`, which may hold quotes.
    if (c === 64 && text.charCodeAt(at) === 96) {
      const end = this.#closed('`', at + 1);
      if (end > 0) {
        this.at = end + 1;
        return;
      }
    }
    while (isWord(text.charCodeAt(at)) || (at > start && text.charCodeAt(at) === 46)) at++;
    // Two are the variable of nobody: a diff has them.
    if (c === 64 && start > this.at + 1 && at === start) this.kind = K.OTHER;
    // A bare @ is a variable of MySQL's too; a colon needs a name.
    if (c === 58 && at === start) this.kind = K.OTHER;
    this.at = at;
  }
}

const isHex = (c: number): boolean => isDigit(c) || ((c | 32) >= 97 && (c | 32) <= 102);
