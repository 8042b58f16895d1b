import { z } from 'zod';
import { action } from '../../action.ts';
import { checkedGroup } from '../../wafv2/checked.ts';
import { ruleGroupOf } from '../../wafv2/found.ts';
import { groupMembers, groupSaying } from '../../wafv2/group-spec.ts';
import { relocked } from '../../wafv2/locked.ts';
import { replaced } from '../../wafv2/shapes.ts';

export default action({
  name: 'UpdateRuleGroup',
  shape: z
    .object({
      ...replaced,
      ...groupMembers,
    })
    .describe(
      'Replaces all that a rule group says but its capacity; web ACLs that refer to it go by it at once.',
    ),
  async run(input, state) {
    let NextLockToken = '';
    await state.change((definition) => {
      const group = ruleGroupOf(definition, input);
      NextLockToken = relocked(group, input.LockToken);
      const entity = { ...group, description: input.Description ?? '', lockToken: NextLockToken };
      const element = checkedGroup(groupSaying(input, entity, group.rules), definition);
      return [{ of: 'ruleGroups', id: group.id, element }];
    });
    return { NextLockToken };
  },
});
