import { fold, isObscure } from './fold.ts';
import { MARK, NAME, NUMBER, PATTERN, STRING, TEMPLATE, type Token } from './lexer.ts';
import { weigh } from './weigh.ts';
import * as word from './words.ts';

interface Chain {
  root: string;
  last: string;
  /** True while every part so far names the global object. */
  global: boolean;
}

const fresh = (root: string): Chain => ({ root, last: root, global: true });

/**
 * Walks over a program's tokens and follows each chain of members to what is done with it: called, assigned,
 * handed on. Names are taken as the engine takes them: `top['al' + 'ert']`, `\u0061lert` and `alert` are one.
 */
export class Walk {
  level = 0;
  soft = false;
  what = '';
  from = 0;
  to = 0;
  readonly #tokens: readonly Token[];
  readonly #depth: number;
  readonly #open: Chain[] = [];
  #chain: Chain = fresh('');
  #secret = -1;
  #sends = -1;
  #shows = -1;
  #script = -1;

  constructor(tokens: readonly Token[], depth: number) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  run(afterOperand: boolean): void {
    const tokens = this.#tokens;
    let operand = afterOperand;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const before = i > 0 && tokens[i - 1]!.kind === MARK ? tokens[i - 1]!.text : '';
      if (token.kind === NAME) {
        const member = before === '.' || before === '?.';
        if (token.odd) this.#note(3, false, `escaped name ${token.text}`, i, i);
        this.#name(i, token.text, member);
        operand = !keywords.has(token.text) || member;
        if (!member && token.text === 'throw') this.#note(1, true, 'throw', i, i);
        if (!member && token.text === 'debugger') this.#note(2, true, 'debugger', i, i);
      } else if (token.kind === TEMPLATE) {
        if (operand) this.#call(i, this.#chain, true);
        this.#chain = fresh('');
        operand = token.text !== '${';
        if (!operand) this.#open.push(this.#chain);
      } else if (token.kind !== MARK) {
        this.#chain = fresh('');
        operand = true;
      } else operand = this.#mark(i, token.text, operand, before);
    }
    this.#sum();
  }

  #mark(i: number, mark: string, operand: boolean, before: string): boolean {
    const tokens = this.#tokens;
    switch (mark) {
      case '(':
        if (operand || before === '?.') {
          this.#call(i, this.#chain, false);
          this.#chain = { root: '', last: '', global: false };
        } else this.#chain = fresh('');
        this.#open.push(this.#chain);
        return false;
      case '[':
        if (operand || before === '?.') {
          const inner = tokens[i]!.pair < 0 ? null : fold(tokens, i + 1, tokens[i]!.pair);
          const key = inner ?? '?';
          const global = this.#chain.global && word.globals.has(this.#chain.last);
          this.#open.push({ root: this.#chain.root, last: key, global });
          this.#member(i, key);
        } else this.#open.push(fresh(''));
        return false;
      case '{':
      case '$}${':
        if (mark !== '{') this.#open.pop();
        this.#open.push(fresh(''));
        return false;
      case ')':
      case ']':
      case '}':
      case '$}':
        this.#chain = this.#open.pop() ?? fresh('');
        return mark !== '}' || operand;
      case '=':
        this.#assign(i);
        return false;
      case '++':
        if (operand) this.#note(1, true, 'assignment', i, i);
        return operand;
      case '.':
      case '?.':
        return operand;
      default:
        return false;
    }
  }

  #name(i: number, name: string, member: boolean): void {
    if (member) {
      const { root, last, global } = this.#chain;
      this.#chain = { root, last: name, global: global && (word.globals.has(last) || last === 'document') };
      this.#member(i, name);
      return;
    }
    this.#chain = fresh(name);
    if (word.secrets.has(name)) this.#secret = i;
    const kind = word.callOf(name);
    if ((kind === word.POPUP || kind === word.EVALUATES) && this.#handedOn(i)) {
      this.#note(3, false, `${name} handed on`, i, i);
    }
    if (name === 'import' && this.#tokens[i + 1]?.kind === STRING) {
      if (word.isElsewhere(this.#tokens[i + 1]!.text)) this.#note(3, false, 'import of a script', i, i + 1);
    }
  }

  #member(i: number, name: string): void {
    const { root, global } = this.#chain;
    if (word.secrets.has(name) && (root === 'document' || root === 'navigator' || global)) {
      if (this.#tokens[i + 1]?.text !== '=' || this.#tokens[i + 1]!.kind !== MARK) this.#secret = i;
    }
    if (name === 'constructor' && (this.#tokens[i - 2]?.text ?? '') === 'constructor') {
      this.#note(3, false, 'constructor.constructor', i - 2, i);
    }
  }

  /** True when the function itself is a value: an argument, a part of an expression, what is assigned. */
  #handedOn(i: number): boolean {
    const tokens = this.#tokens;
    const next = tokens[i + 1];
    if (next !== undefined) {
      if (next.kind !== MARK) return false;
      if (!handing.has(next.text) && !next.line) return false;
      if (next.line && !handing.has(next.text)) return false;
    }
    const before = tokens[i - 1];
    if (before === undefined) return false;
    if (before.kind !== MARK) return before.text === 'return' || before.text === 'void';
    if (before.text === ',' || before.text === '{')
      return next?.text !== '}' && next?.text !== ','
        ? before.text === ','
        : next.text === ',' && this.#inCall(i);
    return (
      before.text !== '=>' &&
      before.text !== '}' &&
      before.text !== ';' &&
      before.text !== ')' &&
      before.text !== '?.'
    );
  }

  #inCall(i: number): boolean {
    for (let at = i - 1; at >= 0 && at > i - 12; at--) {
      const { kind, text } = this.#tokens[at]!;
      if (kind === MARK && (text === '(' || text === '[')) return true;
      if (kind === MARK && text === '{') return false;
    }
    return false;
  }

  #call(i: number, chain: Chain, tagged: boolean): void {
    const { root, last, global } = chain;
    const tokens = this.#tokens;
    const own = last === root || (global && word.callOf(last) !== 0);
    const kind = own ? word.callOf(last) : 0;
    const first = tagged ? tokens[i]! : tokens[i + 1];
    const close = tagged ? i : tokens[i]!.pair < 0 ? tokens.length : tokens[i]!.pair;
    this.#note(1, true, last === '' || last === '?' ? 'a call' : `call of ${last}`, i, i);
    const borrowed = !own && (last === 'call' || last === 'apply' || last === 'bind') ? word.callOf(root) : 0;
    if (borrowed === word.POPUP || borrowed === word.EVALUATES || borrowed === word.COMPILES) {
      this.#note(3, false, `${root}.${last}`, i, i);
    }
    if (last === '?' && global && word.globals.has(root)) {
      this.#note(3, tokens.length > 40, `call of a computed member of ${root}`, i, i);
    }
    if (last === 'constructor' && root !== 'super' && (tagged || hasText(tokens, i, close))) {
      this.#note(3, false, 'constructor called with code', i, close);
    }
    switch (kind) {
      case word.POPUP:
        this.#shows = i;
        this.#note(3, !tagged && this.#isPlain(first, i, close), `call of ${last}`, i, close);
        if (this.#written(i)) this.#note(3, false, `call of ${last} in brackets`, i, close);
        break;
      case word.EVALUATES:
        if (this.#holds(word.sources, i, close) || this.#runs(first))
          this.#note(3, false, `${last} of fetched or written code`, i, close);
        else this.#note(3, true, `call of ${last}`, i, close);
        break;
      case word.TIMER:
        if (tagged || this.#runs(first)) this.#note(3, false, `${last} of code in a string`, i, close);
        break;
      case word.COMPILES:
        this.#note(
          3,
          !tagged && first?.kind !== STRING && first?.kind !== TEMPLATE,
          'Function of code',
          i,
          close,
        );
        break;
      case word.PRINTS:
        if (root === last) this.#note(2, true, 'call of print', i, close);
        break;
      case word.LOADS:
        this.#note(2, true, `call of ${last}`, i, close);
        break;
      case word.OPENS:
        this.#sends = i;
        this.#note(
          first !== undefined && first.kind === STRING && !word.isElsewhere(first.text) ? 1 : 2,
          true,
          `call of ${last}`,
          i,
          close,
        );
        break;
      case word.SENDS:
        this.#sends = i;
        if (first !== undefined && first.kind !== NAME && word.isElsewhere(first.text))
          this.#note(2, true, `${last} elsewhere`, i, close);
        break;
      case word.WRITES:
        this.#write(i, close, last);
        break;
      default:
        this.#callMember(i, close, chain, first);
    }
    if (root === 'import' && last === 'import') {
      const elsewhere =
        first !== undefined &&
        (first.kind === NAME ||
          word.isElsewhere(first.text) ||
          word.runsAsUrl(first.text) ||
          first.text.startsWith('data:'));
      this.#note(elsewhere ? 3 : 2, !elsewhere || first!.kind === NAME, 'import of a script', i, close);
    }
  }

  #callMember(i: number, close: number, { root, last, global }: Chain, first: Token | undefined): void {
    if (last === 'createElement' && first !== undefined && first.text.toLowerCase() === 'script')
      this.#script = i;
    if (root === 'document' || last === 'insertAdjacentHTML') {
      if (word.callOf(last) === word.WRITES) this.#write(i, close, last);
      if (last === 'execCommand') this.#note(2, true, 'document.execCommand', i, close);
    }
    if ((last === 'assign' || last === 'replace') && (root === 'location' || global))
      this.#goes(i + 1, i, close);
    if (root === 'Reflect') this.#note(2, true, `Reflect.${last}`, i, close);
    const sends = word.callOf(last);
    if (sends === word.SENDS || last === 'send') this.#sends = i;
    if (sends === word.LOADS || sends === word.EVALUATES)
      this.#note(sends === word.LOADS ? 2 : 3, true, `call of ${last}`, i, close);
  }

  #write(i: number, close: number, name: string): void {
    const bad = this.#holds(word.sources, i, close) || hasMarkup(this.#tokens, i, close);
    this.#note(bad ? 3 : 2, true, `call of ${name}`, i, close);
  }

  #assign(i: number): void {
    const { root, last, global } = this.#chain;
    this.#note(1, true, last === '' ? 'assignment' : `assignment to ${last}`, i, i);
    if (last === 'location' || (last === 'href' && (root === 'location' || global))) {
      if (last === root || global || root === 'document' || root === 'this' || root === 'location')
        this.#goes(i + 1, i, i + 1);
    } else if (last === 'innerHTML' || last === 'outerHTML' || last === 'srcdoc') {
      this.#note(
        hasMarkup(this.#tokens, i, Math.min(i + 8, this.#tokens.length)) ? 2 : 1,
        true,
        `assignment to ${last}`,
        i,
        i,
      );
    } else if (last === 'src' || last === 'action' || last === 'href') {
      const value = this.#tokens[i + 1];
      if (value !== undefined && (value.kind === STRING || value.kind === TEMPLATE)) {
        if (word.isElsewhere(value.text)) {
          this.#sends = i;
          this.#note(2, true, `${last} set elsewhere`, i, i + 1);
        } else if (word.runsAsUrl(value.text)) this.#note(3, false, `${last} set to code`, i, i + 1);
      }
    }
    const value = this.#tokens[i + 1];
    if (last === 'domain' && root === 'document') this.#note(2, true, 'document.domain set', i, i);
    if (value?.kind === STRING && word.runsAsUrl(value.text))
      this.#note(3, false, `${last} set to code`, i, i + 1);
  }

  /** What the page is sent to: the value at `at`. */
  #goes(at: number, from: number, to: number): void {
    const value = this.#tokens[at];
    if (value === undefined) return;
    this.#sends = from;
    if (value.kind === STRING || value.kind === TEMPLATE) {
      if (word.runsAsUrl(value.text) || /^\s*(?:j|java|javas)$/i.test(value.text))
        this.#note(3, false, 'location set to code', from, to);
      else if (word.isElsewhere(value.text)) this.#note(2, true, 'location set elsewhere', from, to);
    } else if (value.kind === NAME && word.sources.has(value.text) && value.text !== 'location') {
      this.#note(3, false, `location set to ${value.text}`, from, to);
    }
  }

  /** True when a call's name was written as a string in brackets: `self['alert'](1)`. */
  #written(i: number): boolean {
    const before = this.#tokens[i - 1];
    return before?.kind === MARK && before.text === ']';
  }

  /** What an ordinary page says: one sentence, or a variable of its own. */
  #isPlain(first: Token | undefined, i: number, close: number): boolean {
    if (first === undefined || close <= i + 1) return false;
    if (first.kind === STRING)
      return (
        !(close === i + 2 && word.isProbe(first.text)) &&
        !this.#holds(word.secrets, i, close) &&
        !isObscure(first.text)
      );
    if (first.kind === NAME) return !probing.has(first.text) && first.text.length > 2;
    return first.kind === TEMPLATE && first.text === '${' && !this.#holds(word.secrets, i, close);
  }

  /** True for a string that is itself code which does something. */
  #runs(token: Token | undefined): boolean {
    if (token === undefined || (token.kind !== STRING && token.kind !== TEMPLATE) || this.#depth >= 2)
      return false;
    const inner = weigh(token.text, 0, false, this.#depth + 1);
    return (
      inner.level >= 2 || (this.#depth === 0 && inner.level === 1 && inner.valid && this.#tokens.length < 12)
    );
  }

  #holds(names: ReadonlySet<string>, from: number, to: number): boolean {
    for (let i = from; i < to && i < from + 40; i++) {
      const token = this.#tokens[i]!;
      if (token.kind === NAME && names.has(token.text)) return true;
    }
    return false;
  }

  /** What several places show together. */
  #sum(): void {
    const tokens = this.#tokens;
    if (this.#secret >= 0) {
      if (this.#sends >= 0)
        this.#note(3, false, 'secrets of the page sent elsewhere', this.#secret, this.#sends);
      else if (this.#shows >= 0) this.#note(3, false, 'secrets of the page shown', this.#secret, this.#shows);
      else this.#note(2, true, 'secrets of the page read', this.#secret, this.#secret);
    }
    if (this.#script >= 0)
      this.#note(2, this.#sends < 0 || tokens.length > 60, 'script element made', this.#script, this.#script);
    if (tokens.length >= 12 && isBracketsOnly(tokens))
      this.#note(3, tokens.length < 24, 'code of brackets alone', 0, tokens.length - 1);
  }

  #note(level: number, soft: boolean, what: string, from: number, to: number): void {
    if (level < this.level || (level === this.level && (soft || !this.soft) && this.what !== '')) return;
    const last = this.#tokens.length - 1;
    this.level = level;
    this.soft = soft;
    this.what = what;
    this.from = this.#tokens[Math.max(0, Math.min(from, to) - (from > 0 ? 1 : 0))]!.from;
    this.to = this.#tokens[Math.min(last, Math.max(from, to))]!.to;
  }
}

const handing = new Set([')', ',', ']', ';', '}', '<', '=>', '&', '|', ':', '?', '+', '*', '$}']);
const probing = new Set([
  'document',
  'location',
  'window',
  'self',
  'origin',
  'top',
  'parent',
  'domain',
  'cookie',
  'XSS',
  'xss',
  'localStorage',
  'sessionStorage',
  'navigator',
  'String',
  'globalThis',
]);
const keywords = new Set(
  'return throw typeof void delete new in instanceof await yield else do case var let const if while for with switch catch try finally extends export of'.split(
    ' ',
  ),
);

function hasText(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to && i < from + 40; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === STRING || kind === TEMPLATE || (kind === NAME && word.sources.has(text))) return true;
  }
  return false;
}

function hasMarkup(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to && i < from + 40; i++) {
    const { kind, text } = tokens[i]!;
    if (kind !== STRING && kind !== TEMPLATE) continue;
    const lower = text.toLowerCase();
    if (
      lower.includes('<script') ||
      lower.includes('<img') ||
      lower.includes('<iframe') ||
      lower.includes('<svg')
    )
      return true;
  }
  return false;
}

/** Code that spells everything with `[]()!+{}` (ECMA-262 lets it). */
function isBracketsOnly(tokens: readonly Token[]): boolean {
  let computed = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (
      kind === NAME ||
      kind === PATTERN ||
      (kind === STRING && text.length > 2) ||
      (kind === NUMBER && text.length > 2)
    )
      return false;
    if (
      kind === MARK &&
      text === '[' &&
      i > 0 &&
      (tokens[i - 1]!.text === ']' || tokens[i - 1]!.text === ')')
    )
      computed++;
  }
  return computed >= 2;
}
