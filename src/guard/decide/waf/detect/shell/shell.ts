import type { Finding } from '../finding.ts';
import { methodEvidence, typeEvidence } from './powershell.ts';
import { Scan } from './scan.ts';

// What each character may begin: 1 a command behind it, 2 arguments that make a whole value a command line.
const kinds = new Uint8Array(128);
for (const c of ';|&\n\r`$<>({[%^') kinds[c.charCodeAt(0)] = 1;
for (const c of '-/\\.~*?\'"0123456789') kinds[c.charCodeAt(0)] = 2;
for (const c of '\'"\\') kinds[c.charCodeAt(0)] = 2;

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
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) seen |= kinds[c]!;
  }
  // One word, or two, can be a command of their own; without any mark, nothing longer is.
  if (seen === 0 && length > 32) return null;
  const scan = new Scan(text);
  scan.begin();
  if ((seen & 1) !== 0) walk(text, scan);
  return scan.finding();
}

function walk(text: string, scan: Scan): void {
  const length = text.length;
  let inTicks = false;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128 || kinds[c] !== 1) continue;
    const next = text.charCodeAt(i + 1);
    switch (c) {
      case 59: // ;
        if (next !== 59 && !endsEntity(text, i)) scan.command(i + 1, i, ';');
        break;
      case 124: // |
        if (next === 124) scan.command(i + 2, i++, '||');
        else scan.command(next === 38 ? i + 2 : i + 1, i, '|');
        break;
      case 38: // &
        if (next === 38) scan.command(i + 2, i++, '&&');
        else if (next !== 62 && text.charCodeAt(i - 1) !== 62 && !beginsEntity(text, i))
          scan.command(i + 1, i, '&');
        break;
      case 10:
      case 13:
        if (next !== 10 && next !== 13) scan.command(i + 1, i, '\n');
        break;
      case 96: // `
        inTicks = !inTicks;
        if (inTicks && next !== 96) scan.command(i + 1, i, '`');
        break;
      case 36: // $
        if (next === 40) {
          if (text.charCodeAt(i + 2) !== 40) scan.command(i + 2, i, '$(');
          i++;
        } else if (next === 73 || next === 123) scan.blanks(i);
        break;
      case 60: // <
      case 62: // >
        if (next === 40) scan.command(i + 2, i++, '<(');
        else scan.redirection(i);
        break;
      case 40: // (
        if (next === 41) scan.shellshock(i);
        else if (i === 0 || opens(text.charCodeAt(i - 1))) scan.command(i + 1, i, '(');
        if (i > 10) scan.script(methodEvidence(text, i), i, text.slice(Math.max(0, i - 24), i));
        break;
      case 123: // {
        if (i > 0 && opens(text.charCodeAt(i - 1)) && next === 32) scan.command(i + 1, i, '{');
        break;
      case 91: // [
        if (next > 64) scan.script(typeEvidence(text, i), i, 'static call of a type');
        break;
      case 37: // %
        scan.percent(i);
        break;
    }
    if (scan.certain) return;
  }
}

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
