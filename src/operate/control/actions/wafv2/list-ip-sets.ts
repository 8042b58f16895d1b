import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListIPSets',
  shape: z.object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit }).describe('Lists IP sets.'),
  run(input, { definition }) {
    const all = definition.ipSets.filter((set) => set.scope === input.Scope);
    const { page, next } = paged(all, (set) => set.name, input.NextMarker, input.Limit);
    return { NextMarker: next, IPSets: page.map((set) => renderedSummary(set, set.setId)) };
  },
});
