import { z } from 'zod';
import { report } from '../kind.ts';

interface Counts {
  refused: number;
  failed: number;
}

/** What requests were after that were not let through, or failed. */
export default report({
  name: 'refusals-by-path',
  title: 'Paths, the most refused first',
  shape: z
    .strictObject({})
    .describe(
      'The most frequent paths of refused and of failed requests of each minute, summed up: rare ones may be missing.',
    ),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'path' || row.outcome === 'allowed') return;
    const counts = tally.get(row.key) ?? { refused: 0, failed: 0 };
    counts[row.outcome] += row.count;
    tally.set(row.key, counts);
  },
  table: (tally) => ({
    columns: ['path', 'refused', 'failed'],
    rows: [...tally]
      .sort(([, a], [, b]) => b.refused - a.refused || b.failed - a.failed)
      .slice(0, 20)
      .map(([path, { refused, failed }]) => [path, refused, failed]),
  }),
});
