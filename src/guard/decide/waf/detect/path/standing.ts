import { within } from '../within.ts';
import { isTrailing, mayBeWorth, worthBelowRoot, worthOfName } from './sensitive.ts';

/** What one token of a text is as a path. */
export interface Token {
  readonly score: number;
  readonly context: string;
  readonly what: string;
  /** Worth something to developers too. */
  readonly weak: boolean;
  readonly climbs: boolean;
}

const absolute = 'path of a file';

/** A slash of some kind: forward, backward, of a fraction or of full width. */
export const isSlash = (c: number): boolean =>
  c === 47 || c === 92 || c === 0x2215 || c === 0x2044 || c === 0xff0f || c === 0x2216 || c === 0xff3c;
/** A dot, a one-dot leader or a dot of full width. */
export const isDot = (c: number): boolean => c === 46 || c === 0x2024 || c === 0xff0e;

/** What a token that climbs nowhere names; null when it is nothing that matters. */
export function standing(text: string, from: number, to: number, zero: boolean): Token | null {
  if (!zero && !mayMatter(text, from, to)) return null;
  const first = text.charCodeAt(from);
  const drive = text.charCodeAt(from + 1) === 58;
  const rooted = isSlash(first) || drive || first === 126 || first === 37;
  const rest = namedBy(text, from, to, zero);
  const worth = rooted ? worthBelowRoot(rest, drive) : worthOfName(rest);
  if (zero) {
    if (worth === 2) return file(88, `${rest.slice(0, 40)} and a null character`, false);
    const cut = truncated(text, from, to);
    if (cut !== null) return cut;
  }
  if (worth === 0) return null;
  const score = worth === 2 ? (rooted ? 80 : 68) : rooted && !/^(?:[^/]+\/)*\.[^/]+$/.test(rest) ? 52 : 42;
  return file(score, rest.slice(0, 60), worth === 1 || !rooted);
}

/** False for most tokens, of which nothing need be made to tell that they name nothing that matters. */
export const mayMatter = (text: string, from: number, to: number): boolean =>
  to - from > longest || mayBeWorth(text, from, to) || isWritten(text, from, to);

/** True where slashes and dots are written `%2f` and `%2e`, and where a variable of Windows may stand first. */
function isWritten(text: string, from: number, to: number): boolean {
  for (let at = within(text, '%', from, to); at >= 0; at = within(text, '%', at + 1, to))
    if (at === from || text.charCodeAt(at + 1) === 50) return true;
  return false;
}

/** Characters of a token that are looked at. */
const longest = 256;

/** A token without any slash: a name that matters by itself, or one with a null character in it. */
export function nameOnly(text: string, from: number, to: number, zero: boolean): Token | null {
  const cut = zero ? truncated(text, from, to) : null;
  if (cut !== null || to - from > 24) return cut;
  const name = text.slice(from, to).toLowerCase();
  const worth = worthOfName(name);
  return worth === 0 ? null : file(worth === 2 ? 58 : 40, name, true);
}

/** `shell.php\0.png`: what comes behind the null character is there for the check alone. */
function truncated(text: string, from: number, to: number): Token | null {
  const zero = within(text, '\0', from, to);
  if (zero <= from) return null;
  const dot = text.charCodeAt(zero + 1) === 46 || zero + 1 === to;
  if (!dot || within(text, '.', Math.max(from, zero - 7), zero) < 0) return null;
  return { score: 66, context: 'name of a file', what: 'null character', weak: false, climbs: false };
}

const variable = /^%\w+%/;

/** What is named from `from` on: in small letters, without root or drive, with single forward slashes. */
export function namedBy(text: string, from: number, to: number, zero: boolean): string {
  const end = zero ? within(text, '\0', from, to) : -1;
  let out = text.slice(from, Math.min(end < 0 ? to : end, from + longest)).toLowerCase();
  if (out.charCodeAt(0) === 37 && variable.test(out))
    out =
      out.startsWith('%systemroot%') || out.startsWith('%windir%')
        ? out.replace(variable, 'windows')
        : out.replace(variable, '');
  if (out.charCodeAt(1) === 58) out = out.slice(2);
  if (out.indexOf('\\') >= 0) out = out.replaceAll('\\', '/');
  if (out.indexOf('(_)') >= 0) out = out.replaceAll('(_)', '/');
  if (out.indexOf('%2') >= 0) out = out.replaceAll('%2f', '/').replaceAll('%2e', '.');
  while (out.indexOf('//') >= 0) out = out.replaceAll('//', '/');
  if (out.indexOf('/./') >= 0) out = out.replaceAll('/./', '/');
  if (out.startsWith('~/')) out = out.slice(1);
  let start = 0;
  while (out.charCodeAt(start) === 46 || out.charCodeAt(start) === 47) start++;
  // The root and `./` go; the dot of a hidden file stays.
  if (start > 0 && out.charCodeAt(start - 1) === 46) start--;
  let last = out.length;
  while (last > start && isTrailing(out.charCodeAt(last - 1))) last--;
  return start === 0 && last === out.length ? out : out.slice(start, last);
}

const file = (score: number, what: string, weak: boolean): Token => ({
  score,
  context: absolute,
  what,
  weak,
  climbs: false,
});
