import { isQuote, nameStart, skipBlank } from '../text/characters.ts';
import { judged } from '../text/judged.ts';
import type { Call } from './calls.ts';
import { sentenceBehind } from './sentence.ts';

/**
 * A block between PHP's tags, which a web server runs wherever the value ends up in a file: `<?php …`, `<?= …`,
 * `<? …` with PHP in it. XML's own declarations are none.
 */
export function phpBlock(text: string, inner: Call | null): Call | null {
  let worst: Call | null = null;
  for (let at = text.indexOf('<?'), next = 0; at >= 0; at = text.indexOf('<?', next)) {
    next = at + 2;
    const start = begins(text, at);
    if (start < 0) continue;
    const close = text.indexOf('?>', start);
    const end = close < 0 ? text.length : close + 2;
    next = end;
    const body = text.slice(start, Math.min(close < 0 ? end : close, start + 16_384));
    if (body.trim() === '') continue;
    const calls = inner !== null && inner.from >= at && inner.from < end && inner.score >= 50;
    const runs = calls || (acts.test(body) && !escapes.test(body) && !repeats.test(body));
    // A page that shows a variable is anybody's template; one that shows a constant only shows that it ran.
    const shows = !runs && constant.test(body) && !body.includes('$');
    // PHP reads all of a file before it runs any of it.
    const broken = runs && close < 0 && sentenceBehind(text, start, 3);
    const score = broken ? 45 : runs ? 90 : shows ? 60 : 40;
    if (worst === null || score > worst.score)
      worst = { ...judged(score, runs ? phpRuns : 'PHP block'), from: at, to: end };
  }
  return worst;
}

/** What a block is called that would do more than show something. */
export const phpRuns = 'PHP block that runs something';

const constant = /^(?:\s*(?:echo|print|exit|die)[\s(]*|[\s(]*)['"\d]/;
const acts = /\$_(GET|POST|REQUEST|COOKIE|SERVER|FILES)\b|`[^`]{1,200}`|\$\w+\s*\(/;
// It shows what was sent, which runs nothing here.
const repeats = /^\s*echo\s[^;(`]{0,80}\$_\w{3,8}\[['"]\w{1,32}['"]\][^;(`]{0,60};?\s*$/;
// What is made of it, or asked of it, that runs nothing.
const escapes =
  /\b(?:htmlspecialchars|htmlentities|intval|filter_input|filter_var|isset|empty|array_key_exists|is_numeric|count)\s*\(|\((?:int|float|bool)\)\s?/;

/** Where the code begins behind a tag at `at`; -1 when the tag is not PHP's. */
function begins(text: string, at: number): number {
  const c = text.charCodeAt(at + 2);
  if (c === 61) return at + 3;
  if ((c | 32) === 112 && /^<\?php(?=[\s/]|$)/i.test(text.slice(at, at + 6))) return at + 5;
  // Short tags: what follows must read as PHP.
  if (
    c <= 32 &&
    /^\s*(echo|print|system|eval|\$\w|passthru|`|exec|include|require|phpinfo|@)/.test(
      text.slice(at + 2, at + 40),
    )
  )
    return at + 2;
  return -1;
}

const globals =
  /^\$(_(GET|POST|REQUEST|COOKIE|SERVER|FILES)|GLOBALS|HTTP_(GET|POST|SERVER|COOKIE)_VARS)\s*(\[|\{)/;

/** A variable of the request (`$_GET[…]`) where PHP would evaluate it. */
export function superglobal(text: string): Call | null {
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
    const c = text.charCodeAt(at + 1);
    if ((c !== 95 && c !== 71 && c !== 72) || !globals.test(text.slice(at, at + 32))) continue;
    const end = text.indexOf(']', at);
    if (end < 0) return { ...judged(45, 'a variable of the request'), from: at, to: text.length };
    if (escapes.test(text.slice(Math.max(0, at - 24), at))) continue;
    const assigned = /(?:[^=]=|\becho)\s*$/.test(text.slice(Math.max(0, at - 8), at));
    const next = skipBlank(text, end + 1);
    const called = text.charCodeAt(next) === 40;
    return {
      ...judged(called ? 92 : assigned ? 40 : 56, 'a variable of the request'),
      from: at,
      to: end + 1,
    };
  }
  return null;
}

/** Behind a quote and what joins strings: `'.print(…)`. */
const isJoined = (text: string, at: number): boolean =>
  (text[at - 1] === '.' || text[at - 1] === '+') && isQuote(text.charCodeAt(at - 2));

const statements = new Set([
  'include',
  'include_once',
  'require',
  'require_once',
  'print',
  'echo',
  'system',
  'exec',
  'eval',
  'passthru',
]);

const anyStatement = /echo|print|include|require|system|exec|eval|passthru/;

/** Statements that need no parentheses: `include "http://…"`, ``echo `id` ``, `system "id"`. */
export function phpStatement(text: string): Call | null {
  if (!anyStatement.test(text)) return null;
  for (let i = 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 39 && c !== 34 && c !== 96) continue;
    let end = i;
    while (end > 0 && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 40)) end--;
    const from = nameStart(text, end);
    const word = end - from < 4 || end - from > 12 ? '' : text.slice(from, end);
    if (!statements.has(word)) continue;
    const starts = from === 0 || /[;{}\s@([]/.test(text[from - 1]!) || (c === 96 && isJoined(text, from));
    const close = text.indexOf(text[i]!, i + 1);
    if (!starts || close < 0 || close === i + 1) continue;
    const inside = text.slice(i + 1, Math.min(close, i + 300));
    const at = { from, to: close + 1 };
    if (c === 96) {
      if (/^(print|echo|eval|system|exec)$/.test(word) && /^[\w/.]/.test(inside))
        return { ...judged(78, `${word} of a command`), ...at };
    } else if (word.startsWith('include') || word.startsWith('require')) {
      if (
        /^(\/(etc|proc|var|tmp|home|usr|opt|root)\/|https?:|ftp:|php:|data:|phar:|expect:)|\.\.\/.*(etc|passwd|proc|log|htaccess)\b/i.test(
          inside,
        )
      )
        return { ...judged(66, `${word} of ${inside.slice(0, 40)}`), ...at };
    } else if (/^(system|exec|passthru|eval)$/.test(word) && text.charCodeAt(i - 1) === 32) {
      const before = text.slice(0, from).trimEnd();
      const after = text[skipBlank(text, close + 1)] ?? ';';
      if ((before === '' || /[;{]$|@\{\[$|\$\{\\\($/.test(before)) && ';)}]#|,\'"'.includes(after))
        return { ...judged(58, `${word} of a string`), ...at };
    }
  }
  return null;
}
