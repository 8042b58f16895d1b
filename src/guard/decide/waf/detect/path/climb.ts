import { worthBelowRoot } from './sensitive.ts';
import { isDot, isSlash, namedBy, standing, type Token } from './standing.ts';

const traversal = 'path below a folder';
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
const encodedDot = ['%2e', '%252e', '%c0%ae', '%c0%2e', '%e0%80%ae', '%uff0e', '%u002e'];

/** `.../...//`, which is `../` when `../` is taken out of it once. */
const twice = /^\/\.{3}\/[/\\]/;

/** The segments of one token, read once, and how they climb. */
export class Climb {
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
        } else if ((c === 0 && dots > 0) || (c === 13 && dots > 1)) strange = 1;
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
        const stripped =
          (dots === 4 && slash > 1) ||
          (dots === 3 && (text.startsWith('/./', i) || twice.test(text.slice(i, Math.min(i + 6, to)))));
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
      } else if (c === 40 && text.startsWith(placeholder, i)) {
        this.#odd++;
        i += placeholder.length;
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
    if (climbs === 0) return standing(this.#text, this.#from, this.#to, this.#zero);
    const rest = namedBy(this.#text, this.#target, this.#to, this.#zero);
    const worth = worthBelowRoot(rest);
    let score = climbs === 1 ? 34 : climbs === 2 ? 44 : climbs === 3 ? 54 : 62 + Math.min(climbs, 10);
    // Beside a program lies no folder of the root.
    if (worth === 0 && (climbs > 3 || (climbs > 1 && this.#isAbsolute())) && ofRoot.test(rest))
      score = Math.max(score, 60);
    // Images, styles and modules lie where pages and programs climb to them.
    else if (worth === 0 && climbs < 5 && isAsset(rest)) score -= climbs > 3 ? 20 : climbs > 2 ? 14 : 8;
    if (rest === '' && climbs === 3) score -= 6;
    if (worth === 2) score = Math.max(score + 24, climbs > 1 ? 88 : 78);
    else if (worth === 1) score += climbs > 1 ? 16 : 8;
    if (this.#odd > 0 && !(climbs === 1 && this.#isFollowedByBlank())) score += 26;
    if (this.#backslashes > 0 && this.#backslashes < climbs) score += 14;
    if (this.#target > this.#from && this.#named > 1 && climbs > 1 && this.#leads()) score += 12;
    if (this.#zero) score += 24;
    const what = `${climbs === 1 ? 'one folder' : `${climbs} folders`} up${worth === 2 ? ` to ${rest.slice(0, 40)}` : ''}`;
    return { score, context: traversal, what, weak: false, climbs: true };
  }

  /** `..%2F%20relative`: no folder is called so; it is two words. */
  #isFollowedByBlank(): boolean {
    return /^(?:%20|\+)[a-z]/i.test(this.#text.slice(this.#target, this.#target + 4));
  }

  /** `/../../etc`: nothing lies above the root. */
  #isAbsolute(): boolean {
    return /^[\\/]{1,2}\.\.[\\/]/.test(this.#text.slice(this.#from, this.#from + 8));
  }

  #leads(): boolean {
    const c = this.#text.charCodeAt(this.#from);
    return !isDot(c);
  }
}

/** What Spring’s server of configurations reads as a slash. */
export const placeholder = '(_)';

function oneOf(text: string, at: number, codes: readonly string[]): number {
  // All begin with `%2`, `%5`, `%c`, `%e`, `%u` or `0x`.
  const c = text.charCodeAt(at + 1) | 32;
  if (c !== 50 && c !== 53 && c !== 99 && c !== 101 && c !== 117 && c !== 120) return 0;
  const head = text.slice(at, at + 12).toLowerCase();
  for (const code of codes) if (head.startsWith(code)) return code.length;
  return 0;
}

/** Folders of the root of a machine that no program has by the same name. */
const ofRoot = /^(?:etc|proc|root|winnt|windows\/system32)\/?$/;

const assets = new Set(
  'js ts jsx tsx mjs cjs css scss less sass vue svelte png jpg jpeg gif svg webp ico woff woff2 ttf json md html h hpp c cpp cc py rb go rs java kt cs mp4 mp3 pdf'.split(
    ' ',
  ),
);

function isAsset(rest: string): boolean {
  const dot = rest.lastIndexOf('.');
  return dot < 0 ? rest !== '' : assets.has(rest.slice(dot + 1));
}
