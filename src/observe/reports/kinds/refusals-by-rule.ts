import { z } from 'zod';
import { meaningOf, outcomeOf } from '../../reasons.ts';
import { bump, report } from '../kind.ts';

/** Refusals, by the element of the definition that made them; and what failed behind it. */
export default report({
  name: 'refusals-by-rule',
  title: 'Which rule refused, and what failed',
  shape: z
    .strictObject({})
    .describe(
      'Refusals, by the rule, throttle or other element that made them, and failures by their reason.',
    ),
  empty: () => new Map<string, number>(),
  add(tally, row) {
    if (row.of === 'outcome' && row.reason !== '') bump(tally, `${row.by}\n${row.reason}`, row.count);
  },
  table: (tally) => ({
    columns: ['rule', 'reason', 'meaning', 'outcome', 'requests'],
    rows: [...tally]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 50)
      .map(([key, n]) => {
        const [by, reason] = key.split('\n') as [string, string];
        return [by === '' ? '–' : by, reason, meaningOf(reason)?.title ?? '', outcomeOf(reason), n];
      }),
  }),
});
