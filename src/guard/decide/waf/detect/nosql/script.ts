import type { Finding } from '../finding.ts';
import { isBlank, nameEnd, skipBlank } from '../text/characters.ts';
import { finding } from '../text/judged.ts';

/**
 * JavaScript that leaves the string it was put into inside `$where` or a map function: `'; return true; var x='`,
 * `' || '1'=='1`, `'||this.password.match(…)//`.
 */
export function brokenOut(text: string): Finding | null {
  let single = 0;
  let double = 0;
  let depth = 0;
  let tried = 0;
  for (let i = 0; i < text.length && tried < 24; i++) {
    const c = text.charCodeAt(i);
    let leaves = false;
    if (c === 92) i++;
    else if (c === 39) leaves = single++ % 2 === 0;
    else if (c === 34) leaves = double++ % 2 === 0;
    else if (c === 40 || c === 123 || c === 91) depth++;
    else if (c === 41 || c === 125 || c === 93) leaves = --depth < 0;
    if (!leaves) continue;
    tried++;
    const found = goesOn(text, i + 1, i);
    if (found !== null) return found;
  }
  const number = /^\s*\d*\s*;/.exec(text.slice(0, 24));
  return number === null ? null : goesOn(text, number[0].length - 1, 0);
}

const statement =
  /^(return\b|var\s+\w+\s*=|let\s+\w+\s*=|while\s*\(|for\s*\(|do\s*\{|if\s*\(|sleep\s*\(|db\.\w+|this\.\w+\s*[.=!]|throw\b|function\b|tojson\w*\(|print\w*\()/;

function goesOn(text: string, at: number, from: number): Finding | null {
  let i = skipBlank(text, at);
  while (text.charCodeAt(i) === 41 || text.charCodeAt(i) === 125 || text.charCodeAt(i) === 93)
    i = skipBlank(text, i + 1);
  const c = text.charCodeAt(i);
  if (c === 59) {
    const next = skipBlank(text, i + 1);
    const found = statement.exec(text.slice(next, next + 24));
    return found === null ? null : at_(78, `; ${found[1]!.trim()}`);
  }
  const double = text.charCodeAt(i + 1) === c;
  if ((c !== 124 && c !== 38) || !double) return null;
  const condition = skipBlank(text, i + 2);
  const score = weigh(text, condition);
  return score === 0 ? null : at_(score, c === 124 ? '|| …' : '&& …');

  function at_(score: number, what: string): Finding {
    return finding('nosql', score, 'JavaScript string', what, from, Math.min(text.length, i + 40));
  }
}

/** What a condition behind `||` or `&&` amounts to: a tautology of JavaScript, or a member of the document. */
function weigh(text: string, at: number): number {
  const rest = text.slice(at, at + 64);
  if (/^this\.\w+\s*(\.match|\.length|\[|[=!<>])/.test(rest) || /^this\.\w+\.\w+\(/.test(rest)) return 82;
  if (/^(['"]?)\w*\1\s*(===?|!==?)\s*(['"]|\d|true|false)/.test(rest)) return 72;
  if (/^(true|1)\s*(\/\/|;|\)|$)/.test(rest)) return 50;
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
    const reads = /^(find|findOne|aggregate|getCollection|getName|version)$/.test(text.slice(dot + 1, end));
    return finding('nosql', alone ? (reads ? 45 : 62) : 42, 'JavaScript', text.slice(at, end), at, end);
  }
  return null;
}

function lastInk(text: string, at: number): number {
  let i = at - 1;
  while (i >= 0 && isBlank(text.charCodeAt(i))) i--;
  return i;
}

/** Loops that only burn time: `while(true);`, `do{…}while(curDate-date<10000)`, and `sleep(…)` behind a statement. */
export function burns(text: string): Finding | null {
  const loop = text.search(
    /while\s*\(\s*(1|true|!0|!false)\s*\)|\bdo\s*\{[^}]{0,120}new Date\(|for\s*\(\s*;\s*;\s*\)/,
  );
  if (loop >= 0) {
    // Alone it may be anybody's program; one that watches the clock is there to burn time.
    const score = text.startsWith('do', loop) ? 58 : 40;
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
