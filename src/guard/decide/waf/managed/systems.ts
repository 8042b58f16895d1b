import type { Finding } from '../detect/finding.ts';
import { windowsBinaryOf } from '../detect/shell/windows.ts';
import type { Piece } from '../inspect/inspect.ts';

const windowsFile =
  /(?:^|[^a-z])[a-z]:[\\/]|\\|(?:windows|winnt|inetpub|system32|xampp|wamp)\b|\b(?:boot|win|system)\.ini|\bweb\.config|%(?:systemroot|windir|appdata)%/i;
const linuxFolder =
  /(?:^|[/\\\s:=])(?:proc|sys|etc|var|root|home|usr|opt|run|boot|dev|tmp|lib|srv|mnt|bin|sbin)\//i;

/** Of the paths that somebody should not name, those of Linux and its kin. */
export function isUnixPath({ from, to, what }: Finding, { text }: Piece): boolean {
  const path = text.slice(from, to);
  if (linuxFolder.test(path) || linuxFolder.test(`/${what}`)) return true;
  return !windowsFile.test(path);
}

/** A command that a POSIX shell would run. */
export const isPosixCommand = ({ context }: Finding): boolean => context === 'POSIX command';

/** A command that cmd.exe would run: one of its own, or one that both systems have. */
export function isWindowsCommand({ context, what }: Finding): boolean {
  if (context === 'cmd.exe command') return true;
  if (context !== 'POSIX command') return false;
  const name = / behind |, /.exec(what);
  const words = (name === null ? what : what.slice(0, name.index)).split(' ');
  return windowsBinaryOf(words.at(-1)!) !== undefined;
}

/** A command that PowerShell would run, or one that starts it. */
export const isPowerShell = ({ context, what }: Finding): boolean =>
  context === 'PowerShell command' ||
  (context === 'cmd.exe command' && /\b(?:powershell|pwsh)\b/i.test(what));
