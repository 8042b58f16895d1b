import { z } from 'zod';
import { action } from '../../action.ts';
import { keyOf, ruleGroupByArn, ruleGroupOf } from '../../wafv2/found.ts';
import { renderedRuleGroup } from '../../wafv2/rendered.ts';
import { keyOrArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetRuleGroup',
  shape: z
    .object({
      ...keyOrArn,
    })
    .describe('A rule group with its rules, by its ARN or by name, scope and id.'),
  run(input, { definition }) {
    const group =
      input.ARN === undefined
        ? ruleGroupOf(definition, keyOf(input, 'RULE_GROUP'))
        : ruleGroupByArn(definition, input.ARN);
    return { RuleGroup: renderedRuleGroup(group), LockToken: group.lockToken };
  },
});
