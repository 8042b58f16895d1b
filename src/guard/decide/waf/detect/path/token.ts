import { within } from '../within.ts';
import { worthBelowRoot, worthOfName } from './sensitive.ts';
import { sharesScore } from './share.ts';

/** What one token of a text is as a path. */
export interface Token {
  readonly score: number;
  readonly context: string;
  readonly what: string;
  /** Worth something to developers too. */
  readonly weak: boolean;
  readonly climbs: boolean;
}

const traversal = 'path below a folder';
const absolute = 'path of a file';

/** `seen` has bit 2 for slashes, 4 for dots, 8 for colons, 16 for null characters in the token. */
export function tokenScore(text: string, from: number, to: number, seen: number): Token | null {
  if (to - from > 4096) to = from + 4096;
  // `path:/etc/passwd`, `@/etc/passwd`: what stands before is no part of the path.
  let start = from;
  if ((seen & 8) !== 0) {
    const scheme = schemeEnd(text, from, to);
    if (scheme > 0) return schemed(text, from, scheme, to);
    start = behindLabel(text, from, to);
  }
  if (text.charCodeAt(start) === 64) start++;
  if ((seen & 2) === 0) return (seen & 4) !== 0 || (seen & 16) !== 0 ? nameOnly(text, start, to, seen) : null;
  if (text.charCodeAt(start) === 92 && text.charCodeAt(start + 1) === 92) {
    const share = sharesScore(text, start, to);
    if (share !== null) return share;
  }
  return new Walk(text, start, to, (seen & 16) !== 0).score();
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

function schemed(text: string, from: number, scheme: number, to: number): Token | null {
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
  if (text.charCodeAt(scheme + 1) !== 47) return null;
  const path = within(text, '/', scheme + 2, to);
  if (path < 0) return null;
  const walk = new Walk(text, path, to, false);
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

function nameOnly(text: string, from: number, to: number, seen: number): Token | null {
  const zero = (seen & 16) !== 0 ? within(text, '\0', from, to) : -1;
  if (zero > from && zero < to) return truncated(text, zero, to);
  if (to - from > 24) return null;
  const name = text.slice(from, to).toLowerCase();
  const worth = worthOfName(name);
  if (worth === 0) return null;
  return { score: worth === 2 ? 58 : 40, context: absolute, what: name, weak: true, climbs: false };
}

/** `shell.php\0.png`: what comes behind the null character is there for the check alone. */
function truncated(text: string, zero: number, to: number): Token | null {
  const dot = text.charCodeAt(zero + 1) === 46 || zero + 1 === to;
  const named = within(text, '.', Math.max(0, zero - 7), zero) >= 0;
  if (!dot || !named) return null;
  return { score: 66, context: 'name of a file', what: 'null character', weak: false, climbs: false };
}

const isSlash = (c: number): boolean =>
  c === 47 || c === 92 || c === 0x2215 || c === 0x2044 || c === 0xff0f || c === 0x2216 || c === 0xff3c;
const isDot = (c: number): boolean => c === 46 || c === 0x2024 || c === 0xff0e;
const encodedSlash = [
  '%2f',
  '%5c',
  '%252f',
  '%255c',
  '%c0%af',
  '%c1%9c',
  '%c0%2f',
  '%e0%80%af',
  '%25c0%25af',
  '%25c1%259c',
  '%u2215',
  '%u2216',
  '%uff0f',
  '0x2f',
  '0x5c',
];
const encodedDot = ['%2e', '%252e', '%c0%ae', '%c0%2e', '%e0%80%ae', '%uff0e'];

/** The segments of one token, read once. */
class Walk {
  climbs = 0;
  readonly #text: string;
  readonly #from: number;
  readonly #to: number;
  /** Spellings that are there to get past a check. */
  #odd = 0;
  #backslashes = 0;
  #named = 0;
  #target: number;
  readonly #zero: boolean;

  constructor(text: string, from: number, to: number, zero: boolean) {
    this.#text = text;
    this.#from = from;
    this.#to = to;
    this.#zero = zero;
    this.#target = from;
    this.#read();
  }

  #read(): void {
    const text = this.#text;
    const to = this.#to;
    let at = this.#from;
    while (at < to) {
      let dots = 0;
      let strange = 0;
      let i = at;
      for (; i < to; i++) {
        const c = text.charCodeAt(i);
        if (isDot(c)) {
          dots++;
          if (c !== 46) strange = 1;
        } else if (c === 37) {
          const code = oneOf(text, i, encodedDot);
          if (code > 0) {
            dots++;
            strange = 1;
            i += code - 1;
          } else if (text.startsWith('%00', i) && dots > 0) {
            strange = 1;
            i += 2;
          } else break;
        } else if (c === 0 && dots > 0) strange = 1;
        else break;
      }
      const c = text.charCodeAt(i);
      if (dots > 1 && i < to && c === 59 && isSlash(text.charCodeAt(i + 1))) {
        strange = 1;
        i++;
      }
      const slash = i < to ? this.#slash(i) : 0;
      if (dots > 1 && (slash > 0 || i >= to) && (dots < 5 || strange > 0)) {
        // Two dots are the folder above; four with two slashes are what is left when a check took `../` out.
        const stripped = (dots === 4 && slash > 1) || (dots === 3 && text.startsWith('/./', i));
        if (i < to || at > this.#from) {
          if (dots === 2 || stripped || strange > 0) {
            this.climbs++;
            this.#odd += strange + (stripped ? 1 : 0);
            this.#target = i + slash;
          }
        }
      }
      if (dots === 0 || (slash === 0 && i < to)) {
        // A name; what follows the first slash behind it begins the next.
        let end = i;
        while (end < to && !isSlash(text.charCodeAt(end)) && text.charCodeAt(end) !== 37) end++;
        if (end > at && end > i) this.#named++;
        if (end < to && text.charCodeAt(end) === 37 && oneOf(text, end, encodedSlash) === 0) end++;
        i = end;
        const width = i < to ? this.#slash(i) : 0;
        at = width > 0 ? i + width : Math.max(i, at + 1);
        continue;
      }
      at = Math.max(i + slash, at + 1);
    }
  }

  /** How many characters of slashes stand at `at`. */
  #slash(at: number): number {
    const text = this.#text;
    let i = at;
    while (i < this.#to) {
      const c = text.charCodeAt(i);
      if (isSlash(c)) {
        if (c > 127) this.#odd++;
        if (c === 92) this.#backslashes++;
        i++;
      } else if (c === 37 || c === 48) {
        const code = oneOf(text, i, encodedSlash);
        if (code === 0) break;
        this.#odd++;
        i += code;
      } else break;
    }
    return i - at;
  }

  score(): Token | null {
    const { climbs } = this;
    const rest = this.#rest();
    if (climbs === 0) return this.#standing(rest);
    const worth = worthBelowRoot(rest);
    let score = climbs === 1 ? 34 : climbs === 2 ? 44 : climbs === 3 ? 54 : 62 + Math.min(climbs, 10);
    // Images, styles and modules lie where pages and programs climb to them.
    if (worth === 0 && climbs < 5 && isAsset(rest)) score -= climbs > 3 ? 20 : climbs > 2 ? 14 : 8;
    if (rest === '' && climbs === 3) score -= 6;
    if (worth === 2) score = Math.max(score + 24, climbs > 1 ? 88 : 78);
    else if (worth === 1) score += climbs > 1 ? 16 : 8;
    if (this.#odd > 0) score += 26;
    if (this.#backslashes > 0 && this.#backslashes < climbs) score += 14;
    if (this.#target > this.#from && this.#named > 1 && climbs > 1 && this.#leads()) score += 12;
    if (this.#zero) score += 24;
    const what = `${climbs === 1 ? 'one folder' : `${climbs} folders`} up${worth === 2 ? ` to ${rest.slice(0, 40)}` : ''}`;
    return { score, context: traversal, what, weak: false, climbs: true };
  }

  #standing(rest: string): Token | null {
    const text = this.#text;
    const first = text.charCodeAt(this.#from);
    const drive = text.charCodeAt(this.#from + 1) === 58;
    const rooted = isSlash(first) || drive || first === 126 || first === 37;
    const worth = rooted ? worthBelowRoot(rest, drive) : worthOfName(rest);
    if (this.#zero) {
      const zero = within(text, '\0', this.#from, this.#to);
      const cut = zero >= 0 && zero < this.#to ? truncated(text, zero, this.#to) : null;
      if (worth === 2)
        return {
          score: 88,
          context: absolute,
          what: `${rest.slice(0, 40)} and a null character`,
          weak: false,
          climbs: false,
        };
      if (cut !== null) return cut;
    }
    if (worth === 0) return null;
    const score = worth === 2 ? (rooted ? 80 : 68) : rooted && !/^(?:[^/]+\/)*\.[^/]+$/.test(rest) ? 52 : 42;
    return { score, context: absolute, what: rest.slice(0, 60), weak: worth === 1 || !rooted, climbs: false };
  }

  #leads(): boolean {
    const c = this.#text.charCodeAt(this.#from);
    return !isDot(c);
  }

  /** What is named behind the last climb: in small letters, without drive, with single forward slashes. */
  #rest(): string {
    const zero = this.#zero ? within(this.#text, '\0', this.#target, this.#to) : -1;
    const end = zero >= 0 && zero < this.#to ? zero : this.#to;
    let out = this.#text.slice(this.#target, Math.min(end, this.#target + 256)).toLowerCase();
    if (out.charCodeAt(0) === 37)
      out = out.replace(/^%(?:systemroot|windir)%/, 'windows').replace(/^%\w+%/, '');
    if (out.charCodeAt(1) === 58) out = out.slice(2);
    if (out.indexOf('\\') >= 0) out = out.replaceAll('\\', '/');
    if (out.indexOf('%2') >= 0) out = out.replaceAll('%2f', '/').replaceAll('%2e', '.');
    while (out.indexOf('//') >= 0) out = out.replaceAll('//', '/');
    if (out.indexOf('/./') >= 0) out = out.replaceAll('/./', '/');
    if (out.startsWith('~/')) out = out.slice(1);
    return out.replace(/^[/.]*\/(?=.)/, '').replace(/[.,:;!?]+$/, '');
  }
}

function oneOf(text: string, at: number, codes: readonly string[]): number {
  const head = text.slice(at, at + 12).toLowerCase();
  for (const code of codes) if (head.startsWith(code)) return code.length;
  return 0;
}

const assets = new Set(
  'js ts jsx tsx mjs cjs css scss less sass vue svelte png jpg jpeg gif svg webp ico woff woff2 ttf json md html h hpp c cpp cc py rb go rs java kt cs mp4 mp3 pdf'.split(
    ' ',
  ),
);

function isAsset(rest: string): boolean {
  const dot = rest.lastIndexOf('.');
  return dot < 0 ? rest !== '' : assets.has(rest.slice(dot + 1));
}
