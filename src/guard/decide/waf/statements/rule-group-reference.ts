import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { overrideShapes } from '../rules/overrides.ts';
import { statement } from '../statement.ts';

/** Asks the rules of a group, at the place of the rule that refers to it. */
export default statement({
  name: 'RuleGroupReferenceStatement',
  shape: z
    .strictObject({ ARN: z.string().min(1).describe('Which group, by its ARN.'), ...overrideShapes })
    .describe('Asks the rules of a group.'),
  top: 'web ACL',
  capacity: ({ ARN }, of) => of.group(ARN),
  // Its rules are asked one by one: rules/group.ts, rules/evaluate.ts.
  compile: ({ ARN }, given) =>
    traced(
      given.tracing,
      'statement',
      'RuleGroupReferenceStatement',
      '',
      () => true,
      () => ({
        looked: { group: ARN },
        outcome: 'match',
        because: 'Every request is looked at.',
      }),
    ),
});
