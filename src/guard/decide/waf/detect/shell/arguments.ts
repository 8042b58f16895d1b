import { within } from '../within.ts';
import { isBreak, newWord, readWord, skipBlanks } from './word.ts';

/** What stands behind a command, counted by shape. */
export interface Arguments {
  count: number;
  /** `-la`, `--help`. */
  flags: number;
  /** `/c`, `/all`: a switch of cmd.exe, and counted nowhere else. */
  switches: number;
  /** Anything with a slash, `~` or a drive. */
  paths: number;
  /** Paths that matter: `/etc/…`, `/proc/…`, `C:\…`, `~/.ssh`. */
  sensitive: number;
  /** URLs, IP addresses, `user@host`, `a.example.com`. */
  hosts: number;
  numbers: number;
  variables: number;
  /** Of those, what has a name in small letters, as in PHP and Perl. */
  locals: number;
  redirects: number;
  /** Of those, what reads: `<file`, `<<<text`. */
  inputs: number;
  quoted: number;
  /** `a.txt` and wildcards. */
  files: number;
  /** Words of letters: file names, subcommands, prose. */
  bares: number;
  /** What no command line has: `=`, `=>`, `{`, a comma at the end. */
  odd: number;
  windows: boolean;
  /** Quotes or variables break a word apart, or blanks are written `$IFS`. */
  broken: boolean;
  /** A flag that hands code to an interpreter: `-c`, `-e`, `-r`. */
  code: boolean;
  /** The first word that is no flag, in small letters; and the first flag. */
  first: string;
  flag: string;
  /** Where the command ends: at a separator, a closing mark, or the end of the text. */
  end: number;
}

const sensitiveRoots = [
  '/etc/',
  '/proc/',
  '/var/',
  '/root',
  '/home/',
  '/usr/',
  '/bin/',
  '/sbin/',
  '/tmp/',
  '/dev/',
  '/opt/',
  '/sys/',
  '/boot/',
  '/lib/',
  '/mnt/',
  '/srv/',
  '/flag',
  '/run/',
  '/Users/',
  '~/.',
];
const coding = new Set(['-c', '-e', '-r', '-i', '-le', '-ce', '-ic', '-ci', '-lc', '-s', '-p', '-ne', '-pe']);
const file = /^[\w.-]{1,60}\.[a-z][a-z0-9]{0,4}$/i;
const host =
  /^(?:[\w.-]{1,60}@)?(?:[a-z0-9-]{1,40}\.){1,6}(?:[a-z]{2,12}|\d{1,3})(?::\d{1,5})?(?:\/\S{0,200})?$/i;

const word = newWord();

/** Reads the words behind a command, at most `most` of them, up to whatever ends the command. */
export function readArguments(text: string, from: number, most = 24): Arguments {
  const a: Arguments = {
    count: 0,
    flags: 0,
    switches: 0,
    paths: 0,
    sensitive: 0,
    hosts: 0,
    numbers: 0,
    variables: 0,
    locals: 0,
    redirects: 0,
    inputs: 0,
    quoted: 0,
    files: 0,
    bares: 0,
    odd: 0,
    windows: false,
    broken: false,
    code: false,
    first: '',
    flag: '',
    end: from,
  };
  let at = from;
  let limit = Math.min(text.length, from + 1024);
  for (let n = 0; n < most && at < limit; n++) {
    word.flags = 0;
    const behind = at;
    const begin = skipBlanks(text, at, word);
    if (word.flags !== 0) a.broken = true;
    at = begin;
    const c = text.charCodeAt(at);
    if (at >= limit || c === 59 || c === 124 || c === 10 || c === 13 || c === 41) break;
    if (c === 38) {
      if (text.charCodeAt(at + 1) !== 62) break;
      a.redirects++;
      at += 2;
      continue;
    }
    if (c === 96) {
      // The end of a substitution, or the beginning of one inside the arguments.
      const close = within(text, '`', at + 1, limit);
      if (
        close > at + 1 &&
        close < limit &&
        !isBlank(text.charCodeAt(at + 1)) &&
        isBlank(text.charCodeAt(at - 1))
      ) {
        a.count++;
        a.variables++;
        at = close + 1;
        continue;
      }
      break;
    }
    if (c === 60 || c === 62) {
      at = redirection(text, at, a);
      continue;
    }
    if (c === 40) {
      a.odd++;
      break;
    }
    if (c === 35) {
      at = limit;
      break;
    }
    readWord(text, at, word, false);
    // Empty strings are passed on, and mean nothing to most.
    if (word.cooked === '' && word.end > at) {
      n--;
      limit = Math.min(text.length, limit + word.end - behind);
    }
    if (word.end === at) {
      at++;
      continue;
    }
    count(text, at, word.end, word.cooked, word.flags, a);
    at = word.end;
    const next = text.charCodeAt(at);
    if (next === 40 && text.charCodeAt(at - 1) !== 36) a.odd++;
  }
  a.end = at;
  return a;
}

/** `name.ext` begins at `at`, and ends with a word. */
function isFile(text: string, at: number): boolean {
  readWord(text, at, word, false);
  return file.test(word.cooked) && !isNumber(word.cooked);
}

const isBlank = (c: number): boolean => c === 32 || c === 9;

function redirection(text: string, at: number, a: Arguments): number {
  const c = text.charCodeAt(at);
  while (text.charCodeAt(at) === c) at++;
  if (text.charCodeAt(at) === 38) at++;
  const target = skipBlanks(text, at);
  const next = text.charCodeAt(target);
  // `a < b`, `a > 5` and `a >= b` are comparisons more often than redirections; `> /x`, `2>&1` are not.
  const named = next === 47 || next === 126 || next === 46 || next === 92 || next === 39 || next === 34;
  if (text.startsWith('/dev/null', target)) {
    a.redirects++;
    return target + 9;
  }
  if (next === 61) a.odd++;
  else if (named || text.charCodeAt(at - 1) === 38 || text.charCodeAt(at - 2) === c || isFile(text, target)) {
    a.redirects++;
    if (c === 60) a.inputs++;
    // What a here-string gives is no argument.
    if (text.charCodeAt(at - 3) === 60) {
      readWord(text, target, word, false);
      return Math.max(word.end, target);
    }
  }
  return at;
}

function count(text: string, from: number, end: number, cooked: string, flags: number, a: Arguments): void {
  a.count++;
  if ((flags & (1 | 8)) !== 0) a.broken = true;
  const c = cooked.charCodeAt(0);
  const raw = text.charCodeAt(from);
  if (raw === 45 && cooked.length > 1) {
    // It only ends the flags, and a clause of a sentence.
    if (cooked === '--') return;
    a.flags++;
    if (coding.has(cooked)) a.code = true;
    if (a.flag === '') a.flag = cooked.toLowerCase();
    return;
  }
  if (a.first === '') a.first = cooked.toLowerCase();
  // A drive of PowerShell that is no disk.
  if (/^(?:env|hklm|hkcu|cert|variable|function):/i.test(cooked)) {
    a.paths++;
    a.sensitive++;
    a.windows = true;
    return;
  }
  // `/kæt/`
  if (c === 47 && /[^\x00-\x7f]/.test(cooked)) {
    a.bares++;
    return;
  }
  if (c === 47) {
    if (isSwitch(cooked)) {
      a.switches++;
      if (a.flag === '') a.flag = cooked.toLowerCase();
      return;
    }
    a.paths++;
    if (matters(cooked) || (flags & 4) !== 0) a.sensitive++;
    return;
  }
  if (raw === 37 && within(text, '%', from + 2, end) > 0) {
    a.variables++;
    a.windows = true;
    return;
  }
  if (isDrive(text, from, end)) {
    a.paths++;
    a.sensitive++;
    a.windows = true;
    return;
  }
  if ((flags & 2) !== 0 && cooked.length < 3) {
    variable(text, from, a);
    return;
  }
  if ((flags & 16) !== 0) {
    a.quoted++;
    if (cooked.charCodeAt(0) === 47 && matters(cooked)) a.sensitive++;
    return;
  }
  const last = text.charCodeAt(end - 1);
  if (
    last === 44 ||
    last === 61 ||
    c === 61 ||
    (c === 123 && cooked !== '{}') ||
    c === 125 ||
    cooked === '*/' ||
    (c === 43 && cooked.length > 1 && cooked.charCodeAt(1) !== 37 && !/^\+[rwxXst]{1,4}$/.test(cooked)) ||
    (last === 58 && end - from > 2)
  ) {
    a.odd++;
    return;
  }
  if (cooked === '{}' || (c === 43 && cooked.length > 1)) a.flags++;
  else if (cooked.includes('://')) a.hosts++;
  else if (c === 46 && cooked.length > 3 && isLetters(cooked.slice(1))) {
    a.paths++;
    a.sensitive++;
  } else if (c === 126 || cooked.includes('/') || (cooked.includes('\\') && end - from > 3)) {
    if (c === 126 || c === 46 || isLetters(cooked) === false) a.paths++;
    else a.bares++;
    if (cooked.includes('../') || cooked.includes('..\\') || cooked.startsWith('~/.')) a.sensitive++;
  } else if (cooked === '*' || cooked === '.' || cooked === '..' || ((flags & 4) !== 0 && last !== 63))
    a.files++;
  else if (isNumber(cooked)) a.numbers++;
  else if (cooked.includes('.') && host.test(cooked) && !file.test(cooked)) a.hosts++;
  else if (cooked.includes('.') && file.test(cooked)) a.files++;
  else if ((flags & 2) !== 0) variable(text, from, a);
  else a.bares++;
}

function variable(text: string, from: number, a: Arguments): void {
  a.variables++;
  const dollar = within(text, '$', from, from + 256);
  const c = text.charCodeAt(dollar + 1);
  if (c >= 97 && c <= 122) a.locals++;
}

function matters(cooked: string): boolean {
  for (const root of sensitiveRoots) if (cooked.startsWith(root)) return true;
  return cooked === '/' || (cooked.length < 6 && sensitiveRoots.includes(`${cooked}/`));
}

/** `/c`, `/all`, `/s:x`: letters behind one slash, no more than eight. */
function isSwitch(cooked: string): boolean {
  if (cooked.length < 2 || cooked.length > 9 || cooked.indexOf('/', 1) > 0) return false;
  const lower = cooked.toLowerCase();
  return (
    !sensitiveRoots.includes(`${lower}/`) &&
    lower !== '/root' &&
    lower !== '/flag' &&
    isLetters(cooked.slice(1))
  );
}

function isDrive(text: string, from: number, end: number): boolean {
  const c = text.charCodeAt(from);
  const at = c === 34 || c === 39 ? from + 1 : from;
  const letter = text.charCodeAt(at) | 32;
  if (letter < 97 || letter > 122 || text.charCodeAt(at + 1) !== 58)
    return text.startsWith('\\\\', at) && end - at > 4;
  const slash = text.charCodeAt(at + 2);
  return slash === 92 || slash === 47;
}

const isNumber = (cooked: string): boolean => /^\d{1,20}(?:\.\d{1,10})?[smhd]?$/.test(cooked);

function isLetters(cooked: string): boolean {
  for (let i = 0; i < cooked.length; i++) {
    const c = cooked.charCodeAt(i) | 32;
    if ((c < 97 || c > 122) && c !== 47) return false;
  }
  return true;
}

/** True when a word may end at `at`: what follows is no `(`, `=`, `:` or other code. */
export function endsWord(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return at >= text.length || (isBreak(c) && c !== 40) || c === 36 || c === 39 || c === 34;
}
