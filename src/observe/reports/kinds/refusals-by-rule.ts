import { z } from 'zod';
import { meaningOf } from '../../reasons.ts';
import { bump, report } from '../kind.ts';

/** Refusals, by the element of the definition that made them. */
export default report({
  name: 'refusals-by-rule',
  title: 'Which rule refused',
  shape: z.strictObject({}).describe('Refusals, by the rule, throttle or other element that made them.'),
  empty: () => new Map<string, number>(),
  add(tally, row) {
    if (row.of === 'outcome' && row.reason !== '') bump(tally, `${row.by}\n${row.reason}`, row.count);
  },
  table: (tally) => ({
    columns: ['rule', 'reason', 'meaning', 'refusals'],
    rows: [...tally]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 50)
      .map(([key, n]) => {
        const [by, reason] = key.split('\n') as [string, string];
        return [by === '' ? '–' : by, reason, meaningOf(reason)?.title ?? '', n];
      }),
  }),
});
