import { F, K } from './token.ts';
import { functions, keywords, objects } from './vocabulary.ts';

/*
 * One open-addressed table of all words, found by a hash that the lexer makes while it walks over the word:
 * no substring is cut for a word that turns out to be a mere name.
 */
const SIZE = 4096;
const keys: string[] = new Array<string>(SIZE).fill('');
const kinds = new Uint8Array(SIZE);
const uses = new Uint16Array(SIZE);
const means = new Uint8Array(SIZE);

/** What a hash begins with. */
export const hashStart = 17;

/** A hash with one more character, case folded. */
export const hashOn = (hash: number, code: number): number => (Math.imul(hash, 31) + (code | 32)) | 0;

/** Where a word of the text stands in the table; -1 for a name without a meaning. */
export function find(text: string, from: number, to: number, hash: number): number {
  for (let slot = hash & (SIZE - 1); ; slot = (slot + 1) & (SIZE - 1)) {
    const key = keys[slot]!;
    if (key === '') return -1;
    if (key.length === to - from && same(key, text, from)) return slot;
  }
}

/** The kind of token that the word in a slot is; K.NAME when it is only a function or an object. */
export const kindOf = (slot: number): number => (slot < 0 ? K.NAME : kinds[slot]!);

/** What the word in a slot does when it is called: bits of F, 0 when unknown. */
export const useOf = (slot: number): number => (slot < 0 ? 0 : uses[slot]!);

/** What the word in a slot names: one of O, 0 when nothing known. */
export const meaningOf = (slot: number): number => (slot < 0 ? 0 : means[slot]!);

/** True for a type of T-SQL that may stand without a length. */
export const isType = (word: string): boolean => types.test(word);

const types =
  /^(?:(?:tiny|small|big)?int|bit|n?(?:var)?char|n?text|sysname|table|cursor|sql_variant|(?:var)?binary|image|xml|float|real|decimal|numeric|(?:small)?money|date|time|(?:small)?datetime2?|datetimeoffset|timestamp|uniqueidentifier|json)$/;

/** True for what CREATE, ALTER and DROP make, change and take away. */
export const isDefined = (word: string): boolean => defined.has(word);

const defined = new Set(
  (
    'table database schema user login role view index procedure function trigger column extension server sequence ' +
    'tablespace assembly type event alias package synonym keyspace warehouse measurement'
  ).split(' '),
);

/** True for what follows the name of a table or a role that is changed. */
export const isAltering = (word: string): boolean =>
  /^(?:identified|add|modify|superuser|createrole|createdb|bypassrls|replication|sysadmin)$/.test(word);

/** True for what SET takes without a sign: of MySQL, PostgreSQL, Oracle and T-SQL. */
export const isSetting = (word: string): boolean => settings.test(word);

const settings =
  /_|^(?:names|role|session|global|local|transaction|constraints?|password|nocount|rowcount|textsize|datefirst|dateformat|language|statistics|noexec|parseonly|arithabort|xact|define|echo|feedback|serveroutput|schema|catalog|resource|default|persist|search|character|charset)/;

function same(key: string, text: string, from: number): boolean {
  for (let i = 0; i < key.length; i++) {
    if ((text.charCodeAt(from + i) | 32) !== (key.charCodeAt(i) | 32)) return false;
  }
  return true;
}

function slotFor(word: string): number {
  let hash = hashStart;
  for (let i = 0; i < word.length; i++) hash = hashOn(hash, word.charCodeAt(i));
  const found = find(word, 0, word.length, hash);
  if (found >= 0) return found;
  let slot = hash & (SIZE - 1);
  while (keys[slot] !== '') slot = (slot + 1) & (SIZE - 1);
  keys[slot] = word;
  kinds[slot] = K.NAME;
  return slot;
}

for (const [kind, words] of keywords) for (const word of words.split(' ')) kinds[slotFor(word)] = kind;
for (const [use, words] of functions)
  for (const word of words.split(' ')) {
    const slot = slotFor(word);
    uses[slot] = uses[slot]! | use;
  }
for (const [use, words] of objects) for (const word of words.split(' ')) means[slotFor(word)] = use;

/** `sleep (8 hours)`, `sleep(8h)`: what people do; of digits and a letter no database makes a number. */
const span =
  /^[\w.]{0,24}\s{0,4}\(\s{0,4}\d{1,4}(?:[.,]\d)?\s{0,4}(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms|days?|nights?|weeks?|times)\b/i;

/** `benchmark (10k)`: MySQL’s takes how often and what. */
const lone = /^benchmark\s{0,4}\(\s{0,4}\w{0,12}\s{0,4}\)/i;

/** What a function is used for, given how its call begins: `sleep()` waits for nothing, wherever there is one. */
export function useOfCall(slot: number, call: string): number {
  if (span.test(call) || lone.test(call)) return 0;
  const use = useOf(slot);
  return (use & F.TIME) !== 0 && /^\w{1,24}\s{0,8}\(\s{0,8}\)/.test(call) ? 0 : use;
}

/** True for a variable that a server has, be it MySQL’s or SQL Server’s: `@@version`, but not the `@@nqT` of a password. */
export function isServerVariable(text: string, at: number): boolean {
  return text.charCodeAt(at + 1) === 64 && served.test(text.slice(at + 2, at + 32));
}
// Of two words or more there are hundreds; of one word these.
const served =
  /^(?:`|[a-z]{2,16}[._][a-z]|(?:version|hostname|datadir|basedir|tmpdir|port|socket|autocommit|timestamp|identity|license|flush|servername|servicename|spid|language|langid|error|rowcount|trancount|dbts|procid|options|nestlevel|datefirst|connections|idle|remserver|textsize|timeticks|microsoftversion|maxcharlen|isolation|pagesize)(?!\w))/i;
