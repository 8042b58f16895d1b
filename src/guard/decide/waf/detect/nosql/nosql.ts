import type { Detector, Finding } from '../finding.ts';
import { AnyOf } from '../text/any-of.ts';
import { isBlank, isQuote, nameEnd, skipBlank } from '../text/characters.ts';
import { finding, findingAt, worse } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';
import { graphQuery } from './graph.ts';
import { leftString } from './left-string.ts';
import { isOfUpdate, operatorAt, weightOf } from './operators.ts';
import { brokenOut, burns, shellCall } from './script.ts';
import { dynamo, everything, flux, handedToSolr, scriptedSearch } from './search.ts';

/**
 * Queries of document stores that a value brings along: MongoDB’s operators as keys (`{"$ne":null}`,
 * `', $where: '1 == 1`), JavaScript that leaves a string in `$where`, statements of its shell, and Redis commands
 * behind a line break.
 */
export const detectNosql: Detector = (text) => {
  if (text.length < 4) return null;
  let worst: Finding | null = null;
  const named = words.isIn(text);
  if (text.includes('$')) worst = operators(text);
  if (text.includes(';') || (named && (text.includes('||') || text.includes('&&'))))
    worst = worse(worst, brokenOut(text));
  if (
    (text.includes(')') && (text.includes("'") || text.includes('"') || text.includes('g.'))) ||
    (named && (text.includes('CSV ') || text.includes('CALL ') || text.includes('DETACH '))) ||
    /\b(?:union|for)\s/i.test(text.slice(0, 64))
  )
    worst = worse(worst, graphQuery(text));
  if (text.includes('(')) worst = worse(worst, called(text, named));
  if (named && (text.includes('script') || text.includes('ctx._source')))
    worst = worse(worst, scriptedSearch(text));
  if (
    (text.includes('=') && (text.includes('&') || text.includes('}'))) ||
    (named && text.includes('_query_'))
  )
    worst = worse(worst, handedToSolr(text));
  if (
    named &&
    (text.includes(':*') || text.includes('_exists_:') || text.includes(') OR (') || text.includes(') AND ('))
  )
    worst = worse(worst, everything(text));
  if (text.includes("'") || text.includes('"')) worst = worse(worst, leftString(text));
  if (text.includes('\n')) worst = worse(worse(worse(worst, redis(text)), memcached(text)), resp(text));
  if (worst === null) return null;
  const { score, context, what, from, to } = worst;
  const left = inContext(score, text, from, to);
  return left < 30 ? null : finding('nosql', left, context, what, from, to);
};

/** What one of the queries below is known by; most texts hold none of them. */
const words = new AnyOf([
  ...[
    '||',
    '&&',
    'CSV ',
    'CALL ',
    'DETACH ',
    '|>',
    'bucket',
    'redis.',
    '"map',
    'db.',
    'while',
    'sleep',
    'for',
  ],
  ...['script', 'ctx._source', '_query_', ':*', '_exists_:', ') OR (', ') AND ('],
]);

/** What calls something. */
function called(text: string, named: boolean): Finding | null {
  let worst: Finding | null = null;
  if (named) {
    if (text.includes('|>') || text.includes('bucket')) worst = flux(text);
    if (text.includes('redis.')) worst = worse(worst, evaluated(text));
    if (text.includes('"map')) worst = worse(worst, mapped(text));
    if (text.includes('db.')) worst = worse(worst, shellCall(text));
  }
  if (text.includes('_') && dynamic.test(text)) worst = worse(worst, dynamo(text));
  if (named && (text.includes('while') || text.includes('sleep') || text.includes('for')))
    worst = worse(worst, burns(text));
  return worst;
}

const dynamic = /attribute_|begins_with/i;

/** The name of an argument or a key of JSON that is an operator, or ends in one: `$where`, `user[$ne]`, `age.$gt`. */
export function detectNosqlKey(name: string): Finding | null {
  for (let at = name.indexOf('$'); at >= 0; at = name.indexOf('$', at + 1)) {
    const operator = operatorAt(name, at);
    const score = operator === '' ? 0 : weightOf(operator);
    if (score === 0) continue;
    const before = at === 0 ? 91 : name.charCodeAt(at - 1);
    const after = name.charCodeAt(at + 1 + operator.length);
    const ends = Number.isNaN(after) || after === 93 || after === 46 || after === 91;
    if ((before === 91 || before === 46) && ends)
      return finding('nosql', score, 'name of an argument', `$${operator}`, at, at + 1 + operator.length);
  }
  return null;
}

/** Operators that stand as keys: behind `{` or `,`, or first of all, quoted or not, and before a colon. */
function operators(text: string): Finding | null {
  let worst: Finding | null = null;
  let mixed: boolean | null = null;
  for (let at = text.indexOf('$'), read = 0; at >= 0 && read < 64; at = text.indexOf('$', at + 1)) {
    const operator = operatorAt(text, at);
    const weight = operator === '' ? 0 : weightOf(operator);
    if (weight === 0) continue;
    read++;
    let end = at + 1 + operator.length;
    let from = at;
    if (isQuote(text.charCodeAt(end))) end++;
    if (from > 0 && isQuote(text.charCodeAt(from - 1))) from--;
    end = skipBlank(text, end);
    while (from > 0 && isBlank(text.charCodeAt(from - 1))) from--;
    const before = from === 0 ? 123 : text.charCodeAt(from - 1);
    const bracketed = text.charCodeAt(at - 1) === 91 && text.charCodeAt(end) === 93;
    const keyed = (before === 123 || before === 44) && text.charCodeAt(end) === 58;
    if (!keyed && !bracketed) continue;
    // In a program the operator stands inside a call; in a value that is the query, it does not.
    const called = keyed && isInCall(text, from);
    // `price[$gte]=10`: a bound that is a number.
    const bounded = bracketed && /^[gl]te?$/.test(operator) && /^\]=-?\d/.test(text.slice(end, end + 4));
    let score = called ? 40 : bracketed ? Math.min(weight, bounded ? 45 : 62) : weight;
    if (keyed && !called && isOfUpdate(operator)) {
      mixed ??= isMixed(text);
      if (mixed) score = 40;
    }
    // What changes fields names them: MongoDB refuses a number or a text, unless it is the path of a field in a group.
    if (keyed && changes.test(operator) && /^:\s*(?:["'](?!\$)|[\dtfn-])/.test(text.slice(end, end + 8)))
      score = Math.min(score, 40);
    // Nothing and everything are no value anybody looks for.
    if (keyed && operator === 'eq' && /^:\s*(?:null|true|""|\{|\[)/.test(text.slice(end, end + 8)))
      score = 60;
    // A bound that is a number is a filter as public APIs take it from their callers.
    if (
      keyed &&
      score < 80 &&
      /^(gte?|lte?|eq|size|mod)$/.test(operator) &&
      /^:\s*-?[1-9]/.test(text.slice(end, end + 8))
    )
      score = Math.min(score, 45);
    worst = worse(
      worst,
      finding('nosql', score, bracketed ? 'name of an argument' : 'query', `$${operator}`, at, end),
    );
  }
  return worst;
}

/**
 * True for JSON where beside every operator of an update stands a name with a dollar that is none: MongoDB refuses such
 * an update, and events of analytics are written so: `{"$token":"…","$distinct_id":"1","$set":{…}}`. Names without one do
 * not tell: mappers put them into `$set`.
 */
function isMixed(text: string): boolean {
  const first = text.charCodeAt(skipBlank(text, 0));
  if (first !== 123 && first !== 91) return false;
  let mixed = true;
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const keys = Object.keys(value);
      if (keys.some(isUpdate) && !keys.some(isForeign)) mixed = false;
      return value;
    });
  } catch {
    return false;
  }
  return mixed;
}

const isUpdate = (key: string): boolean => key.startsWith('$') && isOfUpdate(key.slice(1));
const isForeign = (key: string): boolean =>
  key.startsWith('$') && !isOfUpdate(key.slice(1)) && weightOf(key.slice(1)) === 0;

const changes = /^(?:set|setOnInsert|inc|push|pull|pop|addToSet|rename|currentDate)$/;

/** So far before an operator a call may have begun. */
const farthest = 4_096;

/** True when a name with an open parenthesis stands before: `users.find({age: {$gt: 18}})`. */
function isInCall(text: string, at: number): boolean {
  const near = Math.max(0, at - farthest);
  const open = near + text.slice(near, at).lastIndexOf('(');
  if (open <= near) return false;
  const c = text.charCodeAt(open - 1);
  return nameEnd(text, open - 1) === open && !isBlank(c);
}

/** A command of memcached and the line it stores, as the whole value: `set k 0 0 1\r\n1\r\n`. */
function memcached(text: string): Finding | null {
  const found = /^(?:set|add|replace|append|prepend) \S{1,250} \d{1,10} \d{1,10} (\d{1,7})\r?\n/.exec(text);
  return found === null
    ? null
    : finding('nosql', 66, 'protocol of a store', 'a command of memcached', 0, found[0].length);
}

/** A command in the protocol of Redis, as the whole value: `*3\r\n$3\r\nSET\r\n…`. */
function resp(text: string): Finding | null {
  const found = /^\s{0,4}\*\d{1,3}\r?\n\$\d{1,7}\r?\n[A-Za-z]{2,16}\r?\n/.exec(text.slice(0, 64));
  return found === null
    ? null
    : finding('nosql', 74, 'protocol of a store', 'a command of Redis', 0, found[0].length);
}

/** `EVAL "return redis.call('keys','*')" 0` as the whole value. */
function evaluated(text: string): Finding | null {
  const found =
    /^\s{0,4}EVAL(?:SHA|_RO)?\s{1,4}["'][^\n]{0,400}?\bredis\.p?call\(\s{0,4}\\?["'](?:config|flush(?:all|db)|slaveof|replicaof|module|debug|script|shutdown|keys|migrate|eval)\b/i.exec(
      text.slice(0, 600),
    );
  return found === null ? null : finding('nosql', 60, 'protocol of a store', 'EVAL', 0, found[0].length);
}

/** `{"mapReduce":"users","map":"function(){…}"}`: a function that the store runs, in a text that is nothing else. */
function mapped(text: string): Finding | null {
  if (text.charCodeAt(skipBlank(text, 0)) !== 123) return null;
  const found =
    /"map(?:Reduce)?"\s{0,8}:\s{0,8}"(?:\s{0,8}function\s{0,8}\(|[^"\n]{1,80}"\s{0,8},\s{0,8}"map"\s{0,8}:\s{0,8}"\s{0,8}function)/.exec(
      text.slice(0, 4096),
    );
  const views = found !== null && text.slice(0, found.index).includes('"views"');
  return views ? null : findingAt(found, 'nosql', 62, 'query', 'a function that maps');
}

const commands =
  /^(FLUSHALL|FLUSHDB|CONFIG\s+SET|SLAVEOF\s|REPLICAOF\s|EVAL\s+["']|SCRIPT\s|SET\s+\S+\s+\S|GET\s+\S+\s*$|DEL\s+\S|KEYS\s+\*|MODULE\s+LOAD|SAVE\s*$|BGSAVE\s*$|SHUTDOWN\s*$|AUTH\s+\S|set \S+ \d+ \d+ \d+|delete \S+|flush_all|stats\s*$|\*\d+\s*$|\$\d+\s*$)/;

/** Commands of Redis or memcached on lines of their own, behind a first line that is none. */
function redis(text: string): Finding | null {
  let found = 0;
  let from = -1;
  let strong = false;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (!/[A-Zsdf*$]/.test(text[at + 1] ?? '')) continue;
    const line = text.slice(at + 1, at + 80);
    const end = line.search(/[\r\n]/);
    const command = commands.exec(end < 0 ? line : line.slice(0, end));
    if (command === null) continue;
    found++;
    strong ||= /^(FLUSH|CONFIG|SLAVEOF|REPLICAOF|MODULE|EVAL|\*\d|set \S+ \d|flush_all)/.test(command[0]);
    if (from < 0) from = at;
  }
  if (found < 2 && !strong) return null;
  // Words such as SET and GET begin lines of many lists.
  if (!strong)
    return finding(
      'nosql',
      45,
      'protocol of a store',
      'commands on lines of their own',
      from,
      Math.min(text.length, from + 40),
    );
  return finding(
    'nosql',
    found >= 2 ? 70 : 56,
    'protocol of a store',
    'commands on lines of their own',
    from,
    Math.min(text.length, from + 80),
  );
}
