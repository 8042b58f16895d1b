import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListRuleGroups',
  shape: z
    .object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit })
    .describe('Lists rule groups of one’s own.'),
  run(input, { definition }) {
    const all = definition.ruleGroups.filter((group) => group.scope === input.Scope);
    const { page, next } = paged(all, (group) => group.name, input.NextMarker, input.Limit);
    return { NextMarker: next, RuleGroups: page.map((group) => renderedSummary(group, group.groupId)) };
  },
});
