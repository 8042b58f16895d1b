import { MARK, NAME, NUMBER, PATTERN, STRING, TEMPLATE, type Token } from './lexer.ts';

/** The strongest of what a program shows, and what only several of its places show together. */
export class Evidence {
  readonly tokens: readonly Token[];
  /** How many strings of code this program stands in. */
  readonly depth: number;
  level = 0;
  soft = false;
  /** True for code written so as not to be read. */
  obscure = false;
  what = '';
  from = 0;
  to = 0;
  /**
   * Where a secret of the page is read, where its token against forged requests alone, where something is sent, shown,
   * made a script; -1 for nowhere.
   */
  secret = -1;
  token = -1;
  sends = -1;
  /** True when something is sent to another place than where the page, or who shows it, came from. */
  away = false;
  shows = -1;
  script = -1;
  /** A name of the program's own that was given a function which shows or runs. */
  alias = '';

  constructor(tokens: readonly Token[], depth: number) {
    this.tokens = tokens;
    this.depth = depth;
  }

  /** Takes down what the tokens from `from` to `to` do, unless more is known already. */
  note(level: number, soft: boolean, what: string, from: number, to: number): void {
    if (level < this.level || (level === this.level && (soft || !this.soft) && this.what !== '')) return;
    const last = this.tokens.length - 1;
    this.level = level;
    this.soft = soft;
    this.what = what;
    this.from = this.tokens[Math.max(0, Math.min(from, to) - (from > 0 ? 1 : 0))]!.from;
    this.to = this.tokens[Math.min(last, Math.max(from, to))]!.to;
  }

  /** The same for code that hides what it does. */
  noteObscure(soft: boolean, what: string, from: number, to: number): void {
    this.obscure ||= !soft;
    this.note(3, soft, what, from, to);
  }

  /** True when one of the names stands among these tokens. */
  holds(names: ReadonlySet<string>, from: number, to: number): boolean {
    for (let i = from; i < to && i < from + near; i++) {
      const { kind, text } = this.tokens[i]!;
      if (kind === NAME && names.has(text)) return true;
    }
    return false;
  }

  /** True when a string stands among these tokens, or one of the names that text comes from. */
  holdsText(names: ReadonlySet<string>, from: number, to: number): boolean {
    for (let i = from; i < to && i < from + near; i++) {
      const { kind, text } = this.tokens[i]!;
      if (kind === STRING || kind === TEMPLATE || (kind === NAME && names.has(text))) return true;
    }
    return false;
  }

  /** True when a string of these tokens holds markup that runs or fetches. */
  holdsMarkup(from: number, to: number): boolean {
    for (let i = from; i < to && i < from + near; i++) {
      const { kind, text } = this.tokens[i]!;
      if (kind !== STRING && kind !== TEMPLATE) continue;
      const lower = text.toLowerCase();
      if (fetching.some((tag) => lower.includes(tag))) return true;
    }
    return false;
  }

  /** Takes down that something is sent at `i`; `home` when it goes back to where the page came from. */
  send(i: number, home = false): void {
    this.sends = i;
    this.away ||= !home;
  }

  /** What several places show together; asked once, at the end. */
  sum(): void {
    const { secret, token, sends, shows, script, tokens } = this;
    if (secret >= 0) {
      if (sends >= 0) this.note(3, false, 'secrets of the page sent elsewhere', secret, sends);
      else if (shows >= 0) this.note(3, false, 'secrets of the page shown', secret, shows);
      else this.note(2, true, 'secrets of the page read', secret, secret);
    } else if (token >= 0) {
      if (sends >= 0) this.note(3, !this.away, 'the token of the page sent', token, sends);
      else if (shows >= 0) this.note(3, false, 'secrets of the page shown', token, shows);
      else this.note(2, true, 'secrets of the page read', token, token);
    }
    if (script >= 0) this.note(2, true, 'script element made', script, script);
    if (tokens.length >= 12 && isBracketsOnly(tokens)) {
      this.noteObscure(tokens.length < 24, 'code of brackets alone', 0, tokens.length - 1);
    }
  }
}

const near = 40;
const fetching = ['<script', '<img', '<iframe', '<svg', '<object', '<embed'];

/** Code that spells everything with `[]()!+{}`, as ECMA-262 lets it. */
function isBracketsOnly(tokens: readonly Token[]): boolean {
  let computed = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === NAME || kind === PATTERN) return false;
    if ((kind === STRING || kind === NUMBER) && text.length > 2) return false;
    if (kind !== MARK || text !== '[' || i === 0) continue;
    const before = tokens[i - 1]!.text;
    if (before === ']' || before === ')') computed++;
  }
  return computed >= 2;
}
