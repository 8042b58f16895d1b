import { z } from 'zod';
import { report, share } from '../kind.ts';

interface Counts {
  allowed: number;
  refused: number;
  failed: number;
}

/** Who called with which API key, and how much of it was let through. */
export default report({
  name: 'usage-by-key',
  title: 'API keys, the most used first',
  shape: z
    .strictObject({})
    .describe('The most used API keys of each minute, summed up: rare ones may be missing.'),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'apiKey') return;
    const counts = tally.get(row.key) ?? { allowed: 0, refused: 0, failed: 0 };
    counts[row.outcome] += row.count;
    tally.set(row.key, counts);
  },
  table: (tally) => ({
    columns: ['API key', 'allowed', 'refused', 'failed', 'refused of all'],
    rows: [...tally]
      .sort(([, a], [, b]) => all(b) - all(a))
      .slice(0, 50)
      .map(([key, c]) => [key, c.allowed, c.refused, c.failed, share(c.refused, all(c))]),
  }),
});

const all = (c: Counts): number => c.allowed + c.refused + c.failed;
