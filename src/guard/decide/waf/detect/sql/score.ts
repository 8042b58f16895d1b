import { isBlank, isLetter, isWord } from './characters.ts';
import { C, type Evidence, isConstant, S } from './evidence.ts';
import type { StatementReader } from './statement.ts';
import { F, K } from './token.ts';

/** What a shape is worth when AND or OR joins it to a query's condition, by S. */
const joinedToQuoted = [0, 5, 15, 35, 25, 30, 30, 5, 30, 35, 45, 25, 45, 48, 50, 55, 58, 10];
const joinedToConstant = [0, 0, 25, 52, 30, 12, 12, 5, 25, 35, 50, 15, 50, 50, 50, 55, 62, 5];
const joinedToName = [0, 0, 0, 20, 15, 0, 5, 0, 10, 10, 40, 0, 0, 0, 28, 20, 58, 0];
const joinedToNothing = [0, 0, 0, 20, 10, 0, 5, 0, 10, 25, 45, 0, 0, 25, 35, 50, 60, 0];

/** The same outside of quotes where a comment cuts off what is behind: `0 or 7--`, `id or true/*`. */
const cutOff = [0, 0, 0, 40, 40, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** 0 to 100: how sure it is that the value, read so, changes the query it is put into. */
export function score(reader: StatementReader, quoted: boolean, closedAt: number): number {
  const { evidence } = reader;
  let points = 0;
  if (evidence.leading >= 0) points = leadingPoints(reader);
  else points = quoted ? quotedPoints(reader, closedAt) : plainPoints(reader);
  if (evidence.deep && isClosed(reader)) points = Math.max(points, tooDeep);
  return Math.max(0, Math.min(100, points));
}

/** What SQL is worth that nests deeper than is read: nobody needs it but to get past who reads it. */
const tooDeep = 62;

/** What was too deep is closed again behind; rows of brackets in prose are not. */
function isClosed({ text, evidence }: StatementReader): boolean {
  const closes = text.lastIndexOf(')') > evidence.failedAt || text.lastIndexOf('}') > evidence.failedAt;
  return closes || /\bend\b/i.test(text.slice(evidence.failedAt));
}

function quotedPoints(reader: StatementReader, closedAt: number): number {
  const { evidence, text } = reader;
  const main = Math.max(
    strongest(evidence.joined, joinedToQuoted),
    unionPoints(evidence, [45, 70, 75]),
    [0, 35, 58, 75][evidence.stacked]!,
    subqueryPoints(evidence, [5, 45, 60]),
    clausePoints(evidence.clauses, 1),
    usePoints(evidence.uses),
    evidence.inner > 0 ? 30 : 0,
    evidence.serverVariables > 0 && !evidence.failed ? 30 : 0,
  );
  const cut = reader.kind === K.TAIL && !evidence.failed;
  const open = reader.leftOpen === reader.quote && !evidence.failed;
  let points = 20;
  if (main === 0) points += cut ? cutPoints(reader, closedAt) : open ? openPoints(reader, closedAt) : 0;
  else points += main + extras(reader) + (cut ? 20 : open && main >= 20 ? 12 : 0);
  if (evidence.opening > S.QUERY && (cut || evidence.joins > 0))
    points += evidence.opening === S.CONSTANTS ? 20 : 6;
  if (evidence.closes > 0 && (cut || main > 0)) points += 10;
  if (evidence.commas > 0 && (cut || main > 0)) points += 5;
  if (evidence.ended && cut) points += 10;
  // l'or, d'un: a letter on both sides is an apostrophe before it is a quote, unless all behind it is SQL and ends as such.
  if (isLetter(text.charCodeAt(closedAt - 1)) && isLetter(text.charCodeAt(closedAt + 1))) {
    const joined = evidence.joined & ~((1 << S.TEXT) | (1 << S.OPEN));
    if (evidence.joins === 0 || !(cut || (open && joined !== 0))) points -= main < 55 ? 36 : 25;
  }
  // A word of a sentence in quotes: what opens there is a quotation, not what closes a string.
  else if (isBlank(text.charCodeAt(closedAt - 1)) && isLetter(text.charCodeAt(closedAt + 1)))
    if (
      words(text, closedAt) > 2 ||
      (evidence.joins === 0 && quotation.test(text.slice(closedAt, closedAt + 64)))
    )
      points -= 30;
  if (evidence.failed && isQuote(text.charCodeAt(evidence.failedAt)) && isCode(text, closedAt)) points -= 35;
  return points - failure(reader, main);
}

/** `"order by" button`: words between two quotes, and words behind. */
const quotation = /^(['"])[a-z]{1,16}(?: [a-z]{1,16}){0,4}\1 [a-z]{2}/i;

/** When nothing but the quote is closed and the rest cut off: admin'--, x')--, '=0-- */
function cutPoints(reader: StatementReader, closedAt: number): number {
  const { evidence } = reader;
  if (evidence.closes > 0 && evidence.joins === 0 && (called.test(reader.text) || row.test(reader.text)))
    return 35;
  if (evidence.opening <= S.OPEN && evidence.opening !== S.NAME && evidence.joins === 0) {
    if (evidence.commas > 0) return 15;
    if (!hasBareTail(reader)) return 0;
    return evidence.arithmetic > 0 ? 30 : words(reader.text, closedAt) > 3 ? 18 : 35;
  }
  // `x'<>password--`
  const hidden = reader.text.charCodeAt(reader.tailFrom) !== 35 && hasBareTail(reader);
  if (evidence.opening >= S.NAMES && evidence.opening <= S.CALL_COMPARED && hidden)
    return words(reader.text, closedAt) > 1 ? 18 : 35;
  return evidence.opening === S.CONSTANTS && hasBareTail(reader) ? 20 : 0;
}

/** When the whole value is an operator between two quotes: '=', ' like '%, '^1^' */
function openPoints(reader: StatementReader, closedAt: number): number {
  const { evidence } = reader;
  if (closedAt > 0)
    return evidence.opening === S.CONSTANTS
      ? compared.test(reader.text) || (evidence.joins > 0 && reader.isTerse() && oneWord.test(reader.text))
        ? 32
        : 0
      : /^\w{1,32}'\|\|'$/.test(reader.text)
        ? 32
        : 0;
  if (!reader.isTerse()) return 0;
  if (evidence.opening === S.CONSTANTS) return reader.textTo > reader.textFrom ? 30 : 25;
  if (evidence.opening === S.NUMBER && evidence.arithmetic > 1) return 30;
  return evidence.joins === 0 ? 0 : piped.test(reader.text) ? 32 : 8;
}

/** `admin') --`: one word, its string and the parentheses around it closed, and the rest cut off. */
const called = /^[\w.@-]{0,64}['"] {0,2}\){1,8} {0,2}(?:--|#)[\s+-]{0,8}$/;

/** `x'),('admin','pw')-- `: a row of values is ended, and a whole one put behind it. */
const row =
  /^[^'"]{0,64}(['"])(?: ?, ?(?:\1[^'"]{0,64}\1|\w{1,24})){0,16} ?\) ?, ?\((?: ?(?:\1[^'"]{0,64}\1|\w{1,24}) ?,){1,16} ?(?:\1[^'"]{0,64}\1|\w{1,24}) ?\) ?(?:--|#)/;

/** `'||'1`: a string is closed, and a constant that the query's own quote ends is put behind it. */
const piped = /^'\|\|'[\w%]{1,16}$/;

/** `admin'<>'a`: a word, and one comparison between two quotes. */
const compared =
  /^[\w%@.+-]{1,32}['"](?:\s|\/\*[^*]{0,16}\*\/){0,3}(?:<>|!=|<=>|[<>]=?|=|(?:not )?(?:regexp|rlike|like|ilike|glob)(?= |['"]))(?:\s|\/\*[^*]{0,16}\*\/){0,3}['"][\w^$.%*-]{0,16}$/i;
/** `x'<>2 or '`: a word before its string is closed, and no more. */
const oneWord = /^[\w%@.+-]{1,32}['"]/;

const inBrackets = /^\s{0,4}\({1,8}\s{0,4}[+-]?\d[\d.e]{0,16}\s{0,4}\)/i;

function plainPoints(reader: StatementReader): number {
  const { evidence } = reader;
  const { first, opening } = evidence;
  const cut = reader.kind === K.TAIL && !evidence.failed;
  const cutBare = cut && hasBareTail(reader);
  const leading = first === S.NONE;
  // 5 < 6 && 7 > 3 is mathematics; a filter compares names.
  const compared = opening >= S.NAMES;
  // `(9) or (true)`
  const constant = isConstant(first) || (first === S.QUERY && inBrackets.test(reader.text));
  const byName = (first === S.NAME || first === S.CALL) && !compared;
  const weights = leading
    ? joinedToNothing
    : constant && first >= S.NUMBER && !compared
      ? joinedToConstant
      : joinedToName;
  let joins = strongest(evidence.joined, weights);
  if (opening === S.CONSTANTS) joins = Math.min(joins, evidence.equalities > 1 ? 52 : 22);
  else if (evidence.joined === 1 << S.NUMBER && !leading) joins = constant && evidence.same ? 50 : 0;
  if (cutBare && !leading) joins = Math.max(joins, strongest(evidence.joined, cutOff));
  const excel = leading && reader.text.charCodeAt(0) === 61;
  const main = Math.max(
    joins,
    unionPoints(evidence, byName ? [15, 45, 60] : leading ? [25, 65, 70] : [50, 70, 75]),
    (byName && !evidence.tight && !cutBare ? [0, 25, 58, 75] : [0, 50, 65, 80])[evidence.stacked]!,
    subqueryPoints(evidence, first === S.QUERY && !secret.test(reader.text) ? [0, 42, 58] : [0, 52, 62]),
    clausePoints(evidence.clauses, constant ? 1 : leading ? (cut ? 2 : 3) : 4),
    usePoints(evidence.uses),
    evidence.inner > 0 && !excel ? 35 : 0,
    evidence.serverVariables > 0 ? 30 : 0,
    reckonsWhatItAsks(evidence) || asksInParts(evidence) ? 35 : 0,
    cut && (evidence.equalities > 0 || (opening === S.CONSTANTS && cutBare)) ? 36 : 0,
    leading || evidence.failed || !ordered.test(reader.text) ? 0 : 55,
  );
  if (main === 0) return evidence.catalogue > 0 ? 30 : reader.executed > 0 && opening !== S.NONE ? 35 : 0;
  let points = main + extras(reader);
  if (cut) points += evidence.ended ? 25 : 15;
  if (evidence.closes > 0) points += 8;
  return points - failure(reader, main) * (main >= 50 ? 1 : 2);
}

/** `(case when true then id else price end)`, `id order by (case …`: what rows are sorted by depends on an answer. */
const ordered =
  /^\s{0,4}(?:\w{1,24}\s{1,4}order\s{1,4}by\s{0,4})?\(\s{0,4}case\s{1,4}when\b[^;]{1,240}\bthen\s{1,4}\w{1,24}\s{1,4}else\s{1,4}\w{1,24}\s{1,4}end\s{0,4}\)/i;

/** `2-if(mid(user(),1,1)='r',1,0)`: the answer to a question about the database is added to a number. */
const reckonsWhatItAsks = ({ first, arithmetic, uses }: Evidence): boolean =>
  first === S.NUMBER && arithmetic > 0 && (uses & F.ABOUT) !== 0 && (uses & F.FLOW) !== 0;

/**
 * `name RLIKE IF(ASCII(SUBSTR(user(),1,1))>77,…)`, `price,CAST(CHR(126)||VERSION() AS INT)`: an answer of the database is
 * taken apart, and compared with a column or sorted by.
 */
const asksInParts = ({ first, opening, commas, uses, failed }: Evidence): boolean =>
  !failed &&
  (uses & F.ABOUT) !== 0 &&
  (uses & F.TEXT) !== 0 &&
  (commas > 0 ||
    ((uses & F.FLOW) !== 0 && first === S.NAME && (opening === S.CALL || opening === S.CALL_COMPARED)));

/** `(select password from users)`, `(select min("password") from [main].users limit 1)`: no label of a list asks for that. */
const gap = String.raw`(?:\s|\/\*[^*]{0,32}\*\/|--[^\n]{0,32}\n){1,8}`;
const apart = String.raw`(?:${gap}|(?=["\x60[(]))`;
const named = String.raw`["\x60[]?\w{1,32}["\x60\]]?`;
const secret = new RegExp(
  String.raw`^\s{0,4}\({1,4}\s{0,4}select${apart}(?:\w{1,16}\(){0,2}` +
    String.raw`(?:${named}\.)?["\x60[]?(?:\w{1,12}_)?(?:pass|passwords?|passwd|pwd|hash|secret|token|api_?key)["\x60\]]?` +
    String.raw`(?:[,)|][^;]{0,32}?)?${gap}?from${apart}(?:${named}\.)?${named}(?:${gap}limit${gap}\d{1,6})?\s{0,4}\)`,
  'i',
);

/** A statement as a whole is what a forum's posts hold too: it counts when it does what no post asks for. */
function leadingPoints(reader: StatementReader): number {
  const { evidence } = reader;
  let points = [0, 15, 40, 60][evidence.leading]!;
  const uses = usePoints(evidence.uses);
  if (uses >= 50) points = Math.max(points, 40) + 20;
  else if (uses >= 20) points += 12;
  if (evidence.catalogue > 0) points = Math.max(points, 40) + 15;
  if (evidence.serverVariables > 0) points = Math.max(points, 40) + 12;
  if ((evidence.joined & (1 << S.CONSTANTS)) !== 0) points += 8;
  if (evidence.ended && reader.kind === K.TAIL && hasBareTail(reader)) points += 12;
  if (uses < 50 && (written.test(reader.text) || asked.test(reader.text) || isPrepared(reader.text)))
    points = Math.min(points, 46);
  if (reader.executed > 0) points += 20;
  // Nobody writes comments for blanks but to get past somebody.
  else if (reader.comments > 1 && !reader.text.includes(' ')) points += 40;
  return points - failure(reader, 0) * 2;
}

/**
 * True for one query whose condition waits for a value, as programs prepare it: whoever has a whole query run has nobody
 * to give it one, and where none is given no row meets the condition.
 */
const isPrepared = (text: string): boolean => bound.test(text) && !further.test(text);
const bound =
  /\bwhere\b[^;]{0,400}?[\w"`\])]\s?(?:=|\bin\s?\()\s?(?:\$\d{1,2}|\?|:[a-z_]\w{0,30})(?:[\s,);]|$)/i;
const further =
  /\b(?:or|xor|not|union|into|having|is|intersect|except)\b|;\s*\S|--|\/\*|#|\|\||[(,]\s*select\b|<>|!=|<=>/i;

// With keywords in capitals and a condition on names, as it stands in documentation.
const written = /^SELECT [\w, .*()]{1,120} FROM \w[\w.]{1,60} WHERE \w+ = (?:'\w+'|\w+\(\));?$/;

// Procedures that rename, describe or list.
const asked =
  /^(?:DECLARE @[^;']{1,200};[^;']{0,200};? ?)?EXEC(?:UTE)? sp_(?:rename|help\w*|who2?|spaceused|columns|tables|lock|depends)\b[^;]{0,200};?$/i;

/** What adds to a main finding, whatever it is. */
function extras(reader: StatementReader): number {
  const { evidence } = reader;
  let points = Math.min(15, Math.max(0, evidence.joins - 1) * 5);
  if (evidence.catalogue > 0) points += 30;
  if (evidence.serverVariables > 0) points += 25;
  if (evidence.inner > 0) points += 12;
  if (reader.executed > 0) points += 20;
  else if (reader.comments > 1) points += 10;
  if (reader.noise > 0) points += 20;
  if (evidence.assignments > 0) points += 5;
  if ((evidence.uses & F.ABOUT) !== 0) points += 10;
  if ((evidence.uses & (F.TEXT | F.FLOW)) !== 0) points += 8;
  if (evidence.arithmetic > 0) points += 4;
  if (evidence.tautology && !evidence.failed) points += 2;
  return points;
}

/** What is taken off when the value stops being SQL: more the more of it is left. */
function failure(reader: StatementReader, main: number): number {
  const { evidence, text } = reader;
  if (!evidence.failed) return 0;
  if (evidence.joins === 0 && entitled.test(text.slice(text.lastIndexOf('/') + 1))) return 30;
  return main >= 45 && text.length - evidence.failedAt <= 16 ? 10 : 30;
}

/** `sleep(8) mattress 90x200`: a call, and words that no grammar takes behind an operand; the name of a thing. */
const entitled =
  /^\w{2,24} ?\(\d{1,4}\) (?:in|[a-z]{3,24})(?: (?!(?:desc|asc|from|where)\b)[\w.,-]{1,24}){1,12}$/i;

function strongest(bits: number, weights: readonly number[]): number {
  let best = 0;
  for (let shape = 0; bits >> shape > 0; shape++)
    if ((bits & (1 << shape)) !== 0 && weights[shape]! > best) best = weights[shape]!;
  return best;
}

const unionPoints = (evidence: Evidence, by: readonly number[]): number =>
  evidence.unions === 0 ? 0 : by[Math.min(2, evidence.unionQuality)]!;

const subqueryPoints = (evidence: Evidence, by: readonly number[]): number =>
  evidence.subqueries === 0 ? 0 : by[Math.min(2, evidence.subqueryQuality)]!;

/**
 * What the added clauses are worth, by what stands before them: 1 a string closed or a constant, 2 nothing, with
 * the rest cut off behind, 3 nothing, 4 a name.
 */
function clausePoints(clauses: number, before: number): number {
  if (clauses === 0) return 0;
  const broken = before === 1;
  if ((clauses & (C.PROCEDURE | C.OUTFILE)) !== 0) return 60;
  if ((clauses & C.HAVING_CONSTANTS) !== 0) return 58;
  if ((clauses & C.WHERE_CONSTANTS) !== 0 && before > 1) return 52;
  if ((clauses & C.BY_NUMBER) !== 0) return [0, 50, 40, 25, 25][before]!;
  if ((clauses & (C.INTO | C.HAVING)) !== 0) return broken ? 35 : 15;
  if ((clauses & C.BY_NAME) !== 0) return broken ? 25 : 0;
  return broken ? 12 : 0;
}

function usePoints(uses: number): number {
  if ((uses & (F.TIME | F.RUN | F.NET)) !== 0) return 62;
  if ((uses & (F.FILE | F.ERROR)) !== 0) return 57;
  return (uses & F.ABOUT) !== 0 ? 20 : 0;
}

/** True when the comment that ends the value says nothing, as one that only cuts a query off does: `-- -`, `--x`. */
function hasBareTail(reader: StatementReader): boolean {
  const { text, tailFrom } = reader;
  const from = tailFrom + (text.charCodeAt(tailFrom) === 35 ? 1 : 2);
  if (text.length - from === 1 && from === tailFrom + 2 && isWord(text.charCodeAt(from))) return true;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!isBlank(c) && c !== 45 && c !== 43 && c !== 42 && c !== 47) return false;
  }
  return true;
}

const isQuote = (c: number): boolean => c === 39 || c === 34 || c === 96;

/** True when what stands before a quote looks like code that opens a string there. */
function isCode(text: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i);
    if (isBlank(c) || c === 61 || c === 40) return true;
  }
  return false;
}

/** How many words stand before a place, up to a handful. */
function words(text: string, end: number): number {
  let count = 0;
  for (let i = 0; i < end && count < 8; i++)
    if (text.charCodeAt(i) !== 32 && (i === 0 || text.charCodeAt(i - 1) === 32)) count++;
  return count;
}
