import { z } from 'zod';
import { familyName } from '../families.ts';
import { report } from '../kind.ts';

interface Counts {
  refused: number;
  counted: number;
}

/** What web ACLs found, by the family of attack. */
export default report({
  name: 'attack-families',
  title: 'What web ACLs found',
  shape: z
    .strictObject({})
    .describe('Requests that rules of web ACLs refused or counted, by the family of attack they found.'),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'family') return;
    const counts = tally.get(row.key) ?? { refused: 0, counted: 0 };
    counts[row.outcome === 'refused' ? 'refused' : 'counted'] += row.count;
    tally.set(row.key, counts);
  },
  table: (tally) => ({
    columns: ['family', 'refused', 'counted'],
    rows: [...tally]
      .sort(([, a], [, b]) => b.refused - a.refused || b.counted - a.counted)
      .map(([family, { refused, counted }]) => [familyName(family), refused, counted]),
  }),
});
