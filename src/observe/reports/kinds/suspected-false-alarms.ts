import { z } from 'zod';
import { keyGap } from '../../journal/waf-tallies.ts';
import { report, share } from '../kind.ts';

interface Counts {
  refused: number;
  suspected: number;
  example: string;
}

/** Refused requests that look like good ones of the same path: what to look at before a rule is blamed or trusted. */
export default report({
  name: 'suspected-false-alarms',
  title: 'Suspected false alarms: refused, and like requests that are let through',
  shape: z
    .strictObject({})
    .describe(
      'Requests that a rule refused (or counted) though their client is known for good requests and several clients send the same verb, path and arguments.',
    ),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'alarm' && row.of !== 'example') return;
    const cut = row.of === 'example' ? row.key.lastIndexOf(keyGap) : row.key.length;
    const key = row.key.slice(0, cut);
    const counts = tally.get(key) ?? { refused: 0, suspected: 0, example: '' };
    if (row.of === 'example') counts.example = row.key.slice(cut + keyGap.length);
    else counts[row.outcome === 'suspected' ? 'suspected' : 'refused'] += row.count;
    tally.set(key, counts);
  },
  table: (tally) => ({
    columns: ['rule', 'web ACL', 'request', 'found in', 'suspected', 'of all matched', 'explain'],
    rows: [...tally]
      .filter(([, { suspected }]) => suspected > 0)
      .sort(([, a], [, b]) => b.suspected - a.suspected)
      .slice(0, 20)
      .map(([key, { refused, suspected, example }]) => {
        const [webAcl, rule, request, where] = key.split(keyGap) as [string, string, string, string];
        // Heavy hitters never count too many; what is kept of the two may differ by a few.
        return [
          rule,
          webAcl,
          request,
          where,
          suspected,
          share(suspected, Math.max(refused, suspected)),
          example,
        ];
      }),
  }),
});
