import { within } from '../within.ts';
import { Climb } from './climb.ts';
import { worthBelowRoot } from './sensitive.ts';
import { sharesScore } from './share.ts';
import { nameOnly, standing, type Token } from './standing.ts';

/** `seen` has bit 2 for slashes, 4 for dots, 8 for colons, 16 for null characters, 64 for what may climb. */
export function tokenScore(text: string, from: number, to: number, seen: number): Token | null {
  if (to - from <= longest) return scored(text, from, to, seen);
  let best = scored(text, from, from + longest, seen);
  // What climbs does so behind whatever is cancelled: `./` a thousand times over, `a/../`.
  for (let at = from + longest - overlap; at + overlap < to; at += longest - overlap) {
    const dots = text.indexOf('..', at);
    if (dots < 0 || dots >= to) return best;
    if (dots >= at + longest) continue;
    const next = scored(text, at, Math.min(at + longest, to), seen);
    if (next?.climbs === true && next.score > (best?.score ?? 0)) best = next;
  }
  return best;
}

const longest = 4_096;
const overlap = 512;

function scored(text: string, from: number, to: number, seen: number): Token | null {
  // `path:/etc/passwd`, `@/etc/passwd`: what stands before is no part of the path.
  let start = from;
  if ((seen & 8) !== 0) {
    const stream = alternate(text, from, to);
    if (stream !== null) return stream;
    const scheme = schemeEnd(text, from, to);
    if (scheme > 0) return schemed(text, from, scheme, to, (seen & 64) !== 0);
    start = behindLabel(text, from, to);
  }
  if (text.charCodeAt(start) === 64) start++;
  const zero = (seen & 16) !== 0;
  if ((seen & 2) === 0) return (seen & 20) !== 0 ? nameOnly(text, start, to, zero) : null;
  if (text.charCodeAt(start) === 92 && text.charCodeAt(start + 1) === 92) {
    const share = sharesScore(text, start, to);
    if (share !== null) return share;
  }
  if ((seen & 64) === 0) return standing(text, start, to, zero);
  return new Climb(text, start, to, zero).score();
}

/**
 * `web.config::$DATA`, `shell.aspx:.jpg`: another stream of a file that NTFS keeps, by which its extension is not
 * seen.
 */
function alternate(text: string, from: number, to: number): Token | null {
  const colon = text.lastIndexOf(':', to - 1);
  if (colon - from < 3 || to - colon > 24 || to - from > 256) return null;
  const next = text.charCodeAt(colon + 1);
  if (next !== 36 && next !== 46) return null;
  const name = text.slice(from, to);
  const score = /(?:\.\w{1,8}(?::\w{0,16})?:\$data|:\$(?:index_allocation|bitmap|attribute_list))$/i.test(
    name,
  )
    ? 78
    : /\.(?:aspx?|ashx|asmx|php\d?|jspx?|cer|asa|exe|config):\.\w{2,5}$/i.test(name)
      ? 64
      : 0;
  return score === 0
    ? null
    : { score, context: 'name of a file', what: 'another stream of a file', weak: false, climbs: false };
}

/** Where `scheme://` (or `scheme:/`) ends, when the token begins with one; 0 when it does not. */
function schemeEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && at - from < 20) {
    const c = text.charCodeAt(at);
    const lower = c | 32;
    if (!((lower >= 97 && lower <= 122) || (c >= 48 && c <= 57) || c === 46 || c === 43 || c === 45)) break;
    at++;
  }
  return at - from > 2 && text.charCodeAt(at) === 58 && text.charCodeAt(at + 1) === 47 ? at + 1 : 0;
}

const wrappers: Readonly<Record<string, number>> = {
  php: 84,
  expect: 84,
  phar: 80,
  zip: 62,
  'compress.zlib': 78,
  'compress.bzip2': 78,
  zlib: 60,
  bzip2: 60,
  glob: 76,
  rar: 62,
  ogg: 55,
  'ssh2.exec': 84,
  'ssh2.shell': 84,
  'ssh2.sftp': 70,
  data: 72,
  file: 60,
  'view-source': 0,
  dict: 0,
  gopher: 0,
};

function schemed(text: string, from: number, scheme: number, to: number, climbs: boolean): Token | null {
  const name = text.slice(from, scheme - 1).toLowerCase();
  const score = wrappers[name] ?? 0;
  if (score > 0) {
    const rest = text.slice(scheme, to).toLowerCase();
    if (name === 'php' && !/^\/\/(?:filter|input|fd|stdin|memory|temp|output)/.test(rest)) return null;
    if (name === 'data' && !rest.startsWith('//')) return null;
    const more = name === 'file' ? fileUrl(rest) : 0;
    return {
      score: score + more,
      context: 'name of a stream',
      what: `${name}:// wrapper`,
      weak: false,
      climbs: false,
    };
  }
  // In a URL to somewhere else only the path may climb.
  if (!climbs) return null;
  // `place:/../..` is a label, and a path.
  const path = text.charCodeAt(scheme + 1) === 47 ? within(text, '/', scheme + 2, to) : scheme;
  if (path < 0) return null;
  const walk = new Climb(text, path, to, false);
  const token = walk.score();
  return walk.climbs > 0 ? token : null;
}

function fileUrl(rest: string): number {
  const path = rest.replace(/^\/*(?:localhost\/)?(?:[a-z][:|])?\/*/, '');
  const worth = worthBelowRoot(path.replaceAll('\\', '/'));
  if (worth > 0) return worth === 2 ? 32 : 10;
  return /^(?:home|users)\//.test(path) ? -16 : -6;
}

/** Behind `label:` when no slash comes before the colon and it is no drive. */
function behindLabel(text: string, from: number, to: number): number {
  const colon = within(text, ':', from, to);
  if (colon - from < 2) return from;
  return within(text, '/', from, colon) >= 0 ? from : colon + 1;
}
