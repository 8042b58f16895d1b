import { isDigit, isLetter, isName, isQuote, skipBlank } from '../text/characters.ts';

/** What the rest of an expression says, when a value leaves the literal or predicate it is put into. */
export type Remainder = {
  /** How many `or`, `and` and `|` there are. */
  joins: number;
  /** Steps that only a path has: `//user`, `..`, `@id`, `child::a`, `*`. */
  steps: number;
  /** Functions that XPath has and few others, and those of them that only XPath has: `position()`, `string-length(…)`. */
  calls: number;
  own: number;
  /** How many comparisons there are. */
  compared: number;
};

/**
 * Reads what follows a break-out as XPath 1.0 does (https://www.w3.org/TR/xpath-10/#section-Expressions), operators of
 * 2.0 with it: behind a complete operand, an operator and an operand and so on to the end, where `left` parentheses
 * and predicates are open, and when `quoted` a literal, for the expression around to close. Null when it is none, as
 * every sentence whose words have no operator between them.
 */
export function remainderAt(text: string, at: number, left: number, quoted: boolean): Remainder | null {
  if (text.length - at > 512) return null;
  const reader = new ExpressionReader(text, at);
  if ((left > 0 && !reader.relative()) || !reader.rest() || reader.at < text.length) return null;
  return reader.depth === left && reader.unclosed === quoted ? reader : null;
}

/** A whole value that is one expression: `translate(//pass,'a','')`. */
export function expressionAt(text: string): Remainder | null {
  if (text.length > 512) return null;
  const reader = new ExpressionReader(text, 0);
  return reader.expression() && reader.at === text.length && reader.depth === 0 && !reader.unclosed
    ? reader
    : null;
}

const symbols = ['!=', '<=', '>=', '//', '=', '<', '>', '|', '+', '-', '*'];
const words = new Set('or and div mod eq ne lt le gt ge is idiv union intersect except to'.split(' '));
const joining = new Set(['or', 'and', '|', 'union']);
const counting = new Set(['+', '-', '*', 'div', 'mod', 'idiv', 'to', 'except', 'intersect']);
const taking = new Set(['position', 'last', 'text', 'name', 'true', 'false', 'not', 'node']);
const ofNodes = new Set(['node', 'text', 'comment', 'processing-instruction']);

class ExpressionReader implements Remainder {
  joins = 0;
  steps = 0;
  calls = 0;
  own = 0;
  compared = 0;
  depth = 0;
  unclosed = false;
  at: number;
  private readonly text: string;
  /** How deep the reader is in itself: expressions are no deeper than 24. */
  private nested = 0;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = skipBlank(text, at);
  }

  expression(): boolean {
    return this.operand() && this.rest();
  }

  /** Operators, each with its operand, as far as they go. */
  rest(): boolean {
    while (this.at < this.text.length) {
      const operator = this.operator();
      if (operator === '') return true;
      if (joining.has(operator)) this.joins++;
      else if (!counting.has(operator)) this.compared++;
      if (!this.operand()) return false;
    }
    return true;
  }

  private operator(): string {
    for (const symbol of symbols)
      if (this.text.startsWith(symbol, this.at)) {
        if (symbol === '//') return '';
        this.move(symbol.length);
        return symbol;
      }
    const word = this.name();
    if (!words.has(word)) return '';
    this.move(word.length);
    return word;
  }

  private operand(): boolean {
    while (this.text.charCodeAt(this.at) === 45) this.move(1);
    const c = this.text.charCodeAt(this.at);
    if (isQuote(c)) return this.literal(c) && this.predicates() && this.relative();
    if (isDigit(c) || (c === 46 && isDigit(this.text.charCodeAt(this.at + 1)))) return this.number();
    if (c === 40) return this.enclosed(41, true) && this.predicates() && this.relative();
    if (c === 36) return this.variable() && this.predicates() && this.relative();
    if (c === 47) return this.absolute();
    return this.step() && this.relative();
  }

  private absolute(): boolean {
    const all = this.text.charCodeAt(this.at + 1) === 47;
    this.move(all ? 2 : 1);
    this.steps++;
    const begun = this.at;
    if (this.step()) return this.relative();
    return !all && this.at === begun;
  }

  relative(): boolean {
    while (this.text.charCodeAt(this.at) === 47) {
      this.move(this.text.charCodeAt(this.at + 1) === 47 ? 2 : 1);
      this.steps++;
      if (!this.step()) return false;
    }
    return true;
  }

  /** `.`, `..`, `@id`, `child::node()`, `*`, `ns:name[1]`, or a function. */
  private step(): boolean {
    const c = this.text.charCodeAt(this.at);
    if (c === 46) {
      this.steps++;
      this.move(this.text.charCodeAt(this.at + 1) === 46 ? 2 : 1);
      return this.predicates();
    }
    if (c === 64) {
      this.steps++;
      this.move(1);
    }
    if (this.text.charCodeAt(this.at) === 42) {
      this.steps++;
      this.move(1);
      return this.predicates();
    }
    const name = this.name();
    if (name === '') return false;
    this.at += name.length;
    if (this.text.startsWith('::', this.at)) {
      this.at += 2;
      this.steps++;
      return this.step();
    }
    if (this.text.charCodeAt(this.at) === 58) {
      this.at++;
      if (this.text.charCodeAt(this.at) === 42) this.at++;
      else {
        const local = this.name();
        if (local === '') return false;
        this.at += local.length;
      }
    }
    this.at = skipBlank(this.text, this.at);
    if (this.text.charCodeAt(this.at) !== 40) return this.predicates();
    this.count(name);
    return this.enclosed(41, false) && this.predicates();
  }

  private count(name: string): void {
    if (later.has(name) || !(functions.has(name) || ofNodes.has(name))) return;
    this.calls++;
    if (name.includes('-') || (taking.has(name) && this.text.charCodeAt(this.at + 1) === 41)) this.own++;
  }

  private predicates(): boolean {
    while (this.text.charCodeAt(this.at) === 91) if (!this.enclosed(93, true)) return false;
    return true;
  }

  /** What stands within parentheses or brackets; their end may be missing, when the value ends there. */
  private enclosed(close: number, needed: boolean): boolean {
    if (++this.nested > 24) return false;
    this.move(1);
    this.depth++;
    const empty = this.text.charCodeAt(this.at) === close || this.at === this.text.length;
    if (empty ? needed && this.at < this.text.length : !this.list()) return false;
    if (this.text.charCodeAt(this.at) === close) {
      this.depth--;
      this.move(1);
    } else if (this.at < this.text.length) return false;
    this.nested--;
    return true;
  }

  private list(): boolean {
    if (!this.expression()) return false;
    while (this.text.charCodeAt(this.at) === 44) {
      this.move(1);
      if (!this.expression()) return false;
    }
    return true;
  }

  private literal(quote: number): boolean {
    const end = this.text.indexOf(String.fromCharCode(quote), this.at + 1);
    if (end < 0) {
      this.unclosed = true;
      this.at = this.text.length;
    } else this.move(end + 1 - this.at);
    return true;
  }

  private number(): boolean {
    let i = this.at;
    while (isDigit(this.text.charCodeAt(i)) || this.text.charCodeAt(i) === 46) i++;
    this.move(i - this.at);
    return !isName(this.text.charCodeAt(i)) || i < this.at;
  }

  private variable(): boolean {
    this.at++;
    const name = this.name();
    this.move(name.length);
    return name !== '';
  }

  private name(): string {
    let i = this.at;
    const first = this.text.charCodeAt(i);
    if (!isLetter(first) && first !== 95) return '';
    for (; ; i++) {
      const c = this.text.charCodeAt(i);
      if (!isName(c) && c !== 45 && (c !== 46 || !isName(this.text.charCodeAt(i + 1)))) break;
    }
    return this.text.slice(this.at, i);
  }

  private move(by: number): void {
    this.at = skipBlank(this.text, this.at + by);
  }
}

/** Functions of XPath 1.0 and of 2.0 that injections use. */
export const functions: ReadonlySet<string> = new Set(
  [
    'count name position last text contains starts-with string-length substring substring-before substring-after',
    'normalize-space local-name namespace-uri base-uri not true false doc doc-available string number boolean id',
    'lang matches node exists empty translate sum concat round floor ceiling string-join upper-case lower-case',
    'ends-with data distinct-values string-to-codepoints codepoints-to-string',
  ].flatMap((line) => line.split(' ')),
);

/** Of these other languages have functions of the same name. */
export const later: ReadonlySet<string> = new Set([
  'exists',
  'empty',
  'translate',
  'sum',
  'data',
  'concat',
  'round',
  'floor',
]);
