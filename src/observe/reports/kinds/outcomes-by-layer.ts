import { z } from 'zod';
import { layers, meaningOf, outcomeOf } from '../../reasons.ts';
import { bump, report, share } from '../kind.ts';

/** How requests ended, by the protection that ended them, in the order of the journey. */
export default report({
  name: 'outcomes-by-layer',
  title: 'Where requests ended',
  shape: z.strictObject({}).describe('How requests ended, by the protection that ended them.'),
  empty: () => new Map<string, number>(),
  add(tally, row) {
    if (row.of !== 'outcome') return;
    const layer = meaningOf(row.reason)?.layer ?? '';
    bump(tally, `${layer}|${outcomeOf(row.reason)}`, row.count);
  },
  table(tally) {
    const all = [...tally.values()].reduce((sum, n) => sum + n, 0);
    const place = (key: string): number => (layers as readonly string[]).indexOf(key.split('|')[0]!);
    const rows = [...tally]
      .sort(([a], [b]) => place(a) - place(b))
      .map(([key, n]) => {
        const [layer, outcome] = key.split('|') as [string, string];
        return [layer === '' ? 'passed all' : layer, outcome, n, share(n, all)];
      });
    return { columns: ['layer', 'outcome', 'requests', 'share'], rows };
  },
});
