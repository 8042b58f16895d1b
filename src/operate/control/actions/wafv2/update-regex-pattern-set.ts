import { z } from 'zod';
import { action } from '../../action.ts';
import { patternSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { patternsIn } from '../../wafv2/set-parts.ts';
import { expressions, replaced } from '../../wafv2/shapes.ts';

export default action({
  name: 'UpdateRegexPatternSet',
  shape: z
    .object({
      ...replaced,
      RegularExpressionList: expressions.describe('All its expressions from now on.'),
    })
    .describe(
      'Replaces the expressions of a regex pattern set; every rule that names it goes by them at once.',
    ),
  async run(input, state) {
    const patterns = patternsIn(input.RegularExpressionList);
    let NextLockToken = '';
    await state.change((definition) => {
      const set = patternSetOf(definition, input);
      NextLockToken = relocked(set, input.LockToken);
      const element = {
        ...{ ...set, patterns, lockToken: NextLockToken },
        description: input.Description ?? '',
      };
      return [{ of: 'regexPatternSets', id: set.id, element }];
    });
    return { NextLockToken };
  },
});
