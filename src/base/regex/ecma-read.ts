import { dot, readEcmaClass, readEscape } from './ecma-class.ts';
import type { Alternative, Look, Tree } from './ecma-tree.ts';
import { PatternRefused } from './syntax.ts';

/**
 * Reads a pattern of ECMA-262, without flags, of whole characters (as with the flag `u`). Looks ahead are read
 * where a pattern begins (`^(?=.*\d)(?!.*\.\.)…`); elsewhere they, looks behind and back-references are refused.
 */
export function readEcma(pattern: string): Alternative[] {
  return new Reader(pattern).whole();
}

const nothing: Tree = { kind: 'sequence', parts: [] };
/** Groups within groups: what a reader, and what a program is made by, can follow. */
const DEEPEST = 100;

class Reader {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;
  /** The looks of the alternative that is being read; null where none can stand. */
  #looks: Look[] | null = null;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): Alternative[] {
    const found: Alternative[] = [];
    do {
      const looks: Look[] = [];
      this.#looks = looks;
      const tree = this.#sequence();
      if (looks.length > 0 && !startsAtStart(tree))
        throw new PatternRefused('looks ahead can only stand at the beginning, behind ^');
      found.push({ looks, tree });
    } while (this.#take('|'));
    if (this.#at < this.#pattern.length) throw new PatternRefused('a ) has no (');
    return found;
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #choice(): Tree {
    const looks = this.#looks;
    this.#looks = null;
    if (++this.#depth > DEEPEST) throw new PatternRefused(`it nests more than ${DEEPEST} groups`);
    const parts: Tree[] = [];
    do parts.push(this.#sequence());
    while (this.#take('|'));
    if (!this.#take(')')) throw new PatternRefused('a ( has no )');
    this.#depth--;
    this.#looks = looks;
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    for (;;) {
      const c = this.#pattern[this.#at];
      if (c === undefined || c === '|' || c === ')') break;
      const look = /^\(\?(<?)([=!])/.exec(this.#pattern.slice(this.#at, this.#at + 4));
      if (look !== null) this.#look(look, parts);
      else parts.push(this.#quantified(this.#atom(c)));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  #look([all, behind, sign]: RegExpExecArray, before: readonly Tree[]): void {
    const looks = this.#looks;
    if (behind !== '' || looks === null || !before.every(isStart))
      throw new PatternRefused(
        'looks ahead can only stand at the beginning, behind ^, and looks behind nowhere: their time could not be bounded',
      );
    this.#at += all!.length;
    const tree = this.#choice();
    if (/^[*+?{]/.test(this.#pattern.slice(this.#at)))
      throw new PatternRefused('a look ahead cannot be repeated');
    looks.push({ negative: sign === '!', tree });
  }

  #atom(c: string): Tree {
    switch (c) {
      case '(':
        return this.#group();
      case '[': {
        const { set, end } = readEcmaClass(this.#pattern, this.#at + 1);
        this.#at = end;
        return { kind: 'set', set };
      }
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new PatternRefused(`there is nothing for ${c} to repeat`);
      case '.':
        this.#at++;
        return { kind: 'set', set: dot };
      case '^':
        this.#at++;
        return { kind: 'assert', what: 'start' };
      case '$':
        this.#at++;
        return { kind: 'assert', what: 'veryEnd' };
      default: {
        const point = this.#pattern.codePointAt(this.#at)!;
        this.#at += point > 0xffff ? 2 : 1;
        return { kind: 'set', set: [point, point] };
      }
    }
  }

  #group(): Tree {
    const opened = /^\((?:\?:|\?<[A-Za-z_$][\w$]*>)?/.exec(this.#pattern.slice(this.#at))![0];
    this.#at += opened.length;
    if (opened === '(' && this.#pattern[this.#at] === '?')
      throw new PatternRefused(`groups that begin with (?${this.#pattern[this.#at + 1] ?? ''} are not read`);
    return this.#choice();
  }

  #escape(): Tree {
    const letter = this.#pattern[this.#at + 1];
    if (letter === 'b' || letter === 'B') {
      this.#at += 2;
      return { kind: 'assert', what: letter === 'b' ? 'boundary' : 'noBoundary' };
    }
    const { set, end } = readEscape(this.#pattern, this.#at + 1, 'pattern');
    this.#at = end;
    return { kind: 'set', set };
  }

  /** With the quantifier behind it, if any. A brace that is none stands for itself, as in browsers. */
  #quantified(part: Tree): Tree {
    const found = /^(?:([*+?])|\{(\d{1,9})(?:(,)(\d{0,9}))?\})\??/.exec(
      this.#pattern.slice(this.#at, this.#at + 24),
    );
    if (found === null) return part;
    const [all, sign, first, comma, second] = found;
    this.#at += all.length;
    if (part.kind === 'assert') throw new PatternRefused(`there is nothing for ${all} to repeat`);
    if (/^[*+?]/.test(this.#pattern[this.#at] ?? ''))
      throw new PatternRefused(`${all} cannot be repeated again`);
    if (sign !== undefined)
      return {
        kind: 'repeat',
        part,
        least: sign === '+' ? 1 : 0,
        most: sign === '?' ? 1 : Number.POSITIVE_INFINITY,
      };
    const least = Number(first);
    const most = comma === undefined ? least : second === '' ? Number.POSITIVE_INFINITY : Number(second);
    if (most < least) throw new PatternRefused(`of ${all} the second number is less than the first`);
    return most === 0 ? nothing : { kind: 'repeat', part, least, most };
  }
}

const isStart = (tree: Tree): boolean => tree.kind === 'assert' && tree.what === 'start';

const startsAtStart = (tree: Tree): boolean =>
  isStart(tree) || (tree.kind === 'sequence' && tree.parts.length > 0 && isStart(tree.parts[0]!));
