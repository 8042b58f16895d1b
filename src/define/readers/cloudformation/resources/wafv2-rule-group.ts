import { z } from 'zod';
import { error } from '../../../../base/note.ts';
import { uuid, wafArn } from '../../../model/ids.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';
import { checkBodies, responseBodiesShape } from '../waf-actions.ts';
import { rulesOf, visibilityShape } from '../waf-rules.ts';

const label = z
  .strictObject({ Name: z.string().optional().describe('A label, with its prefix.') })
  .describe('A label.');

/** Rules that web ACLs can refer to together. */
export default resource({
  name: 'AWS::WAFv2::RuleGroup',
  shape: z
    .strictObject({
      Name: z
        .string()
        .regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -')
        .optional()
        .describe('Its name.'),
      Scope: z.enum(['REGIONAL', 'CLOUDFRONT']).describe('REGIONAL for APIs, CLOUDFRONT for distributions.'),
      Description: z.string().max(256).default('').describe('What it is for.'),
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
  ref: (group, self) => `${nameOf(group, self)}|${uuid(self.id)}|${group.Scope}`,
  attributes: {
    Arn: (group, self) => arnOf(group, self),
    Id: (_, self) => uuid(self.id),
    LabelNamespace: (group, self) => namespaceOf(group, self),
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
      id: self.id,
      origin: self.origin,
      name: nameOf(group, self),
      groupId: uuid(self.id),
      arn: arnOf(group, self),
      scope: group.Scope,
      description: group.Description,
      lockToken: uuid(`${self.id}/lock`),
      capacity: group.Capacity,
      rules,
      visibility: group.VisibilityConfig,
      customResponseBodies: group.CustomResponseBodies,
      labelNamespace: namespaceOf(group, self),
      tags: tagged(group.Tags),
    });
  },
});

/** AWS WAF quotas: rate-based rules of one group. */
const MOST_RATES = 4;

type Named = { readonly Name?: string; readonly Scope: 'REGIONAL' | 'CLOUDFRONT' };

const nameOf = (group: Named, self: Self): string =>
  group.Name ?? physicalName(self.stack, self.logicalId, 128);

const namespaceOf = (group: Named, self: Self): string =>
  `awswaf:${self.accountId}:rulegroup:${nameOf(group, self)}:`;

const arnOf = (group: Named, self: Self): string =>
  wafArn(self.region, self.accountId, 'rulegroup', group.Scope, nameOf(group, self), uuid(self.id));
