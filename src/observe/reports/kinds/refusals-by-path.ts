import { z } from 'zod';
import { bump, report } from '../kind.ts';

/** What refused requests were after. */
export default report({
  name: 'refusals-by-path',
  title: 'Paths that were refused most',
  shape: z
    .strictObject({})
    .describe(
      'The most frequent paths of refused requests of each minute, summed up: rare ones may be missing.',
    ),
  empty: () => new Map<string, number>(),
  add(tally, row) {
    if (row.of === 'path') bump(tally, row.key, row.count);
  },
  table: (tally) => ({
    columns: ['path', 'refusals'],
    rows: [...tally].sort((a, b) => b[1] - a[1]).slice(0, 20),
  }),
});
