import { z } from 'zod';
import { bump, report, type Span } from '../kind.ts';

interface Timeline {
  readonly span: Span;
  /** Counts by status, for each step. */
  readonly steps: Map<number, Map<number, number>>;
}

/** Status codes, step by step; steps without a request are left out. */
export default report({
  name: 'statuses-over-time',
  title: 'Status codes over time',
  shape: z.strictObject({}).describe('How many answers of each status there were, step by step.'),
  empty: (span): Timeline => ({ span, steps: new Map() }),
  add({ span, steps }, row) {
    if (row.of !== 'outcome') return;
    const at = Math.floor(row.at / span.stepMs) * span.stepMs;
    let counts = steps.get(at);
    if (counts === undefined) {
      counts = new Map();
      steps.set(at, counts);
    }
    bump(counts, row.status, row.count);
  },
  table({ steps }) {
    const statuses = [...new Set([...steps.values()].flatMap((s) => [...s.keys()]))].sort((a, b) => a - b);
    const rows = [...steps]
      .sort(([a], [b]) => a - b)
      .map(([at, counts]) => [moment(at), ...statuses.map((s) => counts.get(s) ?? 0)]);
    return { columns: ['time (UTC)', ...statuses.map(String)], rows };
  },
});

const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
