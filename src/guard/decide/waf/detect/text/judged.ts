import type { Family, Finding } from '../finding.ts';

/** What one construct of a value amounts to, before the text around it is looked at. */
export interface Judged {
  readonly score: number;
  readonly what: string;
}

export const judged = (score: number, what: string): Judged => ({ score, what });

/** The graver of two. */
export function graver(a: Judged | null, b: Judged | null): Judged | null {
  if (a === null) return b;
  return b !== null && b.score > a.score ? b : a;
}

/** The graver of two findings. */
export function worse(a: Finding | null, b: Finding | null): Finding | null {
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
