import type { Row } from '../journal/rows.ts';
import { outcomeOf } from '../reasons.ts';
import type { ReportKind, Table } from './kind.ts';
import kinds from './kinds/index.ts';
import { addToBars, type Bar, bands, emptyBars, spanOf } from './timeline.ts';

/** A whole report over a span of time; its JSON form is what `report --json` prints. */
export interface Report {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly totals: Totals;
  readonly timeline: {
    readonly stepMs: number;
    readonly bands: readonly string[];
    readonly bars: readonly Bar[];
  };
  readonly sections: readonly Section[];
}

/** All requests of the span that is reported on. */
export interface Totals {
  readonly requests: number;
  readonly allowed: number;
  readonly refused: number;
  readonly failed: number;
  readonly meanLatencyMs: number;
}

/** A table of a report, and what stands over it. */
export interface Section extends Table {
  readonly name: string;
  readonly title: string;
}

// What matters most comes first; what is not named here follows.
const order = [
  'outcomes-by-layer',
  'refusals-by-rule',
  'attack-families',
  'suspected-false-alarms',
  'top-rules',
];
function placeOf(name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

/** The names of all reports, in their order. */
export const reportNames: readonly string[] = kinds
  .map((k) => k.name)
  .toSorted((a, b) => placeOf(a) - placeOf(b));

/**
 * Builds a report from the rows of a journal (`reader.rows(from, to)`), which go by once. `only` names the
 * sections wanted; all when it is empty.
 */
export function buildReport(
  rows: Iterable<Row>,
  from: number,
  to: number,
  only: readonly string[] = [],
): Report {
  const span = spanOf(from, to);
  const bars = emptyBars(span);
  const counts = { allowed: 0, refused: 0, failed: 0 };
  let latencyMs = 0;
  const wanted = (kinds as readonly ReportKind<unknown>[])
    .filter((k) => only.length === 0 || only.includes(k.name))
    .toSorted((a, b) => placeOf(a.name) - placeOf(b.name));
  const sections = wanted.map((kind) => ({ kind, tally: kind.empty(span) }));
  for (const row of rows) {
    if (row.of === 'outcome') {
      counts[outcomeOf(row.reason)] += row.count;
      latencyMs += row.latencyMs;
    }
    addToBars(bars, span, row);
    for (const { kind, tally } of sections) kind.add(tally, row);
  }
  const requests = counts.allowed + counts.refused + counts.failed;
  return {
    from: Math.round(from),
    to: Math.round(to),
    totals: { requests, ...counts, meanLatencyMs: Number((latencyMs / Math.max(1, requests)).toFixed(2)) },
    timeline: { stepMs: span.stepMs, bands, bars },
    sections: sections.map(({ kind, tally }) => ({
      name: kind.name,
      title: kind.title,
      ...kind.table(tally),
    })),
  };
}
