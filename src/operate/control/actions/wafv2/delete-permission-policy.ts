import { z } from 'zod';
import { action } from '../../action.ts';
import { nonexistent } from '../../aws-error.ts';
import { ruleGroupByArn } from '../../wafv2/found.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeletePermissionPolicy',
  shape: z
    .object({ ResourceArn: resourceArn.describe('The rule group.') })
    .describe('Takes away the policy by which other accounts use a rule group: there is none here.'),
  run({ ResourceArn }, { definition }) {
    throw nonexistent(`the rule group ${ruleGroupByArn(definition, ResourceArn).name} has no policy`);
  },
});
