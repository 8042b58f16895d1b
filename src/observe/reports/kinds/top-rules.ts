import { z } from 'zod';
import type { RuleOutcome } from '../../journal/rows.ts';
import { keyGap } from '../../journal/waf-tallies.ts';
import { report } from '../kind.ts';

type Counts = Record<RuleOutcome, number>;

/** What each rule of each web ACL did, those within groups by themselves. */
export default report({
  name: 'top-rules',
  title: 'Rules of web ACLs that matched most',
  shape: z
    .strictObject({})
    .describe(
      'How often each rule of a web ACL matched, and what it did; those within groups by themselves.',
    ),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'rule') return;
    const counts = tally.get(row.key) ?? { ALLOW: 0, BLOCK: 0, COUNT: 0, CAPTCHA: 0, CHALLENGE: 0 };
    counts[row.outcome as RuleOutcome] += row.count;
    tally.set(row.key, counts);
  },
  table: (tally) => ({
    columns: ['web ACL', 'rule', 'blocked', 'counted', 'asked for a token', 'allowed'],
    rows: [...tally]
      .sort(([, a], [, b]) => b.BLOCK - a.BLOCK || all(b) - all(a))
      .slice(0, 30)
      .map(([key, c]) => {
        const [webAcl, rule, within] = key.split(keyGap) as [string, string, string];
        const name = within === '' ? rule : `${within} of ${rule}`;
        return [webAcl, name, c.BLOCK, c.COUNT, c.CAPTCHA + c.CHALLENGE, c.ALLOW];
      }),
  }),
});

const all = (c: Counts): number => Object.values(c).reduce((sum, n) => sum + n, 0);
