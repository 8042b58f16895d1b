import { z } from 'zod';
import { action } from '../../action.ts';
import { limitsExceeded } from '../../aws-error.ts';
import { checkedGroup } from '../../wafv2/checked.ts';
import { groupMembers, groupSaying } from '../../wafv2/group-spec.ts';
import { newEntity } from '../../wafv2/new-entity.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { made } from '../../wafv2/shapes.ts';

/** AWS WAF quotas: the capacity units of a rule group. */
const mostCapacity = 5_000;

export default action({
  name: 'CreateRuleGroup',
  shape: z
    .object({
      ...made,
      Capacity: z.int().min(1).describe('The capacity units that its rules may take, now and later.'),
      ...groupMembers,
    })
    .describe('Makes a rule group, which web ACLs can refer to from then on.'),
  async run(input, state) {
    const { Capacity: capacity } = input;
    if (capacity > mostCapacity)
      throw limitsExceeded(`a rule group has ${mostCapacity} capacity units, not ${capacity}`);
    let Summary = {};
    await state.change((definition) => {
      const { ruleGroups } = definition;
      const { entity, id: groupId, labelNamespace } = newEntity('rulegroup', input, ruleGroups, definition);
      const group = groupSaying(input, { ...entity, groupId, capacity, labelNamespace }, []);
      const element = checkedGroup(group, definition);
      Summary = renderedSummary(element, groupId);
      return [{ of: 'ruleGroups', id: element.id, element }];
    });
    return { Summary };
  },
});
