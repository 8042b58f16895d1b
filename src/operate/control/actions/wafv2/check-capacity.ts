import { z } from 'zod';
import { capacityOf, ruleShape } from '../../../../guard/decide/waf/rules/rule.ts';
import { action } from '../../action.ts';
import { AwsError, invalidParameter } from '../../aws-error.ts';
import { ruleGroupByArn } from '../../wafv2/found.ts';
import { scope } from '../../wafv2/shapes.ts';

/** The most that the rules of a web ACL or of a rule group may take together. */
const mostCapacity = 5_000;

export default action({
  name: 'CheckCapacity',
  shape: z
    .object({ Scope: scope, Rules: z.array(z.unknown()).describe('Rules, as of a web ACL.') })
    .describe('The web ACL capacity units that rules take.'),
  run({ Rules }, { definition }) {
    const rules = Rules.map((rule) => {
      const checked = ruleShape().safeParse(rule);
      if (checked.success) return checked.data;
      const [issue] = checked.error.issues;
      const at = issue!.path.map(String);
      const field = at.findLast((part) => /^[A-Z]\w+$/.test(part)) ?? 'Rule';
      throw invalidParameter(`${at.join('.')} ${issue!.message}`, fieldOf(field), JSON.stringify(rule));
    });
    const Capacity = capacityOf(rules, (arn) => ruleGroupByArn(definition, arn).capacity);
    if (Capacity > mostCapacity) {
      const message = `AWS WAF couldn’t perform the operation because you exceeded your resource limit: the rules take ${Capacity} capacity units of ${mostCapacity}.`;
      throw new AwsError('WAFLimitsExceededException', 400, message);
    }
    return { Capacity };
  },
});

/** `ByteMatchStatement` as AWS’s enumeration of fields has it: `BYTE_MATCH_STATEMENT`. */
const fieldOf = (member: string): string => member.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
