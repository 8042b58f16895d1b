import type { Finding } from '../detect/finding.ts';
import { windowsBinaryOf } from '../detect/shell/windows.ts';
import type { Neighbours, Piece } from '../inspect/inspect.ts';
import { isRunning, isToldOf } from './told-of-machines.ts';

const windowsFile =
  /(?:^|[^a-z])[a-z]:[\\/]|\\|(?:windows|winnt|inetpub|system32|xampp|wamp)\b|\b(?:boot|win|system)\.ini|\bweb\.config|%(?:systemroot|windir|appdata)%/i;
const linuxFolder =
  /(?:^|[/\\\s:=])(?:proc|sys|etc|var|root|home|usr|opt|run|boot|dev|tmp|lib|srv|mnt|bin|sbin)\//i;

/**
 * A path that somebody should not name. Of those that the path of a URI is made of anyway only what leaves no doubt:
 * `/etc/designs` is a folder of many a site. Nor does that of a log or a mount that somebody tells of.
 */
export const isFile = (finding: Finding, piece: Piece, near: Neighbours): boolean =>
  (finding.score > 55 || (piece.where !== 'path' && piece.where !== 'segment')) &&
  !isToldOf(finding, piece, near);

/** Of the paths that somebody should not name, those of Linux and its kin. */
export function isUnixPath(finding: Finding, piece: Piece, near: Neighbours): boolean {
  if (!isFile(finding, piece, near)) return false;
  const { from, to, what } = finding;
  const { text } = piece;
  const path = text.slice(from, to);
  if (linuxFolder.test(path) || linuxFolder.test(`/${what}`)) return true;
  return !windowsFile.test(path);
}

/** A command that a POSIX shell would run. */
export const isPosixCommand = (finding: Finding, piece: Piece, near: Neighbours): boolean =>
  finding.context === 'POSIX command' && !isRunning(finding, piece, near);

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
