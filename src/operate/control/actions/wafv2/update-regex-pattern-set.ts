import { z } from 'zod';
import { patternShape } from '../../../../guard/decide/waf/rules/rule.ts';
import { action } from '../../action.ts';
import { AwsError, invalidParameter } from '../../aws-error.ts';
import { patternSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { description, entityId, entityName, lockToken, scope } from '../../wafv2/shapes.ts';

const mostPatterns = 10;

export default action({
  name: 'UpdateRegexPatternSet',
  shape: z
    .object({
      Name: entityName.describe('Its name.'),
      Scope: scope,
      Id: entityId.describe('Its id.'),
      Description: description,
      RegularExpressionList: z
        .array(z.object({ RegexString: z.string().min(1).max(512).describe('An expression.') }))
        .describe('All its expressions from now on.'),
      LockToken: lockToken,
    })
    .describe(
      'Replaces the expressions of a regex pattern set; every rule that names it goes by them at once.',
    ),
  async run(input, state) {
    const patterns = input.RegularExpressionList.map(({ RegexString }) => RegexString);
    if (patterns.length > mostPatterns) {
      const message = `A regex pattern set holds ${mostPatterns} expressions.`;
      throw new AwsError('WAFLimitsExceededException', 400, message);
    }
    for (const pattern of patterns) {
      const why = patternShape.safeParse(pattern).error?.issues[0]?.message;
      if (why !== undefined) throw invalidParameter(`The expression ${why}`, 'REGEX_PATTERN_SET', pattern);
    }
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
