import { within } from '../within.ts';
import { skipBlanks } from './word.ts';

/** What a shell would do something with wherever it stands. */
export interface Construct {
  readonly score: number;
  readonly context: 'POSIX command' | 'cmd.exe command';
  readonly what: string;
  readonly from: number;
  readonly to: number;
  /** What stands for the separator in front of it. */
  readonly op: string;
}

const posix = (score: number, what: string, from: number, to: number, op: string): Construct => ({
  score,
  context: 'POSIX command',
  what,
  from,
  to,
  op,
});
const cmd = (score: number, what: string, from: number, to: number): Construct => ({
  score,
  context: 'cmd.exe command',
  what,
  from,
  to,
  op: '%',
});

/** `:(){ :|:& };:`: a function that calls itself twice; `at` is where the bracket opens. */
export function bomb(text: string, at: number): Construct | null {
  const near = text.slice(Math.max(0, at - 1), at + 40);
  if (!/^(\S)\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}/.test(near)) return null;
  return posix(
    92,
    'a function that calls itself twice',
    Math.max(0, at - 1),
    Math.min(text.length, at + 12),
    ';',
  );
}

/** `() { :; }; command`: a function in a variable, and what bash of 2014 ran behind it. */
export function shellshock(text: string, at: number): Construct | null {
  if (at > 64 || text.slice(0, at).trim() !== '') return null;
  const brace = skipBlanks(text, at + 2);
  if (text.charCodeAt(brace) !== 123) return null;
  const close = within(text, '}', brace, brace + 64);
  if (close < 0) return null;
  const behind = skipBlanks(text, close + 1);
  const c = text.charCodeAt(behind);
  if (c !== 59 && !(c === 62 && text.charCodeAt(behind + 1) === 95)) return null;
  return posix(96, 'a function definition with commands behind it', at, text.length, ';');
}

/** `env x='() { :;}; id' bash -c :`: the same in a variable that a command is given. */
export function exportedFunction(text: string, at: number): Construct | null {
  if (at < 3) return null;
  const near = text.slice(Math.max(0, at - 24), at + 96);
  if (!/[A-Za-z_]\w{0,20}=['"]\(\) ?\{ ?[^{}\n]{0,40}; ?\}; ?[\w/.]/.test(near)) return null;
  return posix(84, 'a function definition with commands behind it', at, Math.min(text.length, at + 64), ';');
}

/** `&(gcm *oami)`, `& (Get-Alias i?x)`: PowerShell calls what another command finds by a name. */
export function calledByName(text: string, at: number): Construct | null {
  const found =
    /^& ?\(\s?(?:gal|gcm|get-alias|get-command|\(?\s?(?:dir|ls|gci|gi|get-item|get-childitem)\s{1,4}(?:alias|function):)\s{0,4}['"]?[\w*?[\]-]/i.exec(
      text.slice(at, at + 64),
    );
  return found === null ? null : cmd(80, 'a command that is found by its name', at, at + found[0].length);
}

/** `&('wh'+'oami')`, `& ("{1}{0}" -f 'ami','who')`: PowerShell calls what is put together. */
export function calledTogether(text: string, at: number): Construct | null {
  const near = text.slice(at, at + 96);
  const found =
    /^& ?\( ?(['"])[^'"\n]{1,40}\1 ?(?:\+ ?['"]|-f ?['"])/i.exec(near) ??
    /^& ?(\$\w{1,24})(?![\w[.(])/.exec(near);
  if (found === null) return null;
  const name = found[1]!;
  if (name.startsWith('$')) {
    // `;&$x`, where `$x` was given a text before
    const before = text.slice(Math.max(0, at - 160), at);
    if (!/[;|\n] ?$/.test(before) || !isGiven(before, name)) return null;
  }
  return cmd(76, 'a command that is put together', at, at + found[0].length);
}

function isGiven(before: string, name: string): boolean {
  const set = before.lastIndexOf(`${name}=`) < 0 ? `${name} = ` : `${name}=`;
  const from = before.lastIndexOf(set);
  return from >= 0 && /^(['"])[^'"\n]{1,40}\1(?: ?\+ ?['"]|;)/.test(before.slice(from + set.length));
}

/** `$env:comspec[4,24,25]-join''`: a name out of the letters of another one. */
export function picked(text: string, at: number): Construct | null {
  const found = /^\$(?:env:)?\w{2,24}\[\d{1,3}(?:, ?\d{1,3})+\] ?-join/i.exec(text.slice(at, at + 96));
  return found === null ? null : cmd(78, 'letters that are picked and joined', at, at + found[0].length);
}

/** `%COMSPEC%` where a command stands, `%PATH:~0,1%` anywhere. */
export function percent(text: string, at: number): Construct | null {
  const first = text.charCodeAt(at + 1) | 32;
  if (!((first >= 97 && first <= 122) || first === 127)) return null;
  const close = within(text, '%', at + 1, at + 41);
  if (close - at < 4) return null;
  const inner = text.slice(at + 1, close).toLowerCase();
  const cut = inner.indexOf(':~');
  if (cut > 1 && !inner.includes(' ')) return cmd(74, 'characters cut from a variable', at, close + 1);
  if (inner === 'comspec') return cmd(72, '%COMSPEC%', at, close + 1);
  const below = (inner === 'systemroot' || inner === 'windir') && text.charCodeAt(close + 1) === 92;
  return below ? cmd(58, 'a path below %SystemRoot%', at, close + 1) : null;
}

const redirects = '<>& 0123456789';

/** Where the name of a socket of bash stands behind the redirection at `at`; -1 when it is to something else. */
export function socketAt(text: string, at: number): number {
  let i = at;
  while (i < at + 8 && redirects.includes(text[i]!)) i++;
  return text.startsWith('/dev/tcp/', i) || text.startsWith('/dev/udp/', i) ? i : -1;
}

/** `bash -c '</dev/tcp/db/5432'`, `(echo >/dev/tcp/db/5432)`: whether something listens, and nothing goes either way. */
export const isProbe = (text: string, at: number, socket: number): boolean =>
  /(?:-c ['"]|\( ?)(?:(?:echo|:)(?: -n)? ?)?$/.test(text.slice(Math.max(0, at - 12), at)) &&
  /^\/dev\/\w+\/[\w.${}-]{1,64}\/[\w${}]{1,16}['")]/.test(text.slice(socket, socket + 100));
