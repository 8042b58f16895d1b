import { z } from 'zod';
import { keyGap } from '../../journal/waf-tallies.ts';
import { familyName } from '../families.ts';
import { bump, report } from '../kind.ts';

/** Whom web ACLs refused, and why: by the rule that did and by what it found. */
export default report({
  name: 'refusals-by-client',
  title: 'Clients that web ACLs refused, and why (of a flood, the first 1 000 a second)',
  shape: z
    .strictObject({})
    .describe(
      'The most frequent clients of each minute that a web ACL refused, by rule and by what was found; of a flood the first 1 000 requests of a second.',
    ),
  empty: () => new Map<string, number>(),
  add(tally, row) {
    if (row.of === 'client') bump(tally, row.key, row.count);
  },
  table: (tally) => ({
    columns: ['address', 'web ACL', 'rule', 'found', 'refusals'],
    rows: [...tally]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 20)
      .map(([key, n]) => {
        const [client, webAcl, rule, family] = key.split(keyGap) as [string, string, string, string];
        return [client, webAcl, rule, familyName(family), n];
      }),
  }),
});
