import { z } from 'zod';
import type { Definition } from '../../../../define/model/definition.ts';
import type { Rule } from '../../../../define/model/web-acl.ts';
import { limitedKeys, rateRules } from '../../../../guard/decide/waf/rates/rates.ts';
import { action } from '../../action.ts';
import { AwsError, invalidParameter, nonexistent } from '../../aws-error.ts';
import { ruleGroupByArn, ruleOf, webAclOf } from '../../wafv2/found.ts';
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
    const { rule, id } =
      input.RuleGroupRuleName === undefined
        ? standing(ruleOf(acl, input.RuleName))
        : inGroup(definition, ruleOf(acl, input.RuleGroupRuleName), input.RuleName);
    const rate = rateRules(definition).find((candidate) => candidate.rule === id);
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

interface Found {
  readonly rule: Rule;
  /** What it counts under. */
  readonly id: string;
}

const standing = (rule: Rule): Found => ({ rule, id: rule.id });

/** A rule of the group that a rule of the web ACL refers to. */
function inGroup(definition: Definition, refers: Rule, name: string): Found {
  const settings = refers.statement.RuleGroupReferenceStatement as { readonly ARN: string } | undefined;
  if (settings === undefined)
    throw invalidParameter('The rule does not refer to a rule group', 'RULE', refers.name);
  const group = ruleGroupByArn(definition, settings.ARN);
  const rule = group.rules.find((candidate) => candidate.name === name);
  if (rule === undefined) throw nonexistent(`the rule group ${group.name} has no rule named ${name}`);
  return { rule, id: `${refers.id}/${rule.id}` };
}
