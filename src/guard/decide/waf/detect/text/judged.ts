import type { Family, Finding } from '../finding.ts';

/** What one construct of a value amounts to, before the text around it is looked at. */
export interface Judged {
  readonly score: number;
  readonly what: string;
}

export const judged = (score: number, what: string): Judged => ({ score, what });

/** Of two of a kind the one of the higher score; the first where they are equal. */
export function worse<Scored extends { readonly score: number }>(
  a: Scored | null,
  b: Scored | null,
): Scored | null {
  if (a === null) return b;
  return b !== null && b.score > a.score ? b : a;
}

export const finding = (
  family: Family,
  score: number,
  context: string,
  what: string,
  from: number,
  to: number,
): Finding => ({ family, score, context, what, from, to });

/** The finding where a pattern matched; null where it did not. */
export const findingAt = (
  found: RegExpExecArray | null,
  family: Family,
  score: number,
  context: string,
  what: string,
): Finding | null =>
  found === null ? null : finding(family, score, context, what, found.index, found.index + found[0].length);
