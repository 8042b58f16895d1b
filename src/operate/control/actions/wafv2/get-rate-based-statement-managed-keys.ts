import { z } from 'zod';
import { limitedKeys, rateRules } from '../../../../guard/decide/waf/rates.ts';
import { action } from '../../action.ts';
import { AwsError, invalidParameter, nonexistent } from '../../aws-error.ts';
import { ruleOf, webAclOf } from '../../wafv2/found.ts';
import { entityId, entityName, scope } from '../../wafv2/shapes.ts';

const mostKeys = 10_000;

export default action({
  name: 'GetRateBasedStatementManagedKeys',
  shape: z
    .object({
      Scope: scope,
      WebACLName: entityName.describe('The name of the web ACL.'),
      WebACLId: entityId.describe('The id of the web ACL.'),
      RuleGroupRuleName: entityName
        .optional()
        .describe('For a rule inside a group: the rule that refers to it.'),
      RuleName: entityName.describe('The name of the rate-based rule.'),
    })
    .describe('The addresses that a rate-based rule limits at this moment.'),
  run(input, state) {
    const { definition, clock } = state;
    const acl = webAclOf(definition, { Name: input.WebACLName, Scope: input.Scope, Id: input.WebACLId });
    if (input.RuleGroupRuleName !== undefined) {
      throw nonexistent(`the web ACL ${acl.name} has no rule group rule named ${input.RuleGroupRuleName}`);
    }
    const rule = ruleOf(acl, input.RuleName);
    const rate = rateRules(definition).find((candidate) => candidate.rule === rule.id);
    if (rate === undefined) throw invalidParameter('The rule is not a rate-based one', 'RULE', rule.name);
    if (rate.aggregate !== 'IP' && rate.aggregate !== 'FORWARDED_IP') {
      throw new AwsError(
        'WAFUnsupportedAggregateKeyTypeException',
        400,
        `The rule ${rule.name} aggregates by ${rate.aggregate}; keys are listed for IP and FORWARDED_IP only.`,
      );
    }
    const cells = state.cells(rate.cellsId);
    const limited = cells === undefined ? [] : limitedKeys(rate, cells, clock);
    const blocks = (version: 4 | 6, width: string): string[] =>
      limited
        .filter((key) => key.version === version)
        .slice(0, mostKeys)
        .map((key) => (key.key.includes('/') ? key.key : `${key.key}/${width}`));
    return {
      ManagedKeysIPV4: { IPAddressVersion: 'IPV4', Addresses: blocks(4, '32') },
      ManagedKeysIPV6: { IPAddressVersion: 'IPV6', Addresses: blocks(6, '128') },
    };
  },
});
