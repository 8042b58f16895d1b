import { z } from 'zod';
import { action } from '../../action.ts';
import { deleting } from '../../wafv2/deleting.ts';
import { ruleGroupOf } from '../../wafv2/found.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteRuleGroup',
  shape: z.object(deleted).describe('Deletes a rule group that no web ACL refers to.'),
  run: deleting('ruleGroups', ruleGroupOf),
});
