import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListRegexPatternSets',
  shape: z
    .object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit })
    .describe('Lists sets of regular expressions.'),
  run(input, { definition }) {
    const all = definition.regexPatternSets.filter((set) => set.scope === input.Scope);
    const { page, next } = paged(all, (set) => set.name, input.NextMarker, input.Limit);
    return { NextMarker: next, RegexPatternSets: page.map((set) => renderedSummary(set, set.setId)) };
  },
});
