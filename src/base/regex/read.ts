import { anything, type ByteSet, bothCases, classOf, inverted, newline, single } from './bytes-set.ts';
import { readClass } from './read-class.ts';
import { escaped } from './read-escape.ts';
import { type Assertion, type Node, PatternRefused } from './syntax.ts';

/** Reads a pattern of PCRE, one character for each byte. Throws a `PatternRefused` for what AWS WAF does not have. */
export function readPattern(pattern: string): Node {
  return new Reader(pattern).whole();
}

interface Flags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  extended: boolean;
}

const assertions: Readonly<Record<string, Assertion>> = {
  A: 'start',
  Z: 'end',
  z: 'veryEnd',
  b: 'boundary',
  B: 'noBoundary',
};

const nothing: Node = { kind: 'sequence', parts: [] };

class Reader {
  readonly #pattern: string;
  #at = 0;
  #flags: Flags = { ignoreCase: false, multiline: false, dotAll: false, extended: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): Node {
    const node = this.#choice();
    if (this.#at < this.#pattern.length) throw new PatternRefused('a ) has no (');
    return node;
  }

  /** Alternatives, up to the `)` or the end. Flags set within hold until there. */
  #choice(): Node {
    const outer = { ...this.#flags };
    const parts: Node[] = [this.#sequence()];
    while (this.#pattern[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    this.#flags = outer;
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (;;) {
      this.#skip();
      const c = this.#pattern[this.#at];
      if (c === undefined || c === '|' || c === ')') break;
      if (this.#pattern.startsWith('\\Q', this.#at)) {
        this.#quoted(parts);
        continue;
      }
      const atom = this.#atom(c);
      parts.push(atom === null ? nothing : this.#quantified(atom));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  #atom(c: string): Node | null {
    switch (c) {
      case '(':
        return this.#group();
      case '[': {
        const { set, end } = readClass(this.#pattern, this.#at + 1, this.#flags.ignoreCase);
        this.#at = end;
        return { kind: 'byte', set };
      }
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new PatternRefused(`there is nothing for ${c} to repeat`);
      default:
        this.#at++;
    }
    if (c === '.') return { kind: 'byte', set: this.#flags.dotAll ? anything : inverted(newline) };
    if (c === '^') return { kind: 'assert', what: this.#flags.multiline ? 'lineStart' : 'start' };
    if (c === '$') return { kind: 'assert', what: this.#flags.multiline ? 'lineEnd' : 'end' };
    return this.#byte(single(c.charCodeAt(0)));
  }

  #byte(set: ByteSet): Node {
    return { kind: 'byte', set: this.#flags.ignoreCase ? bothCases(set) : set };
  }

  #escape(): Node {
    const letter = this.#pattern[this.#at + 1] ?? '';
    const what = assertions[letter];
    const set = letter === 'N' && this.#pattern[this.#at + 2] !== '{' ? inverted(newline) : classOf(letter);
    if (what !== undefined || set !== undefined) {
      this.#at += 2;
      return what !== undefined ? { kind: 'assert', what } : { kind: 'byte', set: set! };
    }
    if (letter === 'E') {
      this.#at += 2;
      return nothing;
    }
    const { byte, end } = escaped(this.#pattern, this.#at + 1, 'pattern');
    this.#at = end;
    return this.#byte(single(byte));
  }

  /** `\Q…\E`: as written, to the end when there is no `\E`. The last character may be repeated. */
  #quoted(parts: Node[]): void {
    const from = this.#at + 2;
    const end = this.#pattern.indexOf('\\E', from);
    const to = end < 0 ? this.#pattern.length : end;
    for (let i = from; i < to; i++) parts.push(this.#byte(single(this.#pattern.charCodeAt(i))));
    this.#at = end < 0 ? to : end + 2;
    const last = to > from ? parts.pop()! : null;
    if (last !== null) parts.push(this.#quantified(last));
  }

  /** A group; null for `(?i)` and comments, which are nothing by themselves. */
  #group(): Node | null {
    const rest = this.#pattern.slice(this.#at, this.#at + 64);
    if (rest.startsWith('(*')) throw refusal('verbs such as (*…)');
    if (!rest.startsWith('(?')) return this.#within(1);
    if (rest.startsWith('(?#')) {
      const end = this.#pattern.indexOf(')', this.#at);
      if (end < 0) throw new PatternRefused('a comment (?# has no )');
      this.#at = end + 1;
      return null;
    }
    const opened = /^\(\?(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|\||:)/.exec(rest);
    if (opened !== null) return this.#within(opened[0].length);
    const flags = /^\(\?(\^?[imsxnUJ]*)(?:-([imsxnUJ]*))?([:)])/.exec(rest);
    if (flags === null) throw refusal(whatIs(rest));
    const before = { ...this.#flags };
    this.#switch(flags[1]!, 'on');
    this.#switch(flags[2] ?? '', 'off');
    if (flags[3] === ')') {
      this.#at += flags[0].length;
      return null;
    }
    const node = this.#within(flags[0].length);
    this.#flags = before;
    return node;
  }

  #switch(letters: string, to: 'on' | 'off'): void {
    const flags = this.#flags;
    const value = to === 'on';
    if (letters.startsWith('^'))
      Object.assign(flags, { ignoreCase: false, multiline: false, dotAll: false, extended: false });
    if (letters.includes('i')) flags.ignoreCase = value;
    if (letters.includes('m')) flags.multiline = value;
    if (letters.includes('s')) flags.dotAll = value;
    if (letters.includes('x')) flags.extended = value;
  }

  #within(opening: number): Node {
    this.#at += opening;
    const node = this.#choice();
    if (this.#pattern[this.#at] !== ')') throw new PatternRefused('a ( has no )');
    this.#at++;
    return node;
  }

  /** With the quantifier behind it, if any. */
  #quantified(part: Node): Node {
    this.#skip();
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})/.exec(this.#pattern.slice(this.#at, this.#at + 16));
    if (found === null) return part;
    const [all, sign, first, comma, second] = found;
    this.#at += all.length;
    const after = this.#pattern[this.#at];
    if (after === '+') throw refusal('possessive quantifiers');
    // Whether it takes much or little decides where it matches, not whether.
    if (after === '?') this.#at++;
    const least = sign === undefined ? Number(first) : sign === '+' ? 1 : 0;
    const most =
      sign === undefined
        ? comma === undefined
          ? least
          : second === ''
            ? Number.POSITIVE_INFINITY
            : Number(second)
        : sign === '?'
          ? 1
          : Number.POSITIVE_INFINITY;
    if (most < least) throw new PatternRefused(`of ${all} the second number is less than the first`);
    return this.#quantified({ kind: 'repeat', part, least, most });
  }

  /** White space and comments, under the flag x. */
  #skip(): void {
    if (!this.#flags.extended) return;
    const blank = /^(?:\s+|#[^\n]*\n?)+/.exec(this.#pattern.slice(this.#at));
    if (blank !== null) this.#at += blank[0].length;
  }
}

const refusal = (what: string): PatternRefused =>
  new PatternRefused(`${what} are not possible, as in AWS WAF: their time could not be bounded`);

function whatIs(rest: string): string {
  if (/^\(\?<?[=!]/.test(rest)) return 'look-ahead and look-behind';
  if (rest.startsWith('(?>')) return 'atomic groups';
  if (rest.startsWith('(?(')) return 'conditional groups';
  if (/^\(\?(?:R|[+-]?\d|&|P>)/.test(rest)) return 'recursion and subroutines';
  if (rest.startsWith('(?C')) return 'callouts';
  if (rest.startsWith('(?P=')) return 'back-references';
  return `groups that begin with ${rest.slice(0, 3)}`;
}
