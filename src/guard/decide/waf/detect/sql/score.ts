import { isDigit, isLetter } from './characters.ts';
import { C, type Evidence, isConstant, S } from './evidence.ts';
import type { StatementReader } from './statement.ts';
import { F, K } from './token.ts';

/** What a shape is worth when AND or OR joins it to a query's condition, by S. */
const joinedToQuoted = [0, 5, 15, 35, 25, 12, 12, 5, 30, 35, 45, 25, 45, 48, 50, 55, 58, 10];
const joinedToConstant = [0, 0, 25, 52, 30, 12, 12, 5, 25, 35, 50, 15, 40, 50, 50, 55, 62, 5];
const joinedToName = [0, 0, 0, 20, 15, 0, 5, 0, 10, 10, 40, 0, 0, 0, 40, 20, 58, 0];

/** 0 to 100: how sure it is that the value, read so, changes the query it is put into. */
export function score(reader: StatementReader, quoted: boolean, closedAt: number): number {
  const { evidence } = reader;
  if (evidence.leading >= 0) return Math.min(100, leadingPoints(reader));
  const base = quoted ? quotedPoints(reader, closedAt) : plainPoints(reader);
  return Math.max(0, Math.min(100, base));
}

function quotedPoints(reader: StatementReader, closedAt: number): number {
  const { evidence, text } = reader;
  const main = Math.max(
    strongest(evidence.joined, joinedToQuoted),
    unionPoints(evidence, [45, 70, 75]),
    [0, 35, 58, 75][evidence.stacked]!,
    subqueryPoints(evidence, [5, 45, 60]),
    clausePoints(evidence.clauses, true),
    usePoints(evidence.uses),
  );
  let points = 20 + main + extras(reader);
  const cut = reader.kind === K.TAIL && !evidence.failed;
  if (main === 0) {
    // Nothing but the quote closed and the rest cut off: admin'--
    if (cut && hasBareTail(reader)) points += words(text, closedAt) > 3 ? 18 : 35;
    else if (cut && evidence.closes + evidence.commas > 0) points += 15;
  } else if (cut) points += 20;
  else if (reader.leftOpen === reader.quote && !evidence.failed) points += main >= 20 ? 12 : 0;
  if (evidence.opening > S.QUERY && (cut || evidence.joins > 0))
    points += evidence.opening === S.CONSTANTS ? 20 : 6;
  if (evidence.closes > 0) points += 10;
  if (evidence.commas > 0 && (cut || main > 0)) points += 5;
  if (evidence.ended && cut) points += 10;
  // l'or, d'un: a letter on both sides is an apostrophe before it is a quote.
  if (isLetter(text.charCodeAt(closedAt - 1)) && isLetter(text.charCodeAt(closedAt + 1))) points -= 25;
  return points - failure(reader, main);
}

function plainPoints(reader: StatementReader): number {
  const { evidence } = reader;
  const { first, opening } = evidence;
  const constant = isConstant(first);
  const leading = first === S.NONE;
  // 5 < 6 && 7 > 3 is mathematics; a filter compares names.
  const mathematics = opening === S.CONSTANTS;
  const weights = first === S.NAME || first === S.CALL || opening > S.QUERY ? joinedToName : joinedToConstant;
  let joins = strongest(evidence.joined, weights);
  if (mathematics) joins = Math.min(joins, 22);
  else if (constant && evidence.joined === 1 << S.NUMBER) joins = evidence.same ? 45 : 0;
  const named = first === S.NAME && opening <= S.QUERY;
  const main = Math.max(
    joins,
    unionPoints(evidence, named ? [15, 45, 60] : leading ? [25, 65, 70] : [50, 70, 75]),
    (constant || leading ? [0, 50, 65, 80] : [0, 25, 58, 75])[evidence.stacked]!,
    subqueryPoints(evidence, first === S.QUERY ? [0, 42, 58] : [0, 52, 62]),
    clausePoints(evidence.clauses, constant),
    usePoints(evidence.uses),
    evidence.inner > 0 ? 35 : 0,
    evidence.serverVariables > 0 ? 30 : 0,
  );
  if (main === 0) return evidence.catalogue > 0 ? 30 : reader.executed > 0 ? 35 : 0;
  let points = main + extras(reader);
  if (reader.kind === K.TAIL && !evidence.failed) points += main >= 15 ? 15 : 0;
  if (evidence.closes > 0) points += 8;
  return points - failure(reader, main) * (main >= 50 ? 1 : 2);
}

/** A statement as a whole is what a forum's posts hold too: it counts when it does what no post asks for. */
function leadingPoints(reader: StatementReader): number {
  const { evidence } = reader;
  let points = [0, 15, 40, 60][evidence.leading]!;
  const uses = usePoints(evidence.uses);
  if (uses >= 50) points = Math.max(points, 40) + 20;
  else if (uses >= 20) points += 6;
  if (evidence.catalogue > 0) points = Math.max(points, 40) + 15;
  if (evidence.serverVariables > 0) points = Math.max(points, 40) + 12;
  if ((evidence.joined & (1 << S.CONSTANTS)) !== 0) points += 8;
  if (evidence.ended && reader.kind === K.TAIL) points += 12;
  return points - failure(reader, 0) * 2;
}

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
  return points;
}

/** What is taken off when the value stops being SQL: more the more of it is left. */
function failure(reader: StatementReader, main: number): number {
  const { evidence, text } = reader;
  if (!evidence.failed) return 0;
  return main >= 45 && text.length - evidence.failedAt <= 16 ? 10 : 30;
}

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

function clausePoints(clauses: number, broken: boolean): number {
  if (clauses === 0) return 0;
  if ((clauses & (C.PROCEDURE | C.OUTFILE)) !== 0) return 60;
  if ((clauses & C.HAVING_CONSTANTS) !== 0) return 58;
  if ((clauses & C.BY_NUMBER) !== 0) return broken ? 50 : 38;
  if ((clauses & C.INTO) !== 0) return broken ? 35 : 15;
  if ((clauses & C.HAVING) !== 0) return broken ? 35 : 15;
  if ((clauses & C.BY_NAME) !== 0) return broken ? 25 : 0;
  return broken ? 12 : 0;
}

function usePoints(uses: number): number {
  if ((uses & (F.TIME | F.RUN | F.NET)) !== 0) return 62;
  if ((uses & (F.FILE | F.ERROR)) !== 0) return 57;
  return (uses & F.ABOUT) !== 0 ? 20 : 0;
}

/** True when the comment that ends the value says nothing, as one that only cuts a query off does. */
function hasBareTail(reader: StatementReader): boolean {
  const { text, tailFrom, quote } = reader;
  const from = tailFrom + (text.charCodeAt(tailFrom) === 35 ? 1 : 2);
  if (text.length - from > 8) return false;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote || c === 62 || isDigit(c)) return false;
  }
  return true;
}

/** How many words stand before a place, up to a handful. */
function words(text: string, end: number): number {
  let count = 0;
  for (let i = 0; i < end && count < 8; i++)
    if (text.charCodeAt(i) !== 32 && (i === 0 || text.charCodeAt(i - 1) === 32)) count++;
  return count;
}
