import type { Row } from '../journal/rows.ts';
import { outcomeOf } from '../reasons.ts';
import type { Span } from './kind.ts';

/** What a chart tells apart, from the bottom of a bar to its top. */
export const bands = [
  'allowed',
  'throttled',
  'blocked by the web ACL',
  'refused otherwise',
  'failed',
] as const;

/** One step of time, and how many requests of it lie in each of the bands. */
export interface Bar {
  readonly at: number;
  readonly counts: number[];
}

const minute = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 10_080].map((m) => m * minute);
const maxBars = 60;

/** The smallest usual step that shows a span in at most sixty bars. */
export function spanOf(from: number, to: number): Span {
  const stepMs = steps.find((s) => (to - from) / s <= maxBars) ?? steps.at(-1)!;
  return { from, to, stepMs };
}

/** Empty bars from the beginning of a span to its end. */
export function emptyBars({ from, to, stepMs }: Span): Bar[] {
  const bars: Bar[] = [];
  for (let at = Math.floor(from / stepMs) * stepMs; at < to; at += stepMs) {
    bars.push({ at, counts: bands.map(() => 0) });
  }
  return bars;
}

/** Adds what a row counts to the bar of its time. */
export function addToBars(bars: readonly Bar[], { stepMs }: Span, row: Row): void {
  if (row.of !== 'outcome' || bars.length === 0) return;
  const bar = bars[Math.floor((row.at - bars[0]!.at) / stepMs)];
  if (bar !== undefined) bar.counts[bandOf(row.reason)]! += row.count;
}

function bandOf(reason: string): number {
  if (reason === 'THROTTLED' || reason === 'QUOTA_EXCEEDED') return 1;
  if (reason === 'WAF_FILTERED') return 2;
  return { allowed: 0, refused: 3, failed: 4 }[outcomeOf(reason)];
}
