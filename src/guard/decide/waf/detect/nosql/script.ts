import type { Finding } from '../finding.ts';
import { isBlank, isQuote, nameEnd, skipBlank } from '../text/characters.ts';
import { finding } from '../text/judged.ts';

/**
 * JavaScript that leaves the string it was put into inside `$where` or a map function: `'; return true; var x='`,
 * `' || '1'=='1`, `'||this.password.match(…)//`.
 */
export function brokenOut(text: string): Finding | null {
  let tried = 0;
  let weighed = 0;
  for (const separator of [';', '||', '&&']) {
    for (let at = text.indexOf(separator); at >= 0 && tried < 96; at = text.indexOf(separator, at + 2)) {
      tried++;
      const from = leftAt(text, at);
      const found = from < 0 ? null : goesOn(text, at, from);
      if (found !== null && weighed++ < 8 && leaves(text, from)) return found;
    }
  }
  const constant =
    /^\s{0,8}\w{1,12}\s{0,8}(?:\|\||&&)\s{0,8}(['"]?)(\w{1,12})\1\s{0,8}===?\s{0,8}(['"]?)\2\3?\s{0,8}(?:\/\/|;|$)/.exec(
      text.slice(0, 96),
    );
  return constant === null ? null : finding('nosql', 60, 'JavaScript', 'a tautology', 0, constant[0].length);
}

/**
 * Where what the value was put into ends: the quote or bracket before a separator, or 0 when only a number stands
 * there.
 */
function leftAt(text: string, at: number): number {
  let i = at;
  const first = Math.max(0, at - 64);
  let closes = -1;
  while (i > first) {
    const c = text.charCodeAt(i - 1);
    if (c === 41 || c === 125 || c === 93) closes = i - 1;
    else if (!isBlank(c)) break;
    i--;
  }
  if (i > 0 && isQuote(text.charCodeAt(i - 1))) return i - 1;
  if (closes >= 0) return closes;
  return i < 12 && text.charCodeAt(at) === 59 && /^\s*\d*$/.test(text.slice(0, i)) ? 0 : -1;
}

/** The quote or bracket at `at` ends nothing that the value itself has begun. */
function leaves(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  let open = 0;
  if (isQuote(c)) {
    for (let i = 0; i < at; i++) {
      const d = text.charCodeAt(i);
      // A backslash before the first quote is there to be escaped itself.
      if (d === 92 && open > 0) i++;
      else if (d === c) open++;
    }
    return open % 2 === 0;
  }
  if (c !== 41 && c !== 125 && c !== 93) return true;
  for (let i = 0; i < at; i++) {
    const d = text.charCodeAt(i);
    if (d === 40 || d === 123 || d === 91) open++;
    else if (d === 41 || d === 125 || d === 93) open--;
  }
  return open <= 0;
}

const statement =
  /^(return\s*(?:true|false|null|this\b|!|\(|['"\d]|\w+\s*[.=(;]|;|$)|var\s+\w+\s*=|let\s+\w+\s*=|while\s*\(|for\s*\(|do\s*\{|if\s*\(|sleep\s*\(|db\.\w+|this\.\w+\s*[.=!]|throw\b|function\b|tojson\w*\(|print\w*\()/;

/** What begins with the separator at `at`: a statement, or a condition. */
function goesOn(text: string, at: number, from: number): Finding | null {
  const c = text.charCodeAt(at);
  if (c === 59) {
    const next = skipBlank(text, at + 1);
    const found = statement.exec(text.slice(next, next + 24));
    return found === null ? null : told(78, `; ${found[1]!.trim()}`);
  }
  const score = weigh(text, skipBlank(text, at + 2));
  return score === 0 ? null : told(score, c === 124 ? '|| …' : '&& …');

  function told(score: number, what: string): Finding {
    return finding('nosql', score, 'JavaScript string', what, from, Math.min(text.length, at + 40));
  }
}

/** What a condition behind `||` or `&&` amounts to: a tautology of JavaScript, or a member of the document. */
function weigh(text: string, at: number): number {
  const rest = text.slice(at, at + 64);
  if (/^this\.\w+\s*(\.match|\.length|\[|[=!<>])/.test(rest) || /^this\.\w+\.\w+\(/.test(rest)) return 82;
  if (/^(['"]?)\w*\1\s*(===?|!==?)\s*(['"]|\d|true|false)/.test(rest)) return 72;
  if (/^!?(true|false|1)\s*(\/\/|;|\)|\|\||&&|$)/.test(rest)) return 60;
  return /^(sleep|tojson|db\.\w+)\s*\(/.test(rest) || /^db\./.test(rest) ? 80 : 0;
}

const verbs =
  /^(find|findOne|insert|insertOne|insertMany|update|updateOne|updateMany|remove|drop|dropDatabase|deleteMany|deleteOne|aggregate|mapReduce|getCollectionNames|getUsers|adminCommand|runCommand|eval|getCollection|version|stats|copyDatabase|loadServerScripts|auth|shutdownServer|createUser|getName|hostInfo)$/;

/** A statement of MongoDB’s shell: `db.users.drop()`, `db.getCollectionNames()`. */
export function shellCall(text: string): Finding | null {
  for (let at = text.indexOf('db.'); at >= 0; at = text.indexOf('db.', at + 3)) {
    if (at > 0 && /[\w.]/.test(text[at - 1]!)) continue;
    let end = nameEnd(text, at + 3);
    if (text.charCodeAt(end) === 46) end = nameEnd(text, end + 1);
    const dot = text.lastIndexOf('.', end);
    if (text.charCodeAt(end) !== 40 || !verbs.test(text.slice(dot + 1, end))) continue;
    const alone = skipBlank(text, 0) === at || ';{}(&|'.includes(text[lastInk(text, at)] ?? ' ');
    const reads =
      /^(find|findOne|aggregate|getCollection|getName|version)$/.test(text.slice(dot + 1, end)) &&
      !asksAll.test(text.slice(end, end + 240));
    return finding(
      'nosql',
      alone ? (reads || (at === 0 && shown.test(text.slice(dot + 1, end))) ? 45 : 62) : 42,
      'JavaScript',
      text.slice(at, end),
      at,
      end,
    );
  }
  return null;
}

/** A condition in JavaScript, and nothing behind the call. */
const asksAll = /^\(\s{0,8}\{\s{0,8}['"]?\$where['"]?\s{0,8}:[^\n]{1,200}\);?\s{0,8}$/;

/** With these begins many an answer in a forum. */
const shown =
  /^(?:update(?:One|Many)|insert(?:One|Many)|replaceOne|createIndex|ensureIndex|createCollection|findOneAndUpdate)$/;

function lastInk(text: string, at: number): number {
  let i = at - 1;
  while (i >= 0 && isBlank(text.charCodeAt(i))) i--;
  return i;
}

/** `' + (function(){`: a string is left, and something called or begun behind it. */
const outside =
  /^[\w .@-]{0,48}['"]\s{0,4}[+;,|&-]{1,2}\s{0,4}(?:\(\s{0,4}(?:function\s{0,4}\w{0,16}\(\)|\(\)\s{0,4}=>)\s{0,4}\{\s{0,4})?$/;

/** Loops that only burn time: `while(true);`, `do{…}while(curDate-date<10000)`, and `sleep(…)` behind a statement. */
export function burns(text: string): Finding | null {
  const loop = text.search(
    /while\s*\(\s*(1|true|!0|!false)\s*\)|\bdo\s*\{[^}]{0,120}new Date\(|for\s*\(\s*;\s*;\s*\)/,
  );
  if (loop >= 0) {
    // Alone it may be anybody's program; one that watches the clock, or stands behind a string that the value leaves, is
    // there to burn time.
    const score = text.startsWith('do', loop) ? 58 : outside.test(text.slice(0, loop)) ? 60 : 40;
    return finding(
      'nosql',
      score,
      'JavaScript',
      'a loop without end',
      loop,
      Math.min(text.length, loop + 24),
    );
  }
  const wait = text.search(/(^|[;|&{])\s*sleep\s*\(\s*\d{3,}\s*\)/);
  return wait >= 0
    ? finding('nosql', 60, 'JavaScript', 'sleep()', wait, Math.min(text.length, wait + 24))
    : null;
}
