import { z } from 'zod';
import { action } from '../../action.ts';
import { ruleGroupOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { checkUnused } from '../../wafv2/references.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteRuleGroup',
  shape: z.object(deleted).describe('Deletes a rule group that no web ACL refers to.'),
  async run(input, state) {
    await state.change((definition) => {
      const group = ruleGroupOf(definition, input);
      relocked(group, input.LockToken);
      checkUnused(group, definition);
      return [{ of: 'ruleGroups', id: group.id, element: null }];
    });
    return {};
  },
});
