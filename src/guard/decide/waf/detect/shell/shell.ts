import type { Finding } from '../finding.ts';
import { posixBinaries } from './binaries.ts';
import { isLed } from './blocks.ts';
import {
  bomb,
  calledByName,
  calledTogether,
  exportedFunction,
  percent,
  picked,
  shellshock,
} from './constructs.ts';
import { optionOf } from './option.ts';
import { isVerb, methodEvidence, typeEvidence } from './powershell.ts';
import { Scan } from './scan.ts';
import { windowsBinaryOf } from './windows.ts';

export { mayBeCommand } from './names.ts';

// The characters behind which a command may begin, or that are one's disguise.
const marks = new Uint8Array(128);
for (const c of ';|&\n\r`$<>({[%') marks[c.charCodeAt(0)] = 1;

/**
 * Finds commands of a POSIX shell, cmd.exe or PowerShell in a value that may be put into a command line.
 *
 * A command counts where a shell would run one: at the beginning of the value, behind a separator, in a
 * substitution. What it is worth depends on what it is good for, on the shape of its arguments, on how it is
 * disguised, and on whether it stands amid prose or markup that only talks of commands.
 */
export function detectShell(text: string): Finding | null {
  const length = text.length;
  if (length < 2) return null;
  if (text.charCodeAt(0) === 45 || text.startsWith('ext::')) {
    const option = optionOf(text);
    if (option !== null) return option;
  }
  let scan: Scan | null = null;
  if (mayBegin(text)) {
    scan = new Scan(text);
    scan.begin();
  }
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127 || marks[c] === 0) continue;
    scan ??= new Scan(text);
    i = step(text, scan, i, c);
    if (scan.certain) break;
  }
  return scan === null ? null : scan.finding();
}

/** False for a value that begins with no command and no option of one; behind one of the marks may still be one. */
export const mayBeginCommand = (text: string): boolean =>
  text.charCodeAt(0) === 45 || text.startsWith('ext::') || mayBegin(text);

/** False for nearly every value that does not begin with a command, at the price of its first word. */
function mayBegin(text: string): boolean {
  let from = 0;
  while (text.charCodeAt(from) <= 32) from++;
  const c = text.charCodeAt(from);
  if (!isLetter(c)) return '/.~\\\'"${[(%@&!'.includes(text[from] ?? ' ');
  let end = from + 1;
  // No name of a command is longer than 24.
  for (const limit = from + 26; end < limit; end++) {
    const d = text.charCodeAt(end);
    if (!isLetter(d) && !isDigit(d) && d !== 46) break;
  }
  const next = text.charCodeAt(end);
  if (next === 45) return isVerb(text.slice(from, end));
  if (next === 58) return end === from + 1 && !blankFolder.test(text.slice(from, from + longestPath));
  if (next === 40 || next === 61 || next === 95) return next === 61 || end - from < 5;
  if (end < text.length && !' \t\n;|&<>$\'"\\^`*?[{'.includes(text[end]!)) return false;
  if (end < text.length && '$\'"\\^`*?[{'.includes(text[end]!)) return true;
  const word = text.slice(from, end);
  return posixBinaries.has(word) || windowsBinaryOf(word) !== undefined || end - from < 5;
}

/**
 * A file of Windows in a folder with a blank in its name, `C:\\Users\\ann\\start here\\a.doc`: what stands before the blank is no
 * program. In the folder of Windows itself it may be.
 */
const blankFolder =
  /^[a-z]:\\(?!windows\\)(?:[^\\/:*?"<>|;&%$`^\s]+\\)*[^\\/:*?"<>|;&%$`^\s]+(?: (?![-+])[^\\/:*?"<>|;&%$`^\s]+)+\\[^/:*?"<>|;&%$`^\r\n]*\.\w{1,8}\s*$/i;
const longestPath = 320;

const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Weighs what the mark at `i` begins; gives back the last character that is done with. */
function step(text: string, scan: Scan, i: number, c: number): number {
  const next = text.charCodeAt(i + 1);
  switch (c) {
    case 59: // ;
      if (next !== 59 && !endsEntity(text, i)) scan.command(i + 1, i, ';');
      return i;
    case 124: // |
      if (next === 124) scan.command(i + 2, i, '||');
      else scan.command(next === 38 ? i + 2 : i + 1, i, '|');
      return next === 124 ? i + 1 : i;
    case 38: // &
      if (next === 38) scan.command(i + 2, i, '&&');
      else if (next !== 62 && text.charCodeAt(i - 1) !== 62 && !beginsEntity(text, i))
        scan.command(i + 1, i, '&');
      if (next === 40 || next === 32) scan.construct(calledByName(text, i));
      if (next === 40 || next === 32 || next === 36) scan.construct(calledTogether(text, i));
      return next === 38 ? i + 1 : i;
    case 10:
    case 13:
      if (next !== 10 && next !== 13) scan.command(i + 1, i, '\n');
      return i;
    case 96: // `
      scan.tick(i, next);
      // A substitution within arithmetic runs before anything is added up: `$((`id`))`.
      if (adds(text.charCodeAt(i - 1)) && arithmetic.test(text.slice(Math.max(0, i - 12), i)))
        scan.command(i + 1, i, '$(');
      return i;
    case 36: // $
      if (next === 40) {
        if (text.charCodeAt(i + 2) !== 40) scan.command(i + 2, i, '$(');
        return i + 1;
      }
      if (next === 73 || next === 123) scan.blanks(i);
      if (isLetter(next)) scan.construct(picked(text, i));
      return i;
    case 60: // <
    case 62: // >
      if (next === 40) {
        scan.command(i + 2, i, '<(');
        return i + 1;
      }
      scan.redirection(i);
      return i;
    case 40: // (
      if (next === 41) {
        scan.construct(shellshock(text, i));
        scan.construct(exportedFunction(text, i));
        scan.construct(bomb(text, i));
        scan.made(i);
      } else if (i === 0 || opens(text.charCodeAt(i - 1))) scan.command(i + 1, i, '(');
      if (i > 10 && isLetter(text.charCodeAt(i - 1)))
        scan.script(methodEvidence(text, i), i, 'call of a method');
      return i;
    case 123: // {
      if (i > 0 && opens(text.charCodeAt(i - 1)) && next === 32)
        scan.command(i + 1, i, isLed(text, i) ? ';' : '{');
      return i;
    case 91: // [
      if (isLetter(next)) scan.script(typeEvidence(text, i), i, 'static call of a type');
      return i;
    default: // %
      scan.construct(percent(text, i));
      if (isLetter(next)) scan.loop(i);
      return i;
  }
}

/** What may stand before an operand of arithmetic: `(`, `[`, a blank, `+`, `-`, `*`. */
const adds = (c: number): boolean => c === 40 || c === 91 || c <= 32 || c === 43 || c === 45 || c === 42;

const arithmetic = /\$(?:\(\(|\[)\s?(?:\d{1,4}\s?[-+*]\s?)?$/;

/** A bracket behind a blank, a separator or another bracket opens a group; behind a name it is a call. */
const opens = (c: number): boolean =>
  c === 32 || c === 9 || c === 10 || c === 59 || c === 124 || c === 38 || c === 40 || c === 46 || c === 61;

/** `&nbsp;` and `&#39;`: the semicolon belongs to a character reference. */
function endsEntity(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && at - i < 10; i--) {
    const c = text.charCodeAt(i);
    if (c === 38) return at - i > 2;
    const lower = c | 32;
    if (!((lower >= 97 && lower <= 122) || (c >= 48 && c <= 57) || c === 35)) return false;
  }
  return false;
}

const unlikeEntities = new Set(['id', 'ls', 'pwd', 'dir', 'ver', 'whoami', 'uname', 'ps', 'env']);

function beginsEntity(text: string, at: number): boolean {
  for (let i = at + 1; i < text.length && i - at < 10; i++) {
    const c = text.charCodeAt(i);
    if (c === 59) return i - at > 2 && !unlikeEntities.has(text.slice(at + 1, i));
    const lower = c | 32;
    if (!((lower >= 97 && lower <= 122) || (c >= 48 && c <= 57) || c === 35)) return false;
  }
  return false;
}
