import { mayBeMember } from '../detect/code/code.ts';
import { detectTyped, mayBeStream } from '../detect/deserialization/deserialization.ts';
import type { Detector, Family } from '../detect/finding.ts';
import { detectNosqlKey, detectPrototypeKey, injections } from '../detect/injections.ts';
import { detectPath } from '../detect/path/path.ts';
import { detectSession } from '../detect/session/session.ts';
import { detectShell, mayBeCommand, mayBeginCommand } from '../detect/shell/shell.ts';
import { detectSql } from '../detect/sql/sql.ts';
import { detectMetadata, detectRedirect, detectRemoteFile, detectSsrf } from '../detect/ssrf/ssrf.ts';
import { detectXss } from '../detect/xss/xss.ts';
import * as has from './characters.ts';

/** What can be looked for: a family of attacks, or `metadata`, the part of `ssrf` that asks for a cloud’s. */
export type Sought = Family | 'metadata';

export interface Search {
  /** From 0 on, one after the other. */
  readonly number: number;
  readonly detect: Detector;
  /** Of the classes of characters, those of which the text must hold one; 0: there is no telling. */
  readonly needs: number;
  /** Asked besides of names: of arguments, fields and keys. */
  readonly detectKey: Detector | null;
  /** What documents of JSON and XML are asked as a whole, besides by their parts; null for nothing. */
  readonly whole: Detector | null;
  /**
   * True where of the headers only those of an application’s own (`X-…`), claims of tokens and the like are read as
   * arguments are.
   */
  readonly arguments: boolean;
  /** True for what would be put into a line, a query or a name: of a document its values are, one by one. */
  readonly texts: boolean;
}

const URL = has.SLASH | has.BACKSLASH | has.COLON | has.DOT | has.BRACKET | has.AT | has.PERCENT | has.WIDE;
const CODE =
  has.OPEN |
  has.ANGLE |
  has.DOLLAR |
  has.SINGLE |
  has.DOUBLE |
  has.TICK |
  has.PERCENT |
  has.DOT |
  has.UNDERSCORE |
  has.BRACKET |
  has.BRACE |
  has.SLASH |
  has.PIPE |
  has.BANG;

const needs: Readonly<Partial<Record<Sought, number>>> = {
  sqli: ~(
    has.LONG_RUN |
    has.DOLLAR |
    has.PERCENT |
    has.SLASH |
    has.COLON |
    has.AT |
    has.DOT |
    has.DASH |
    has.UNDERSCORE
  ),
  xss:
    has.ANGLE |
    has.EQUALS |
    has.OPEN |
    has.TICK |
    has.COLON |
    has.BRACE |
    has.AMPERSAND |
    has.BRACKET |
    has.HIGH |
    has.WIDE,
  path: has.SLASH | has.BACKSLASH | has.DOT | has.COLON | has.CONTROL | has.PERCENT | has.WIDE,
  ssrf: URL,
  metadata: URL,
  rfi: URL,
  redirect: URL,
  template: has.BRACE | has.ANGLE | has.HASH | has.BRACKET | has.AT | has.OPEN,
  jndi: has.DOLLAR,
  code: CODE,
  ldap: has.CLOSE,
  xpath: has.SINGLE | has.DOUBLE | has.CLOSE | has.OPEN | has.COLON,
  nosql:
    has.STAR |
    has.BRACE |
    has.DOLLAR |
    has.PIPE |
    has.AMPERSAND |
    has.SEMICOLON |
    has.OPEN |
    has.CLOSE |
    has.SINGLE |
    has.DOUBLE |
    has.BREAK,
  mail: has.BREAK | has.AT,
  crlf: has.BREAK | has.WIDE | has.BACKSLASH,
  xxe: has.ANGLE,
  ssi: has.ANGLE | has.DOLLAR,
  session: has.EQUALS | has.OPEN,
  prototype: has.SLASH | has.UNDERSCORE | has.BACKSLASH | has.DOT | has.BRACKET | has.BRACE,
};

const queries: ReadonlySet<Sought> = new Set(['ldap', 'xpath', 'nosql', 'prototype', 'mail']);

const texts: ReadonlySet<Sought> = new Set([
  ...(['sqli', 'shell', 'path', 'rfi', 'redirect', 'mail', 'crlf', 'ldap', 'xpath'] as const),
]);

const keys: Readonly<Partial<Record<Sought, Detector>>> = {
  nosql: detectNosqlKey,
  prototype: detectPrototypeKey,
};

const detectors: readonly (readonly [Sought, Detector])[] = [
  ['sqli', detectSql],
  ['xss', detectXss],
  ['shell', detectShell],
  ['path', detectPath],
  ['ssrf', detectSsrf],
  ['metadata', detectMetadata],
  ['rfi', detectRemoteFile],
  ['redirect', detectRedirect],
  ['session', detectSession],
  ...injections.map(({ family, detect }) => [family, detect] as const),
];

/** Every search there is, by what it looks for; 31 at the most. */
export const searches: ReadonlyMap<Sought, Search> = new Map(
  detectors.map(([sought, detect], number) => [
    sought,
    Object.freeze({
      number,
      detect,
      needs: needs[sought] ?? 0,
      detectKey: keys[sought] ?? null,
      whole: sought === 'deserialization' ? detectTyped : sought === 'xxe' ? detect : null,
      arguments: queries.has(sought),
      texts: texts.has(sought),
    }),
  ]),
);

/** The bits of all searches that are none, so that -1 stands for all. */
const others = ~([...searches.values()].reduce((sum, { number }) => sum | (1 << number), 0) | 0);
const bitOf = (sought: Sought): number => 1 << searches.get(sought)!.number;
const bitsOf = (of: (search: Search) => boolean): number =>
  [...searches.values()].reduce((sum, search) => (of(search) ? sum | (1 << search.number) : sum), 0);

const shellBit = bitOf('shell');
const codeBit = bitOf('code');
const streamBit = bitOf('deserialization');
const prototypeBit = bitOf('prototype');
const entityBit = bitOf('xxe');

/** The bits of the searches that a header is not asked for, unless an application reads it as an argument. */
export const ofArguments = bitsOf((search) => search.arguments);
/** The bits of the searches that a document without a flaw is not asked for as a text. */
export const ofTexts = bitsOf((search) => search.texts);
/** The bits of the searches that a document as a whole is not asked for. */
const notWhole = ~bitsOf((search) => search.whole !== null);

/** Without any of these a command can only stand at the beginning. */
const shellMarks =
  has.SEMICOLON |
  has.PIPE |
  has.AMPERSAND |
  has.BREAK |
  has.TICK |
  has.DOLLAR |
  has.ANGLE |
  has.CLOSE |
  has.OPEN |
  has.BRACE |
  has.BRACKET |
  has.PERCENT;

const beyondWords = ~(has.DASH | has.UNDERSCORE | has.LONG_RUN);
const beyondPaths = beyondWords & ~has.DOT & ~has.SLASH;

/** A bit for each search, by its number, that finds nothing in a text of these classes; -1 for none that could. */
export function cleanOf(text: string, holds: number): number {
  let clean = byNeeds(holds);
  // Escapes may spell it.
  if (
    (clean & prototypeBit) === 0 &&
    (holds & has.BACKSLASH) === 0 &&
    !text.includes('proto') &&
    !text.includes('__')
  )
    clean |= prototypeBit;
  if ((holds & beyondPaths) !== 0) {
    if ((holds & shellMarks) === 0 && !mayBeginCommand(text)) clean |= shellBit;
    return clean;
  }
  // Most values are single words, numbers, names of files and paths; little tells that they are nothing else.
  const dotless = (holds & has.DOT) === 0;
  if (!mayBeCommand(text, (holds & has.DASH) === 0)) clean |= shellBit;
  if ((clean & codeBit) === 0 && !mayBeMember(text, dotless)) clean |= codeBit;
  if (!mayBeStream(text, dotless)) clean |= streamBit;
  return clean;
}

/** The same of a document as a whole. */
export const cleanOfWhole = (text: string): number => (text.includes('<') ? notWhole : notWhole | entityBit);

// By classes: texts have the same few over and over. A fixed number is kept; what falls on the same slot takes its place.
const slots = 1_024;
const known = new Int32Array(slots);
const cleans = new Int32Array(slots);
const slotOf = (holds: number): number => Math.imul(holds ^ (holds >>> 15), 0x2c1b3c6d) >>> 22;
cleans[slotOf(0)] = lacking(0);

function byNeeds(holds: number): number {
  const slot = slotOf(holds);
  if (known[slot] === holds) return cleans[slot]!;
  known[slot] = holds;
  cleans[slot] = lacking(holds);
  return cleans[slot]!;
}

/** The searches whose needs none of these classes meets. */
function lacking(holds: number): number {
  let clean = others;
  for (const { needs, number } of searches.values())
    if (needs !== 0 && (holds & needs) === 0) clean |= 1 << number;
  return clean;
}
