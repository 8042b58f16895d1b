import { z } from 'zod';
import { visibilityShape } from '../../../define/model/visibility.ts';
import type { CustomResponseBody, Rule, RuleGroup, WafEntity } from '../../../define/model/web-acl.ts';
import { responseBodiesShape } from '../../../define/readers/cloudformation/waf-actions.ts';
import { capacityOf, groupRuleShape } from '../../../guard/decide/waf/rules/rule.ts';
import { invalidParameter, limitsExceeded } from '../aws-error.ts';
import { memberIn, required } from './member.ts';
import { checkBodies, ruleElements, rulesIn } from './rules.ts';

/** AWS WAF quotas: rate-based rules of one group. */
const mostRates = 4;

/** The members that say what a rule group does, of the operations that make and change one. */
export const groupMembers = {
  Rules: z.array(z.unknown()).default([]).describe('All its rules from now on; absent: none.'),
  VisibilityConfig: required('How it shows in metrics and samples.'),
  CustomResponseBodies: z.unknown().optional().describe('Bodies that blocking actions can name, by key.'),
};

type Asked = { readonly [M in keyof typeof groupMembers]?: unknown } & { readonly Rules: readonly unknown[] };

type Entity = WafEntity & Pick<RuleGroup, 'groupId' | 'capacity' | 'labelNamespace' | 'tags'>;

/** What a rule group of that identity says when it is asked to say this; `before` are the rules it had. */
export function groupSaying(asked: Asked, entity: Entity, before: readonly Rule[]): RuleGroup {
  const rules = rulesIn(asked.Rules, groupRuleShape());
  const visibility = memberIn(visibilityShape, asked.VisibilityConfig, ['VisibilityConfig'], 'RULE_GROUP');
  const bodies = memberIn(
    responseBodiesShape,
    asked.CustomResponseBodies,
    ['CustomResponseBodies'],
    'RULE_GROUP',
  ) as Readonly<Record<string, CustomResponseBody>>;
  checkBodies(bodies, rules);
  const needed = capacityOf(rules);
  if (needed > entity.capacity)
    throw invalidParameter(
      `The rules take ${needed} capacity units, and the rule group was made for ${entity.capacity}`,
      'RULE_GROUP',
      `${needed}`,
    );
  const rates = rules.filter((rule) => 'RateBasedStatement' in rule.Statement).length;
  if (rates > mostRates)
    throw limitsExceeded(`${rates} rules are rate-based, and a rule group may have ${mostRates}`);
  return {
    ...entity,
    rules: ruleElements(rules, entity.id, before),
    visibility,
    customResponseBodies: bodies,
  };
}
