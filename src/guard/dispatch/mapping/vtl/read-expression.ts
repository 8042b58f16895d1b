import { type Cursor, SPACE } from './cursor.ts';
import {
  type Block,
  type Expression,
  type Operator,
  type Reference,
  type Step,
  TemplateRefused,
} from './syntax.ts';

/** Reads the text of a string in double quotes, which is a template again. */
export type ReadText = (text: string) => Block;

const WORDS: Readonly<Record<string, Operator>> = {
  or: '||',
  and: '&&',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** From what binds least to what binds most. */
const LEVELS: readonly RegExp[] = [
  /\|\||\bor\b/y,
  /&&|\band\b/y,
  /==|!=|\b(?:eq|ne)\b/y,
  /<=|>=|<|>|\b(?:le|ge|lt|gt)\b/y,
  /[+-]/y,
  /[*/%]/y,
];

/** Reads what stands between the brackets of a directive: an expression of the Velocity Template Language. */
export class ExpressionReader {
  readonly #cursor: Cursor;
  readonly #text: ReadText;

  constructor(cursor: Cursor, text: ReadText) {
    this.#cursor = cursor;
    this.#text = text;
  }

  expression(level = 0): Expression {
    const cursor = this.#cursor;
    if (level === LEVELS.length) return this.#unary();
    let left = level === 0 ? cursor.within(() => this.expression(1)) : this.expression(level + 1);
    for (;;) {
      cursor.take(SPACE);
      const found = cursor.take(LEVELS[level]!);
      if (found === null) return left;
      const operator = WORDS[found[0]] ?? (found[0] as Operator);
      left = { kind: 'binary', operator, left, right: this.expression(level + 1) };
    }
  }

  #unary(): Expression {
    const cursor = this.#cursor;
    cursor.take(SPACE);
    if (cursor.take(/!(?!=)|\bnot\b/y) !== null)
      return { kind: 'not', of: cursor.within(() => this.#unary()) };
    const number = cursor.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\.\d)/y);
    if (number !== null) return { kind: 'value', value: Number(number[0]) };
    if (cursor.skip('-')) return { kind: 'minus', of: cursor.within(() => this.#unary()) };
    return this.#primary();
  }

  #primary(): Expression {
    const cursor = this.#cursor;
    if (cursor.skip('(')) {
      const inner = this.expression();
      cursor.need(')', 'what begins with (');
      return inner;
    }
    if (cursor.sees('$')) {
      const found = this.reference();
      if (found === null) throw cursor.refused('$ must be the beginning of a name');
      return found.of;
    }
    if (cursor.skip('"')) return this.#quoted('"');
    if (cursor.skip("'")) return this.#quoted("'");
    if (cursor.skip('[')) return this.#list();
    if (cursor.skip('{')) return this.#map();
    const word = cursor.take(/true\b|false\b|null\b/y);
    if (word !== null) return { kind: 'value', value: word[0] === 'null' ? null : word[0] === 'true' };
    throw cursor.refused('a value is missing');
  }

  /** Two quotes within stand for one; a backslash stands for itself. */
  #quoted(quote: '"' | "'"): Expression {
    const cursor = this.#cursor;
    const found = cursor.take(quote === '"' ? /((?:[^"]|"")*)"/y : /((?:[^']|'')*)'/y);
    if (found === null) throw cursor.refused(`a text in ${quote} has no end`);
    const text = found[1]!.replaceAll(quote + quote, quote);
    if (quote === "'" || !/[$#\\]/.test(text)) return { kind: 'value', value: text };
    return { kind: 'text', block: cursor.within(() => this.#text(text)) };
  }

  #list(): Expression {
    const cursor = this.#cursor;
    cursor.take(SPACE);
    if (cursor.skip(']')) return { kind: 'list', items: [] };
    const items = [this.expression()];
    cursor.take(SPACE);
    if (cursor.skip('..')) {
      const to = this.expression();
      cursor.need(']', 'a range');
      return { kind: 'range', from: items[0]!, to };
    }
    while (cursor.skip(',')) {
      items.push(this.expression());
      cursor.take(SPACE);
    }
    cursor.need(']', 'a list');
    return { kind: 'list', items };
  }

  #map(): Expression {
    const cursor = this.#cursor;
    const entries: [Expression, Expression][] = [];
    cursor.take(SPACE);
    if (cursor.skip('}')) return { kind: 'map', entries };
    do {
      const name = cursor.take(/\s*([A-Za-z_][\w-]*)(?=\s*:)/y);
      const key: Expression = name === null ? this.expression() : { kind: 'value', value: name[1]! };
      cursor.need(':', 'a map');
      entries.push([key, this.expression()]);
      cursor.take(SPACE);
    } while (cursor.skip(','));
    cursor.need('}', 'a map');
    return { kind: 'map', entries };
  }

  /** The reference that begins here; null, and nothing passed over, when none does. */
  reference(): { of: Reference; quiet: boolean; source: string } | null {
    const cursor = this.#cursor;
    const start = cursor.at;
    const opened = cursor.take(/\$(!?)(\{?)([A-Za-z_][\w-]*)/y);
    if (opened === null) return null;
    const steps: Step[] = [];
    for (let step = this.#step(); step !== null; step = this.#step()) steps.push(step);
    if (opened[2] === '{' && !cursor.skip('}')) throw cursor.refused('${ has no }', start);
    const source = cursor.text.slice(start, cursor.at);
    return { of: { kind: 'path', root: opened[3]!, steps }, quiet: opened[1] === '!', source };
  }

  #step(): Step | null {
    const cursor = this.#cursor;
    const name = cursor.take(/\.([A-Za-z_][\w-]*)/y)?.[1];
    if (name !== undefined) {
      if (!cursor.skip('(')) return { kind: 'property', name };
      return { kind: 'method', name, args: cursor.within(() => this.arguments()) };
    }
    return this.#index();
  }

  /** What stands in brackets behind a reference; null where they are text, as in `$x [see below]`. */
  #index(): Step | null {
    const cursor = this.#cursor;
    const { at: start, depth } = cursor;
    if (!cursor.skip('[')) return null;
    try {
      const at = this.expression();
      cursor.need(']', 'an index');
      return { kind: 'index', at };
    } catch (reason) {
      if (!(reason instanceof TemplateRefused)) throw reason;
      cursor.at = start;
      cursor.depth = depth;
      return null;
    }
  }

  /** What stands in parentheses, up to the closing one; commas may be left out between the arguments of macros. */
  arguments(): Expression[] {
    const cursor = this.#cursor;
    const args: Expression[] = [];
    for (;;) {
      cursor.take(SPACE);
      if (cursor.skip(')')) return args;
      if (args.length > 0 && cursor.skip(',')) continue;
      args.push(this.expression());
    }
  }
}
