import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListWebACLs',
  shape: z.object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit }).describe('Lists web ACLs.'),
  run(input, { definition }) {
    const all = definition.webAcls.filter((acl) => acl.scope === input.Scope);
    const { page, next } = paged(all, (acl) => acl.name, input.NextMarker, input.Limit);
    return { NextMarker: next, WebACLs: page.map((acl) => renderedSummary(acl, acl.aclId)) };
  },
});
