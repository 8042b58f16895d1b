import { posixBinaries } from './binaries.ts';

const tempting = [
  'cat',
  'tac',
  'head',
  'tail',
  'more',
  'less',
  'nl',
  'ls',
  'id',
  'sh',
  'bash',
  'nc',
  'ncat',
  'curl',
  'wget',
  'ping',
  'whoami',
  'uname',
  'base64',
  'rev',
  'python',
  'python3',
  'perl',
  'sleep',
  'find',
  'grep',
  'sed',
  'awk',
  'od',
  'xxd',
  'sort',
  'ps',
  'env',
  'netstat',
  'ifconfig',
  'nslookup',
  'dig',
  'telnet',
  'busybox',
  'rm',
  'cp',
  'echo',
  'printf',
];
const folders = ['/bin/', '/usr/bin/', '/sbin/', '/usr/sbin/', '/usr/local/bin/'];

/** The letters and digits of a name, a bit each; -1 where there is another character. */
function lettersOf(name: string): number {
  let bits = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c >= 97 && c <= 122) bits |= 1 << (c - 97);
    else if (c >= 48 && c <= 57) bits |= 1 << 26;
    else return -1;
  }
  return bits;
}

const names = tempting.map((name) => ({ name, letters: lettersOf(name) }));
const wild = /\[[^\]/][^\]/]*\]|[?*]/g;

/**
 * The name of the binary that a word of wildcards such as `/???/c?t` would find, or null.
 *
 * Only words with a folder are tried: a bare `c*` matches what lies in the working folder, which nobody knows.
 */
function globbed(pattern: string): string | null {
  if (pattern.length > 40 || pattern.charCodeAt(0) !== 47 || pattern.indexOf('/', 1) < 2) return null;
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  // `/*/*` would match everything; it takes as many known characters or single wildcards as a name has.
  let known = 0;
  for (let i = 0; i < last.length; i++) if (last.charCodeAt(i) !== 42) known++;
  if (known < 2) return null;
  const letters = lettersOf(last.replaceAll(wild, ''));
  if (letters < 0) return null;
  const folder = pattern.slice(0, -last.length);
  if (!folders.some((known) => matches(folder, known))) return null;
  for (const { name, letters: own } of names) if ((letters & ~own) === 0 && matches(last, name)) return name;
  return null;
}

/** Matches `?`, `*` and `[…]`; a star does not cross a slash. */
function matches(pattern: string, path: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let back = 0;
  while (t < path.length) {
    const c = pattern.charCodeAt(p);
    const d = path.charCodeAt(t);
    const close = c === 91 ? pattern.indexOf(']', p + 2) : -1;
    if (close > 0 && d !== 47 && inClass(pattern, p + 1, close, d)) {
      p = close + 1;
      t++;
    } else if (c === d || (c === 63 && d !== 47)) {
      p++;
      t++;
    } else if (c === 42) {
      star = p++;
      back = t;
    } else if (star >= 0 && path.charCodeAt(back) !== 47) {
      p = star + 1;
      t = ++back;
    } else return false;
  }
  while (pattern.charCodeAt(p) === 42) p++;
  return p === pattern.length;
}

function inClass(pattern: string, from: number, to: number, c: number): boolean {
  const first = pattern.charCodeAt(from);
  const negated = first === 33 || first === 94;
  let found = false;
  for (let i = negated ? from + 1 : from; i < to; i++) {
    if (pattern.charCodeAt(i + 1) === 45 && i + 2 < to) {
      if (c >= pattern.charCodeAt(i) && c <= pattern.charCodeAt(i + 2)) found = true;
      i += 2;
    } else if (pattern.charCodeAt(i) === c) found = true;
  }
  return found !== negated;
}

/** The binary a word of a POSIX shell names: `cat`, `/bin/cat`, `/usr/bin/../bin/cat`, `/???/c?t`. */
export function binaryOf(cooked: string, glob: boolean): ReturnType<typeof posixBinaries.get> {
  // `curl.exe`, which Windows has
  const found = posixBinaries.get(/[a-z]\.exe$/i.test(cooked) ? cooked.slice(0, -4).toLowerCase() : cooked);
  if (found !== undefined) return found;
  if (cooked.charCodeAt(0) !== 47 && cooked.charCodeAt(0) !== 46) return undefined;
  if (glob) {
    const name = globbed(cooked);
    return name === null ? undefined : posixBinaries.get(name);
  }
  const slash = cooked.lastIndexOf('/');
  const folder = cooked.slice(0, slash + 1);
  return folder.endsWith('bin/') || folder.endsWith('bin//') || folder.endsWith('bin/./')
    ? posixBinaries.get(cooked.slice(slash + 1))
    : undefined;
}
