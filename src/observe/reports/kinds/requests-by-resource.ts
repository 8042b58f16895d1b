import { z } from 'zod';
import { outcomeOf } from '../../reasons.ts';
import { report } from '../kind.ts';

interface Counts {
  allowed: number;
  refused: number;
  failed: number;
  latencyMs: number;
}

/** How each resource of each stage fared. */
export default report({
  name: 'requests-by-resource',
  title: 'Stages and resources',
  shape: z
    .strictObject({})
    .describe('How the requests to each stage and resource ended, and how long they took.'),
  empty: () => new Map<string, Counts>(),
  add(tally, row) {
    if (row.of !== 'outcome') return;
    const key = `${row.stage}\n${row.resourcePath}`;
    const counts = tally.get(key) ?? { allowed: 0, refused: 0, failed: 0, latencyMs: 0 };
    counts[outcomeOf(row.reason)] += row.count;
    counts.latencyMs += row.latencyMs;
    tally.set(key, counts);
  },
  table: (tally) => ({
    columns: ['stage', 'resource', 'allowed', 'refused', 'failed', 'mean ms'],
    rows: [...tally]
      .sort(([, a], [, b]) => all(b) - all(a))
      .slice(0, 50)
      .map(([key, c]) => {
        const [stage, resource] = key.split('\n') as [string, string];
        return [
          stage === '' ? '(none)' : stage,
          resource === '' ? '(none)' : resource,
          c.allowed,
          c.refused,
          c.failed,
          Number((c.latencyMs / Math.max(1, all(c))).toFixed(1)),
        ];
      }),
  }),
});

const all = (c: Counts): number => c.allowed + c.refused + c.failed;
