import type { Alone } from './alone.ts';
import type { Arguments } from './arguments.ts';
import type { Binary } from './binaries.ts';
import { placeOf, posixEvidence } from './posix.ts';
import { type WindowsBinary, windowsEvidence } from './windows.ts';
import { BROKEN, CARET, GLOB, IFS, VARIABLE } from './word.ts';

/** Where a command stands: the text, where its separator begins, and which it is (`^`: none). */
export interface Place {
  readonly text: string;
  readonly from: number;
  readonly op: string;
  /** A word before it leaves no doubt that a command follows: `then`, `do`, `sudo`. */
  readonly keyword: boolean;
  /** The value begins with a command, as what developers paste does and what is injected seldom does. */
  readonly line: boolean;
  /** Those of the value that have no arguments. */
  readonly alone: Alone;
}

const disguised = BROKEN | GLOB | IFS | VARIABLE;

/** The score of a command of a POSIX shell, before what stands around it in the text is looked at. */
export function posixScore(place: Place, binary: Binary, flags: number, a: Arguments): number {
  if ((flags & CARET) !== 0) return 0;
  const { text, from, op } = place;
  let score = posixEvidence(binary, a, op);
  if (score <= 0 || (binary.name === 'w' && isOfChance(text, from))) return 0;
  if (a.broken) score += 8;
  if ((flags & (BROKEN | GLOB | IFS)) !== 0) score += 14;
  if ((flags & VARIABLE) !== 0) score += 8;
  score += placeOf(op, binary);
  // `which python3; python3 --version`: is it there?
  if (op !== '^' && a.count === 1 && a.flag === '--version' && !leads(text, from)) score -= 12;
  // `curl | bash`: a download of nothing, by which people name the habit.
  if (op === '|' && a.count < 2 && a.count === a.bares && isShell.test(binary.name) && unnamed(text, from))
    return Math.min(score, 40);
  // `{{ .Port | printf "%d" | quote }}`: a function of a template.
  if (op === '|' && binary.name === 'printf' && a.redirects === 0 && isInTemplate(text, from, a.end))
    return Math.min(score, 40);
  if (a.count + a.redirects === 0) {
    if (op === '$(' && everyday.has(binary.name) && text.length - (a.end - from) > 24) return 30;
    if (op !== '^' && op !== '\n' && score >= 40 && endsInComment(text, from, a.end))
      return Math.max(score, 56);
    if (op === '|' && place.line && binary.use === 'decoder') return Math.min(score, 40);
    return score < 30 || place.keyword || (flags & disguised) !== 0
      ? score
      : place.alone.scoreOf(text, from, a.end, op, binary, score);
  }
  if (op === '^' && binary.use === 'recon' && binary.word && a.bares > 0) return Math.min(score, 40);
  // A comment that takes off what the program would add.
  if (op !== '^' && /^\s*#\s*$/.test(text.slice(a.end, a.end + 8)) && text.length - a.end < 8) score += 12;
  if (op !== '^' && a.quoted > 0 && /\bsh -c\b|\/bin\/(?:ba|da|z)?sh\b/.test(text.slice(from, a.end)))
    score = Math.max(score, 66);
  // `wget e.example/x; sh x`
  if (
    op !== '^' &&
    a.count === 1 &&
    /^(?:ba|z|da)?sh$/.test(binary.name) &&
    fetched.test(text.slice(Math.max(0, from - 1024), from))
  )
    score = Math.max(score, 60);
  score -= pasted(place, binary, a, score);
  const few = a.bares + a.numbers === a.count && a.count < 3;
  if ((op === '$(' || op === '<(') && few && text.charCodeAt(a.end) === 41) return Math.max(score, 54);
  // No text begins with a separator, except the row of a table; so one argument of letters is enough there.
  if (few && a.odd === 0 && op !== '^' && op !== '|' && op !== '\n' && leads(text, from)) {
    if (op === '`' && binary.use === 'tool' && spoken.test(text.slice(a.end, a.end + 40)))
      return Math.min(score, 40);
    return Math.max(score, binary.word && a.bares > 1 ? 40 : 52);
  }
  return score;
}

/** `` `npm install` fails again ``: what people say of a program. */
const spoken = /^`(?: [a-z']{2,12}){2,}/;

/**
 * True for the one letter of a program among the signs of a password, `8oEd5%TDoL6&w$Qu`: behind `&` and ten of them,
 * or before a variable that no shell has.
 */
const isOfChance = (text: string, from: number): boolean =>
  /^[;|&`]{0,2}w\$[A-Za-z]\w(?!\w{0,4}IFS)(?!FS)/.test(text.slice(from, from + 12)) ||
  (text[from] === '&' && from < 32 && made.test(text.slice(0, from)));

const made = /^(?=\S*[a-z])(?=\S*[A-Z])(?=\S*[^A-Za-z])[^\s./=:'"]{10,}$/;

const isShell = /^(?:ba|z|da)?sh$/;

/**
 * True behind a `curl` or `wget` that is given nothing, neither by what it is told nor by `xargs`, so that nothing
 * comes through.
 */
const unnamed = (text: string, from: number): boolean => {
  const before = from > 48 ? '' : text.slice(0, from);
  return /^(?:[\w '"(,]{0,40}[ "'(])?(?:curl|wget) ?$/.test(before) && !/xargs|parallel|find/i.test(before);
};

/** True between `{{` and `}}` on one line. */
function isInTemplate(text: string, from: number, end: number): boolean {
  const before = text.slice(Math.max(0, from - 160), from);
  const within = before.slice(before.lastIndexOf('{{') + 2);
  const after = text.slice(Math.max(from, end - 2), end + 82);
  return (
    before.includes('{{') &&
    !/\}\}|\n/.test(within) &&
    /^[^\n;&<>$`(]{0,80}?\}\}/.test(after) &&
    !/sh\b/.test(after)
  );
}

const fetched = /\b(?:wget|curl) \S*[\w/]\.\w|\b(?:wget|curl) [^;|&]{0,60}:\/\//;
const textual = new Set(['reader', 'print', 'system', 'file', 'sleep', 'decoder']);
const filters = new Set([
  'awk',
  'gawk',
  'sed',
  'grep',
  'egrep',
  'sort',
  'cut',
  'wc',
  'uniq',
  'diff',
  'column',
  'tee',
]);
const looking = new Set([
  'grep',
  'egrep',
  'sort',
  'uniq',
  'wc',
  'head',
  'tail',
  'less',
  'more',
  'awk',
  'column',
  'jq',
]);
const everyday = new Set(['pwd', 'date', 'which', 'hostname', 'nproc', 'dirname']);
const hostile =
  /socket|pty|system|exec\b|exec\(|spawn|popen|fsock|tcp|fork|\/bin\/|passwd|https?:|base64|eval/i;

/** ` # `: what the program would add is taken off. */
function endsInComment(text: string, from: number, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  return (last === 35 || last <= 32) && /\s#\s*$/.test(text.slice(from, end));
}

/**
 * What is taken off for one-liners that people keep: `awk '{print $1}' a.csv | sort`, `find . -name x`, `$(date +%F)`.
 */
function pasted(place: Place, binary: Binary, a: Arguments, score: number): number {
  const { text, from, op } = place;
  if (a.sensitive > 0) return 0;
  const { use, name } = binary;
  if (op === '$(') return everyday.has(name) && text.length - (a.end - from) > 24 ? 34 : 0;
  if (op === '^') {
    // `ps aux | grep node`: what developers look through.
    const piped = /^\s*\|\s*([a-z]+)\b/.exec(text.slice(a.end, a.end + 16));
    if (
      piped !== null &&
      looking.has(piped[1]!) &&
      (use === 'reader' || use === 'listing' || use === 'recon')
    )
      return 12;
    if (use === 'listing') return name === 'ls' ? 0 : 12;
    if (filters.has(name)) return a.broken ? 18 : 10;
    return use === 'interpreter' && a.code && !hostile.test(text.slice(from, from + 400)) ? 24 : 0;
  }
  if (
    use === 'print' &&
    score < 60 &&
    (from > 24 || /&&|\|\|/.test(text.slice(Math.max(0, from - 24), from)))
  )
    return 20;
  if (use === 'tool') return place.line || from > 0 ? tooled(place) : 0;
  return place.line && textual.has(use) && a.hosts === 0 ? (filters.has(name) ? 24 : 18) : 0;
}

/** Behind data such a program was put there by somebody; behind other commands it is a line that somebody keeps. */
function tooled({ text, from, alone }: Place): number {
  if (leads(text, from)) return 0;
  return from >= alone.joinedFrom(text) ? 22 : 0;
}

/** The same for cmd.exe. */
export function windowsScore(place: Place, binary: WindowsBinary, flags: number, a: Arguments): number {
  const { text, from, op } = place;
  if (op === '^' && binary.name === 'type' && keyed.test(text.slice(from, from + 160))) return 0;
  let score = windowsEvidence(binary, a);
  // `powershell -c iex(…)`: what stands in brackets is its own.
  if (score === 0 && a.odd > 0 && a.flags > 0 && isPowershell.test(binary.name))
    score = fetching.test(text.slice(from, from + 400)) ? 84 : 0;
  // `sc create x binpath= calc`: the sign belongs to the option's name.
  if (binary.name === 'sc' && service.test(text.slice(from, from + 240))) score = 74;
  if (score <= 0) return 0;
  if ((flags & CARET) !== 0) score = Math.max(score, 62) + 10;
  else if ((flags & BROKEN) !== 0) score = Math.max(score, 50) + 10;
  if (op === '^') score -= binary.use === 'file' || binary.use === 'list' || binary.use === 'wait' ? 14 : 6;
  if (op === '`' || op === '$(') score -= 10;
  // `net user growth & retention`: what the next command should be is a word.
  if (
    op === '^' &&
    a.switches + a.sensitive === 0 &&
    /^& [a-z]+(?:$|[\s.,])/i.test(text.slice(a.end, a.end + 24))
  )
    score -= 24;
  const alone = a.count === 0 && score >= 30 && (flags & (CARET | BROKEN)) === 0;
  return alone ? place.alone.scoreOf(text, from, a.end, op, binary, score) : score;
}

/** `Type C:\ and press Enter`: what somebody is told to do at a keyboard. */
const keyed = /^\s{0,4}type \S{1,80} (?:and|then|in|into|or|at|to) [a-z]{2,12}\b/i;

const service = /\bsc(?:\.exe)? (?:\\\\\S{1,60} )?(?:create|config) [^\n&|]{0,160}?\bbinpath ?=/i;

const isPowershell = /^(?:powershell|pwsh)$/;
const fetching =
  /[\s"'({;|](?:iex|iwr|irm|invoke-(?:expression|webrequest|restmethod|command)|new-object|start-process|frombase64string)[\s("'(]|\.download(?:string|file|data)\(|frombase64string\(/i;

/** `{cat,/etc/passwd}`: how far the elements behind the first look like arguments; those of code do not. */
export function braceScore(text: string, at: number, op: string): number {
  const c = text.charCodeAt(at);
  const likely =
    (c >= 48 && c <= 57 && op !== '^') ||
    c === 45 ||
    c === 47 ||
    c === 126 ||
    c === 36 ||
    c === 46 ||
    text.startsWith('http', at);
  // `{dig,a.test}`, `$({ps,aux})`
  if (!likely && op !== '^' && /^(?:[\w-]{1,63}\.)+[a-z]{2,12}[,}]/i.test(text.slice(at, at + 96))) return 66;
  if (!likely && (op === '$(' || op === '<(') && /^[\w-]{1,24}\}\s?\)/.test(text.slice(at, at + 32)))
    return 60;
  return likely ? 76 : c === 125 && op !== '^' && op !== '(' ? 58 : 0;
}

function leads(text: string, from: number): boolean {
  if (from > 16) return false;
  for (let i = 0; i < from; i++) {
    const c = text.charCodeAt(i);
    if (c !== 32 && c !== 34 && c !== 39) return false;
  }
  return true;
}
