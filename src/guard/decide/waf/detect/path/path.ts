import { Around } from '../around.ts';
import type { Finding } from '../finding.ts';
import { placeholder } from './climb.ts';
import type { Token } from './standing.ts';
import { tokenScore } from './token.ts';

export { restrictedExtension } from './extension.ts';

// 1 ends a token, 2 a slash of some kind, 4 a dot, 8 a colon, 16 a null character; 32 a per cent sign.
const kinds = new Uint8Array(128);
for (const c of ' \t\n\r"\'<>|,()=&?#[]{}`*!^;') kinds[c.charCodeAt(0)] = 1;
kinds[47] = 2;
kinds[92] = 2;
kinds[46] = 4;
kinds[58] = 8;
kinds[0] = 16;
kinds[37] = 32;

/**
 * Finds path traversal, files no caller should name, and the schemes that read files, on every platform.
 *
 * A token counts by how far it climbs, by how it is spelled and by what it names; less amid prose, in markup or
 * where code imports it.
 */
export function detectPath(text: string): Finding | null {
  const length = text.length;
  let best: Finding | null = null;
  let start = 0;
  let seen = 0;
  const around = new Around(text);
  for (let i = 0; i <= length; i++) {
    const c = i < length ? text.charCodeAt(i) : 32;
    let kind: number;
    if (c < 128) kind = kinds[c]!;
    else kind = isWide(c) ? 70 : c === 0x3002 || c === 0xff0c ? 1 : 0;
    if (kind === 0) continue;
    // `..;/`: Java servers drop what begins with the semicolon.
    if (c === 59 && text.charCodeAt(i - 1) === 46 && (kinds[text.charCodeAt(i + 1) & 127]! & 2) !== 0)
      continue;
    // `..\r/`: a check does not see it, and whoever strips what is no character of a path does.
    if (c === 13 && isClimb(text, i)) {
      seen |= 66;
      continue;
    }
    // `..(_)`: a slash, to a server of configurations.
    if (c === 40 && (text.charCodeAt(i - 1) === 46 || (seen & 64) !== 0) && text.startsWith(placeholder, i)) {
      seen |= 66;
      i += placeholder.length - 1;
      continue;
    }
    // `\\?\C:\…`: the long form of a path of Windows.
    if (c === 63 && i > 1 && text.charCodeAt(i - 1) === 92 && text.charCodeAt(i - 2) === 92) continue;
    if (kind !== 1) {
      // A dot at the very end of a token ends a sentence.
      if (kind === 32) {
        // What decoding left of `..%2f`.
        const next = text.charCodeAt(i + 1);
        if (text.charCodeAt(i - 1) === 46 || next === 50 || next === 99) seen |= 66;
      } else if (kind !== 4 || i + 1 < length) {
        seen |= kind;
        if (kind === 4 && i > start && (kinds[text.charCodeAt(i - 1) & 127]! & 20) !== 0) seen |= 64;
      }
      continue;
    }
    if (seen !== 0 && i - start > 3) {
      const token = tokenScore(text, start, i, seen);
      if (token !== null && token.score > (best?.score ?? 29)) {
        around.look(start, i);
        const score = Math.min(98, token.score - discount(text, start, i, token, around));
        if (score >= 30 && score > (best?.score ?? 0)) best = finding(token, score, start, i);
        if (score >= 95) return best;
      }
    }
    start = i + 1;
    seen = 0;
  }
  return best;
}

const isClimb = (text: string, at: number): boolean =>
  text.charCodeAt(at - 1) === 46 &&
  text.charCodeAt(at - 2) === 46 &&
  (text.charCodeAt(at + 1) === 47 || text.charCodeAt(at + 1) === 92);

const finding = (token: Token, score: number, from: number, to: number): Finding => ({
  family: 'path',
  score,
  context: token.context,
  what: token.what,
  from,
  to,
});

/** Fraction, division and full-width slashes, one-dot leaders and full-width dots. */
const isWide = (c: number): boolean =>
  c === 0x2215 ||
  c === 0x2044 ||
  c === 0xff0f ||
  c === 0x2216 ||
  c === 0xff3c ||
  c === 0x2024 ||
  c === 0xff0e;

function discount(
  text: string,
  from: number,
  to: number,
  token: Token,
  { words: prose, markup }: Around,
): number {
  let less = prose < 3 ? 0 : prose < 6 ? 12 : prose < 12 ? 32 : 40;
  if (markup) less += 20;
  // A file is opened by the whole value: with words around it, it is another one; and `~` is home to a shell alone.
  const another =
    goesOn.test(text.slice(to, to + 32)) || (prose > 0 && (wordBehind(text, to) || wordsBefore(text, from)));
  if (!token.climbs && prose < 6 && another) less += 36;
  else if (text.charCodeAt(from) === 126 && text.charCodeAt(from - 1) === 32) less += 40;
  if (text.startsWith(' HTTP/', to) && logged.test(text.slice(Math.max(0, from - 72), from))) less += 60;
  const outside = text.length - (to - from);
  // What developers name as well is an attack only when it is all there is.
  if (token.weak && outside > 4) less += 30;
  if (token.climbs && imported(text, from)) less += 30;
  if (prose > 1 && token.what === 'php:// wrapper' && ownStream.test(text.slice(Math.max(0, from - 24), to)))
    less += 40;
  return less;
}

/** What a program reads or writes by itself: `file_get_contents('php://input')`. */
const ownStream = /(?:file_get_contents|fopen)\(['"]php:\/\/(?:input|stdin|output|memory|temp)$/;

/** `web.config transforms`, `boot.ini? never`: a name that goes on with a word, as no file is called. */
const goesOn = /^[?!,]? (?!HTTP\/)[a-z]{4,24}(?:[ /]|$)/;

const wordBehind = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at + 1) | 32;
  return text.charCodeAt(at) === 32 && c >= 97 && c <= 122 && !text.startsWith('HTTP/', at + 1);
};

/** Three words or more stand before, and a blank; nothing between them that only code has. */
function wordsBefore(text: string, from: number): boolean {
  let at = from - 1;
  if (text.charCodeAt(at) === 39 || text.charCodeAt(at) === 34) at--;
  if (text.charCodeAt(at) !== 32) return false;
  let words = 0;
  let letters = 0;
  for (const first = Math.max(-1, at - 160); at > first; at--) {
    const c = text.charCodeAt(at);
    if ((c | 32) >= 97 && (c | 32) <= 122) {
      if (++letters === 2 && ++words === 3) return true;
    } else if (between.includes(text[at]!)) letters = 0;
    else return false;
  }
  return false;
}

const between = ' :;,=./&|-_()`0123456789';

/** `[12/Mar/2025:10:11:13 +0000] "GET `: what a server has written down, and the line goes on behind it. */
const logged = /\[\d{2}\/\w{3}\/\d{4}[^\]"]{0,24}\] "[A-Z]{3,7} $/;

/** Behind `from '`, `import '`, `require('`, `url(`, `src="` and their like: code of a page or a program. */
function imported(text: string, from: number): boolean {
  const before = text.slice(Math.max(0, from - 24), from);
  return /(?:from|import|require|include|url|src|href|extends|path|use|cd|"\w{1,12}" ?:|-I|join|resolve)[ (]{0,2}["'`]?$/.test(
    before,
  );
}
