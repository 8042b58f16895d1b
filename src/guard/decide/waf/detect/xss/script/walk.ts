import { assigned } from './assigns.ts';
import { called, isHandedOn } from './calls.ts';
import type { Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { MARK, NAME, PATTERN, STRING, TEMPLATE, type Token } from './lexer.ts';
import * as word from './words.ts';

/** A chain of members, `a.b['c']`: its first name, its last, and whether it stays on the global object. */
export interface Chain {
  readonly root: string;
  readonly last: string;
  readonly global: boolean;
}

const none: Chain = Object.freeze({ root: '', last: '', global: true });
const result: Chain = Object.freeze({ root: '', last: '', global: false });

/**
 * Walks over a program's tokens and follows each chain of members to what is done with it: called, assigned,
 * handed on. Names are taken as the engine takes them: `top['al' + 'ert']`, `\u0061lert` and `alert` are one.
 */
export function walk(e: Evidence, afterOperand: boolean): void {
  const { tokens } = e;
  const open: Chain[] = [];
  let chain = none;
  let operand = afterOperand;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    const before = i > 0 && tokens[i - 1]!.kind === MARK ? tokens[i - 1]!.text : '';
    if (kind === NAME) {
      const member = before === '.' || before === '?.';
      chain = member
        ? { root: chain.root, last: text, global: staysGlobal(chain) }
        : { root: text, last: text, global: true };
      if (tokens[i]!.odd) e.noteObscure(false, `escaped name ${text}`, i, i);
      if (member) namedMember(e, i, text, chain);
      else named(e, i, text);
      operand = member || !keywords.has(text);
      continue;
    }
    if (kind === TEMPLATE) {
      if (operand) called(e, i, chain, true);
      chain = none;
      operand = text !== '${';
      if (!operand) open.push(chain);
      continue;
    }
    if (kind !== MARK) {
      if (kind === STRING && text === 'constructor') e.note(2, true, 'the name constructor', i, i);
      chain = none;
      operand = true;
      continue;
    }
    switch (text) {
      case '(': {
        const calls = operand || before === '?.';
        if (calls) called(e, i, chain, false);
        open.push(calls ? result : none);
        operand = false;
        break;
      }
      case '[':
        if (operand || before === '?.') {
          const inner = computed(e, i, chain);
          open.push(inner);
        } else open.push(none);
        operand = false;
        break;
      case '$}${':
        open.pop();
        open.push(none);
        operand = false;
        break;
      case '{':
        open.push(none);
        operand = false;
        break;
      case ')':
      case ']':
      case '$}':
      case '}':
        chain = open.pop() ?? none;
        operand = text !== '}' || operand;
        break;
      case '=':
        assigned(e, i, chain);
        operand = false;
        break;
      case '++':
        if (operand) e.note(1, true, 'assignment', i, i);
        break;
      case '.':
      case '?.':
        break;
      default:
        operand = false;
    }
  }
  e.sum();
}

const staysGlobal = ({ last, global }: Chain): boolean =>
  word.windows.has(last) || (global && (word.globals.has(last) || last === 'document'));

/** The chain that a computed member makes: `self['alert']`, `frames[0]`. */
function computed(e: Evidence, i: number, chain: Chain): Chain {
  const { pair } = e.tokens[i]!;
  const key = (pair < 0 ? null : fold(e.tokens, i + 1, pair)) ?? '?';
  const global = chain.global && word.globals.has(chain.last);
  if (global && key.length <= 2 && key >= '0' && key <= '99') return chain;
  const made = { root: chain.root, last: key, global };
  const kind = word.callOf(key);
  if (global && (kind === word.POPUP || kind === word.EVALUATES || kind === word.COMPILES)) {
    e.noteObscure(false, `${key} of ${chain.last} in brackets`, i, pair);
  } else if (global && kind === word.PRINTS && pair > i + 2) {
    // `self['pr'+'int']`
    e.noteObscure(false, `${key} of ${chain.last}, put together`, i, pair);
  }
  namedMember(e, i, key, made);
  return made;
}

function named(e: Evidence, i: number, name: string): void {
  if (word.secrets.has(name)) {
    if (!isKey(e.tokens, i)) e.secret = i;
  } else if (name === 'throw') e.note(1, true, 'throw', i, i);
  else if (name === 'debugger') e.note(2, true, 'debugger', i, i);
  const kind = word.callOf(name);
  if ((kind === word.POPUP || kind === word.EVALUATES) && isHandedOn(e.tokens, i)) handedOn(e, i, name);
  const next = e.tokens[i + 1];
  if (name === 'import' && next?.kind === STRING && word.isElsewhere(next.text)) {
    e.note(3, false, 'import of a script', i, i + 1);
  }
}

/** `{ credentials: 'include' }`: what an object calls its own. */
const isKey = (tokens: readonly Token[], i: number): boolean =>
  tokens[i + 1]?.text === ':' && (tokens[i - 1]?.text === '{' || tokens[i - 1]?.text === ',');

/** Given to a handler it runs; given to another name, only when that is called. */
function handedOn(e: Evidence, i: number, name: string): void {
  const target = e.tokens[i - 1]!.text === '=' ? e.tokens[i - 2] : undefined;
  if (target?.kind === NAME && !target.text.startsWith('on')) {
    e.alias = target.text;
    e.note(2, true, `${name} given another name`, i, i);
  } else e.note(3, false, `${name} handed on`, i, i);
}

function namedMember(e: Evidence, i: number, name: string, { root, global }: Chain): void {
  const next = e.tokens[i + 1];
  if (word.secrets.has(name) && (root === 'document' || root === 'navigator' || global)) {
    if (name === 'cookie' && isOfForgery(e.tokens[i + 4]) && e.tokens[i + 2]?.text === 'match') e.token = i;
    else if (next?.text !== '=' || next.kind !== MARK) e.secret = i;
  }
  if (name === 'constructor' && e.tokens[i - 2]?.text === 'constructor') {
    e.noteObscure(false, 'constructor.constructor', i - 2, i);
  }
}

/** `document.cookie.match(/csrf=([^;]+)/)`: the one cookie that a page's scripts are meant to read and send along. */
const isOfForgery = (pattern: Token | undefined): boolean =>
  pattern?.kind === PATTERN && /^\/?[\w^(?:;\\s*|)-]{0,24}(?:csrf|xsrf)[\w-]{0,16}=/i.test(pattern.text);

const keywords = new Set(
  'return throw typeof void delete new in instanceof await yield else do case var let const if while for with switch catch try finally extends export of'.split(
    ' ',
  ),
);
