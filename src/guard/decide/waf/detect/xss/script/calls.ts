import { goes } from './assigns.ts';
import type { Evidence } from './evidence.ts';
import { MARK, NAME, NUMBER, STRING, TEMPLATE, type Token } from './lexer.ts';
import type { Chain } from './walk.ts';
import { weigh } from './weigh.ts';
import * as word from './words.ts';

/** Takes down what calling a chain does; `i` is its bracket, or its template when `tagged`. */
export function called(e: Evidence, i: number, chain: Chain, tagged: boolean): void {
  const { root, last, global } = chain;
  const { tokens } = e;
  const close = tagged ? i : tokens[i]!.pair < 0 ? tokens.length : tokens[i]!.pair;
  e.note(1, true, last === '' || last === '?' ? 'a call' : `call of ${last}`, i, i);
  if ((last === 'call' || last === 'apply' || last === 'bind') && last !== root) borrowed(e, i, chain);
  if (last === '?' && global && root !== 'this' && word.globals.has(root)) {
    e.noteObscure(tokens.length > 40, `call of a computed member of ${root}`, i, i);
  }
  if (
    last === 'constructor' &&
    root !== 'super' &&
    (tagged || (e.holdsText(word.sources, i, close) && !isDefinition(tokens, i, close)))
  ) {
    e.noteObscure(false, 'constructor called with code', i, close);
  }
  if (last === root && last !== '' && last === e.alias)
    e.note(3, false, `call of ${last}, another name`, i, i);
  const own = last === root || global;
  if (own && word.callOf(last) !== 0) calledGlobal(e, i, close, last, root, tagged);
  else calledMember(e, i, close, chain, tagged ? tokens[i]! : tokens[i + 1]);
}

/** `constructor(name) {`, as a class has it. */
const isDefinition = (tokens: readonly Token[], open: number, close: number): boolean =>
  tokens[close + 1]?.text === '{' && tokens[open - 2]?.text !== '.' && tokens[open - 2]?.text !== '?.';

/** `alert.call(null, 1)`. */
function borrowed(e: Evidence, i: number, { root, last }: Chain): void {
  const kind = word.callOf(root);
  if (kind === word.POPUP || kind === word.EVALUATES || kind === word.COMPILES || kind === word.PRINTS) {
    e.note(3, false, `${root}.${last}`, i, i);
  }
}

function calledGlobal(
  e: Evidence,
  i: number,
  close: number,
  name: string,
  root: string,
  tagged: boolean,
): void {
  const { tokens } = e;
  const first = tagged ? tokens[i]! : tokens[i + 1];
  const elsewhere = first !== undefined && first.kind !== NAME && word.isElsewhere(first.text);
  switch (word.callOf(name)) {
    case word.POPUP:
      e.shows = i;
      e.note(3, !tagged && isPlain(e, first, i, close), `call of ${name}`, i, close);
      break;
    case word.EVALUATES: {
      const fetched = e.holds(word.sources, i, close) || runs(e, first);
      e.note(3, !fetched, fetched ? `${name} of fetched or written code` : `call of ${name}`, i, close);
      break;
    }
    case word.TIMER:
      if (tagged || runs(e, first)) e.note(3, false, `${name} of code in a string`, i, close);
      break;
    case word.COMPILES:
      if (close > i + 3 && adding.test(tokens[close - 1]!.text)) break;
      e.note(3, first?.kind !== STRING && first?.kind !== TEMPLATE, `${name} of code`, i, close);
      break;
    case word.IMPORTS:
      imports(e, first, i, close);
      break;
    case word.PRINTS:
      if (root === name) e.note(2, true, 'call of print', i, close);
      break;
    case word.LOADS:
      e.note(2, true, `call of ${name}`, i, close);
      break;
    case word.OPENS:
      e.send(i);
      if ((first?.kind === STRING || first?.kind === TEMPLATE) && word.runsAsUrl(first.text))
        e.note(3, false, `${name} of code`, i, close);
      else e.note(elsewhere ? 2 : 1, true, `call of ${name}`, i, close);
      break;
    case word.SENDS:
      e.send(i, first?.kind === STRING && endsArgument(tokens[i + 2]) && word.isHome(first.text));
      if (elsewhere && e.holds(content, i, close)) e.note(3, false, 'the page sent elsewhere', i, close);
      else if (elsewhere) e.note(2, true, `${name} elsewhere`, i, close);
      break;
    case word.WRITES:
      writes(e, i, close, name);
  }
}

const endsArgument = (next: Token | undefined): boolean =>
  next?.kind === MARK && (next.text === ',' || next.text === ')');

function calledMember(e: Evidence, i: number, close: number, chain: Chain, first: Token | undefined): void {
  const { root, last, global } = chain;
  switch (word.callOf(last)) {
    case word.SENDS:
      e.send(i);
      break;
    case word.LOADS:
      e.note(2, true, `call of ${last}`, i, close);
      break;
    case word.EVALUATES:
      e.note(3, !last.startsWith('$') && !runs(e, first), `call of ${last}`, i, close);
      break;
    case word.WRITES:
      if (root === 'document' || last !== 'write') writes(e, i, close, last);
  }
  if (last === 'send') e.send(i);
  else if (last === 'createElement' && first?.text.toLowerCase() === 'script') e.script = i;
  else if (last === 'execCommand') e.note(2, true, 'call of execCommand', i, close);
  else if ((last === 'assign' || last === 'replace') && (root === 'location' || global))
    goes(e, i + 1, i, close);
  if (root === 'Reflect') e.note(2, true, `Reflect.${last}`, i, close);
}

const content = new Set(['innerHTML', 'outerHTML', 'innerText', 'documentElement']);

/** `new Function('a', 'b', 'return a + b')`: parameters, and a result that calls nothing. */
const adding = /^return \w[\w\s.]{0,20}[+*/%-][\w\s+*/.%-]{1,40}$/;

function imports(e: Evidence, first: Token | undefined, i: number, close: number): void {
  if (first === undefined) return;
  const written = first.kind === STRING || first.kind === TEMPLATE;
  const bad =
    written && (word.isElsewhere(first.text) || first.text.startsWith('data:') || word.runsAsUrl(first.text));
  e.note(bad ? 3 : 2, !bad, 'import of a script', i, close);
}

function writes(e: Evidence, i: number, close: number, name: string): void {
  if (markup.test(ofCodes(e, i, close))) {
    e.note(3, false, `call of ${name} with markup in codes`, i, close);
    return;
  }
  const bad = e.holds(word.sources, i, close) || e.holdsMarkup(i, close);
  e.note(bad ? 3 : 2, true, `call of ${name}`, i, close);
}

const markup = /<(?:[a-z!/]|$)/i;
/** Codes that are put together: no page writes longer texts so. */
const mostCodes = 256;

/** What `String.fromCharCode(60, 115, …)` between these tokens is a text of; '' when none stands there. */
function ofCodes({ tokens }: Evidence, from: number, to: number): string {
  let at = from;
  while (
    at < to &&
    at < from + 40 &&
    tokens[at]!.text !== 'fromCharCode' &&
    tokens[at]!.text !== 'fromCodePoint'
  )
    at++;
  if (at >= to || tokens[at]!.kind !== NAME) return '';
  let text = '';
  for (let i = at + 2; i < to && i < at + 2 * mostCodes && tokens[i]!.kind === NUMBER; i += 2)
    text += String.fromCharCode(Number(tokens[i]!.text));
  return text;
}

const greeting = /^(?:hi|hey|yes|ok|oh)$/i;

/** True for what an ordinary page says: a sentence, or a variable of its own. */
function isPlain(e: Evidence, first: Token | undefined, i: number, close: number): boolean {
  if (first === undefined || close <= i + 1) return false;
  if (first.kind === STRING) {
    const alone = close === i + 2;
    return (
      !(alone && word.isProbe(first.text) && !greeting.test(first.text)) &&
      !e.holds(word.secrets, i, close) &&
      !isObscure(first.text)
    );
  }
  if (first.kind === NAME) return !word.probing.has(first.text) && first.text.length > 2;
  return first.kind === TEMPLATE && first.text === '${' && !e.holds(word.secrets, i, close);
}

/** True for a string that holds control characters once its escapes are undone. */
function isObscure(text: string): boolean {
  for (let i = 0; i < text.length && i < 64; i++) if (text.charCodeAt(i) < 9) return true;
  return false;
}

/** True for a string that is itself code which does something. */
function runs(e: Evidence, token: Token | undefined): boolean {
  if (token === undefined || (token.kind !== STRING && token.kind !== TEMPLATE) || e.depth >= 2) return false;
  const inner = weigh(token.text, 0, false, e.depth + 1);
  return inner.level >= 2 || (e.depth === 0 && inner.level === 1 && inner.valid && e.tokens.length < 12);
}

/** True when the function at `i` is itself a value: an argument, a part of an expression, what is assigned. */
export function isHandedOn(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1];
  // `new class extends alert {}`: made, it calls what it is made after.
  if (tokens[i - 1]?.text === 'extends' && (isClass(tokens[i - 2]) || isClass(tokens[i - 3])))
    return tokens.length < most;
  if (next !== undefined && !next.line && (next.kind !== MARK || !following.has(next.text))) return false;
  const before = tokens[i - 1];
  if (before === undefined) return false;
  if (before.kind !== MARK) return before.text === 'return' || before.text === 'void';
  // `Object.values({alert})[0](1)`
  if (before.text === '{' && next?.text === '}' && isTakenOut(tokens, i)) return true;
  // `{ alert }` and `{ a, alert } = …` name a member of one's own.
  if (before.text === '{') return next?.text !== '}' && next?.text !== ',';
  // `(alert)` hands it to nobody.
  if (before.text === '(' && i === 1 && next?.text === ')' && tokens.length === 3) return false;
  // `payout-confirm-received`: nobody calls what is added and subtracted.
  if (arithmetic.has(before.text) && next !== undefined && arithmetic.has(next.text)) return false;
  if (before.text === ',') return (next?.text !== '}' && next?.text !== ',') || isInCall(tokens, i);
  return preceding.has(before.text);
}

const isClass = (token: Token | undefined): boolean => token?.kind === NAME && token.text === 'class';

/** True where an object of one member is handed to a call, and that one is taken out again and called. */
const isTakenOut = (tokens: readonly Token[], i: number): boolean =>
  tokens[i - 2]?.text === '(' &&
  tokens[i + 2]?.text === ')' &&
  tokens[i + 3]?.text === '[' &&
  tokens[i + 6]?.text === '(';
/** Tokens of a program that defines nothing to be used. */
const most = 24;
const following = new Set([')', ',', ']', ';', '}', '<', '=>', '&', '|', ':', '?', '+', '-', '*', '$}', '[']);
const arithmetic = new Set(['+', '-', '*']);
const preceding = new Set(['=', '(', '[', ':', '?', '<', '*', '+', '-', '!', '~', '...', '${', '$}${', '++']);

function isInCall(tokens: readonly Token[], i: number): boolean {
  for (let at = i - 1; at >= 0 && at > i - 12; at--) {
    const { kind, text } = tokens[at]!;
    if (kind === MARK && (text === '(' || text === '[')) return true;
    if (kind === MARK && text === '{') return false;
  }
  return false;
}
