import { z } from 'zod';
import { error } from '../../../../base/note.ts';
import { uuid } from '../../../model/ids.ts';
import { visibilityShape } from '../../../model/visibility.ts';
import { resource, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';
import { checkBodies, responseBodiesShape } from '../waf-actions.ts';
import { entityFields, entityNames } from '../waf-entity.ts';
import { rulesOf } from '../waf-rules.ts';

const label = z
  .strictObject({ Name: z.string().optional().describe('A label, with its prefix.') })
  .describe('A label.');

const names = entityNames('rulegroup');

/** Rules that web ACLs can refer to together. */
export default resource({
  name: 'AWS::WAFv2::RuleGroup',
  shape: z
    .strictObject({
      ...entityFields,
      Capacity: z
        .int()
        .min(1)
        .max(5000)
        .describe('The capacity units it takes in a web ACL: as many as its rules take, or more.'),
      Rules: z
        .array(z.unknown())
        .default([])
        .describe('Its rules; the catalogue of the web ACL describes them.'),
      VisibilityConfig: visibilityShape,
      CustomResponseBodies: responseBodiesShape,
      AvailableLabels: stored(
        z.array(label).optional().describe('The labels its rules give.'),
        'follows from its rules',
      ),
      ConsumedLabels: stored(
        z.array(label).optional().describe('The labels its rules ask for.'),
        'follows from its rules',
      ),
      MonetizationConfig: stored(
        z.unknown().optional().describe('Prices for robots.'),
        'acts on CloudFront alone',
      ),
      Tags: tags,
    })
    .describe('A rule group.'),
  ref: (group, self) => names.ref(group, self),
  attributes: {
    Arn: (group, self) => names.arn(group, self),
    Id: (_, self) => uuid(self.id),
    LabelNamespace: (group, self) => names.labelNamespace(group, self),
  },
  add(group, parts, self) {
    const { rules, api } = rulesOf(group.Rules, parts, self, parts.draft.catalogue.groupRule);
    const needed = api.length === group.Rules.length ? parts.draft.catalogue.capacity(api) : 0;
    if (needed > group.Capacity) {
      const message = `must be ${needed} or more, which its rules take, not ${group.Capacity}`;
      parts.draft.note(error('rule-group.capacity', message, self.at('Capacity')));
    }
    const rates = rules.filter((rule) => 'RateBasedStatement' in rule.statement).length;
    if (rates > MOST_RATES) {
      const message = `${rates} rules are rate-based, and a rule group may have ${MOST_RATES}`;
      parts.draft.note(error('rule-group.rates', message, self.at('Rules')));
    }
    checkBodies(group.Rules, ['Rules'], group.CustomResponseBodies, parts, self);
    parts.draft.ruleGroups.push({
      ...names.element(group, self),
      groupId: uuid(self.id),
      capacity: group.Capacity,
      rules,
      visibility: group.VisibilityConfig,
      customResponseBodies: group.CustomResponseBodies,
      labelNamespace: names.labelNamespace(group, self),
      tags: tagged(group.Tags),
    });
  },
});

/** AWS WAF quotas: rate-based rules of one group. */
const MOST_RATES = 4;
