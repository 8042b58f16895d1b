import { z } from 'zod';
import { report, share } from '../kind.ts';

interface Counts {
  allowed: number;
  refused: number;
  failed: number;
}

/** Who was refused most, and how much of theirs was let through. */
export default report({
  name: 'requests-by-address',
  title: 'Addresses, the most refused first',
  shape: z
    .strictObject({})
    .describe('The most frequent addresses of each minute, summed up: rare ones may be missing.'),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'address') return;
    const counts = tally.get(row.key) ?? { allowed: 0, refused: 0, failed: 0 };
    counts[row.outcome] += row.count;
    tally.set(row.key, counts);
  },
  table: (tally) => ({
    columns: ['address', 'refused', 'allowed', 'failed', 'refused of all'],
    rows: [...tally]
      .sort(([, a], [, b]) => b.refused - a.refused || b.allowed - a.allowed)
      .slice(0, 20)
      .map(([address, { allowed, refused, failed }]) => [
        address,
        refused,
        allowed,
        failed,
        share(refused, allowed + refused + failed),
      ]),
  }),
});
