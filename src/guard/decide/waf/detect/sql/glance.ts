import { isDigit, isWord } from './characters.ts';
import { K } from './token.ts';
import { find, hashOn, hashStart, kindOf } from './words.ts';

/** True when a word that means nothing to SQL begins here. */
export function isMereName(text: string, at: number): boolean {
  return endOfName(text, at) >= 0;
}

/**
 * True when a value begins as prose, a URL or a JSON object does: two mere names, a name and a number, a name
 * and a colon, a brace and a quote. No query goes on so; most values need no closer look.
 */
export function isPlainly(text: string, from: number): boolean {
  let at = skipped(text, from);
  const c = text.charCodeAt(at);
  if (c === 123) {
    const d = text.charCodeAt(skipped(text, at + 1));
    return d === 34 || d === 39 || d === 125;
  }
  const start = at;
  at = endOfName(text, at);
  if (at < 0) return false;
  const d = text.charCodeAt(at);
  if (d === 58) return text.charCodeAt(at + 1) !== 58 && text.charCodeAt(at + 1) !== 61;
  // N'…', X'…', _utf8'…' are strings.
  if (d === 39) return at - start > 2 && text.charCodeAt(start) !== 95;
  const next = skipped(text, at);
  return next > at && (isDigit(text.charCodeAt(next)) || isMereName(text, next));
}

/** Behind the name that begins here; -1 when it is a keyword, a number or no word. */
function endOfName(text: string, from: number): number {
  let at = from;
  let c = text.charCodeAt(at);
  if (!isWord(c) || isDigit(c) || c === 36) return -1;
  let hash = hashStart;
  for (; isWord(c); c = text.charCodeAt(++at)) hash = hashOn(hash, c);
  return kindOf(find(text, from, at, hash)) === K.NAME ? at : -1;
}

function skipped(text: string, at: number): number {
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}
