import { z } from 'zod';
import { capacityOf, ruleShape } from '../../../../guard/decide/waf/rules/rule.ts';
import { action } from '../../action.ts';
import { limitsExceeded } from '../../aws-error.ts';
import { ruleGroupByArn } from '../../wafv2/found.ts';
import { memberIn } from '../../wafv2/member.ts';
import { scope } from '../../wafv2/shapes.ts';

/** The most that the rules of a web ACL or of a rule group may take together. */
const mostCapacity = 5_000;

export default action({
  name: 'CheckCapacity',
  shape: z
    .object({ Scope: scope, Rules: z.array(z.unknown()).describe('Rules, as of a web ACL.') })
    .describe('The web ACL capacity units that rules take.'),
  run({ Rules }, { definition }) {
    const rules = Rules.map((rule, i) => memberIn(ruleShape(), rule, ['Rules', i], 'RULE'));
    const Capacity = capacityOf(rules, (arn) => ruleGroupByArn(definition, arn).capacity);
    if (Capacity > mostCapacity)
      throw limitsExceeded(`the rules take ${Capacity} capacity units of ${mostCapacity}`);
    return { Capacity };
  },
});
