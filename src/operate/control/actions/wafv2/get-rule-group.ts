import { z } from 'zod';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import { ruleGroupByArn, ruleGroupOf } from '../../wafv2/found.ts';
import { renderedRuleGroup } from '../../wafv2/rendered.ts';
import { entityId, entityName, resourceArn, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetRuleGroup',
  shape: z
    .object({
      Name: entityName.optional().describe('Its name.'),
      Scope: scope.optional(),
      Id: entityId.optional().describe('Its id.'),
      ARN: resourceArn.optional().describe('Its ARN, in place of the three.'),
    })
    .describe('A rule group with its rules, by its ARN or by name, scope and id.'),
  run(input, { definition }) {
    const { Name, Scope, Id, ARN } = input;
    if (ARN === undefined && (Name === undefined || Scope === undefined || Id === undefined)) {
      throw invalidParameter(
        'Name, Scope and Id are needed together, or the ARN alone',
        'RULE_GROUP',
        Name ?? '',
      );
    }
    const group =
      ARN === undefined
        ? ruleGroupOf(definition, { Name: Name!, Scope: Scope!, Id: Id! })
        : ruleGroupByArn(definition, ARN);
    return { RuleGroup: renderedRuleGroup(group), LockToken: group.lockToken };
  },
});
