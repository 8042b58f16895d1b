import { isCopyName } from '../copy-name.ts';
import type { Detector, Finding } from '../finding.ts';
import { worse } from '../text/judged.ts';
import { isDigit, plusAsBlank, rejoined, SEEN, survey, unescaped, withoutLookalikes } from './characters.ts';
import { S } from './evidence.ts';
import { isMereName, isPlainly } from './glance.ts';
import { score } from './score.ts';
import { StatementReader } from './statement.ts';
import { K } from './token.ts';

const needed = SEEN.SHARP | SEEN.OPERAND;
const least = 30;
const enough = 50;

/**
 * SQL injection: true of a value that, put into a query, would change what the query does.
 *
 * The value is read as it would stand in a query: after an operand or in the place of one, and inside each kind
 * of quotes that it closes. What follows must go on as some dialect's grammar takes it; prose does not, and so
 * the words that occur in it count for nothing. Linear in the value's length.
 */
export const detectSql: Detector = (text) => {
  const seen = survey(text);
  if ((seen & needed) !== needed || isCopyName(text)) return null;
  let plain = (seen & SEEN.LOOKALIKE) === 0 ? text : withoutLookalikes(text);
  // MySQL’s `\N` is NULL, and needs nothing behind it: `\Nunion select 1`.
  if (plain.startsWith('\\N') && /^[a-z]/i.test(plain[2] ?? '')) plain = `0 ${plain.slice(2)}`;
  let best = inEveryContext(plain, seen);
  if (best !== null && best.score >= enough) return best;
  if ((seen & (SEEN.PLUS | SEEN.BLANK)) === SEEN.PLUS && plain.indexOf('+') !== plain.lastIndexOf('+'))
    best = worse(best, inEveryContext(plusAsBlank(plain), seen));
  if ((seen & SEEN.BACKSLASH) !== 0 && (seen & (SEEN.SINGLE | SEEN.DOUBLE)) !== 0) {
    const bare = unescaped(plain);
    if (bare !== plain) best = worse(best, whole(inEveryContext(bare, seen & ~SEEN.BACKSLASH), text));
  }
  best = worse(best, cutShort(plain));
  if ((seen & SEEN.STAR) !== 0) {
    const joined = rejoined(plain);
    if (joined !== null) best = worse(best, whole(inEveryContext(joined, seen), text));
  }
  return best;
};

/** A value that leaves its quotes for a statement, whichever, and ends what is behind it: `'; table users;--`. */
function cutShort(text: string): Finding | null {
  if (text.length > longestCut || !statementAndEnd.test(text)) return null;
  return {
    family: 'sqli',
    score: 54,
    context: 'quoted string',
    what: 's;n n--',
    from: 0,
    to: text.length,
  };
}

const statementAndEnd = /^[\w@. -]{0,64}['"]\)*\s?;\s?[a-z_]{2,24} [\w.\s]{1,64};\s?(?:--\s?-?|#)\s?$/i;
const longestCut = 192;

function inEveryContext(text: string, seen: number): Finding | null {
  let best = outsideQuotes(text, 0, false);
  if ((seen & SEEN.BACKSLASH) !== 0 && (seen & (SEEN.SINGLE | SEEN.DOUBLE)) !== 0)
    best = worse(best, outsideQuotes(text, 0, true));
  if ((seen & SEEN.SINGLE) !== 0) best = worse(best, inQuotes(text, 39, seen, 'single-quoted string'));
  if ((seen & SEEN.DOUBLE) !== 0) best = worse(best, inQuotes(text, 34, seen, 'double-quoted string'));
  if ((seen & SEEN.BACKTICK) !== 0) best = worse(best, inQuotes(text, 96, seen, 'backticked name'));
  if (text.startsWith('$$')) best = worse(best, behind(text, 1, 0, false, 'dollar-quoted string'));
  const query = queryString(text);
  if (query > 0) best = worse(best, outsideQuotes(text, query, false));
  return best;
}

function outsideQuotes(text: string, from: number, backslash: boolean): Finding | null {
  if (isPlainly(text, from)) return null;
  const reader = new StatementReader(text, from, 0, backslash);
  reader.next(true);
  if (goesOn(reader)) reader.prior = S.NAME;
  reader.run();
  return found(reader, from, false, reader.prior === S.NONE ? 'number or expression' : 'expression');
}

/** True when the value begins with what stands behind an operand. */
function goesOn(reader: StatementReader): boolean {
  const { kind } = reader;
  if (kind >= K.COMPARE && kind <= K.IS) return true;
  if (kind === K.ARITHMETIC) return reader.to - reader.from > 1 || !'+-'.includes(reader.text[reader.from]!);
  return (
    kind === K.LOGIC ||
    (kind >= K.PIPES && kind <= K.SEMICOLON) ||
    kind === K.RIGHT ||
    kind === K.SORT ||
    kind === K.UNION ||
    (kind >= K.FROM && kind <= K.AS) ||
    kind === K.WITH
  );
}

function inQuotes(text: string, quote: number, seen: number, context: string): Finding | null {
  const standard = closing(text, quote, false);
  let best = behind(text, standard, quote, false, context);
  if ((seen & SEEN.BACKSLASH) !== 0) {
    const escaped = closing(text, quote, true);
    best = worse(best, behind(text, escaped, quote, true, context));
  }
  return best;
}

/** Where a value closes the quote it is put into; -1 when it does not. */
function closing(text: string, quote: number, backslash: boolean): number {
  const mark = String.fromCharCode(quote);
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at)) {
    let slashes = 0;
    if (backslash) while (slashes < at && text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 1) at++;
    else if (text.charCodeAt(at + 1) === quote) at += 2;
    else return at;
  }
  return -1;
}

function behind(
  text: string,
  at: number,
  quote: number,
  backslash: boolean,
  context: string,
): Finding | null {
  if (at < 0 || at === text.length - 1) return null;
  // 'a word', it's, '90s: a mere name or a number never stands behind a string.
  if (isDigit(text.charCodeAt(at + 1)) || isMereName(text, at + 1)) return null;
  const reader = new StatementReader(text, at + 1, quote, backslash);
  reader.prior = S.TEXT;
  reader.next(false);
  reader.run();
  return found(reader, at, true, context);
}

function found(reader: StatementReader, from: number, quoted: boolean, context: string): Finding | null {
  const points = score(reader, quoted, from);
  if (points < least) return null;
  const to = reader.evidence.failed ? reader.evidence.failedAt : reader.text.length;
  return {
    family: 'sqli',
    score: points,
    context,
    what: `${quoted ? 's' : ''}${reader.fingerprint}`,
    from,
    to,
  };
}

/** A finding in a view whose places are not those of the value. */
const whole = (finding: Finding | null, text: string): Finding | null =>
  finding === null ? null : { ...finding, from: 0, to: text.length };

/** Where the query string of a URL begins; 0 when the value does not begin like one. */
function queryString(text: string): number {
  const c = text.charCodeAt(0);
  if (c !== 47 && !text.startsWith('http')) return 0;
  return text.indexOf('?') + 1;
}
