import { endsWord } from './arguments.ts';
import type { Binary } from './binaries.ts';
import { type WindowsBinary, windowsBinaryOf } from './windows.ts';
import { BROKEN, CARET, IFS, type Word } from './word.ts';

/** What the word at `at` names to cmd.exe; `binary` is what it names to a POSIX shell. */
export function windowsNamed(
  text: string,
  at: number,
  { cooked, end, flags }: Word,
  binary: Binary | undefined,
): WindowsBinary | undefined {
  if ((flags & IFS) !== 0 || !endsWord(text, end)) return undefined;
  // `timeout` is a prefix to POSIX and waits on Windows, where its argument is a switch.
  if (binary?.use === 'prefix' && text.charCodeAt(end + 1) !== 47) return undefined;
  if ((flags & (BROKEN | CARET)) === 0) return windowsBinaryOf(cooked);
  return windowsBinaryOf(text.slice(at, end).replaceAll('^', '').replaceAll('"', ''));
}
