import { z } from 'zod';
import { managedGroups } from '../../../../guard/decide/waf/managed/groups.ts';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListAvailableManagedRuleGroups',
  shape: z
    .object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit })
    .describe('Lists the managed rule groups that web ACLs can refer to.'),
  run(input) {
    const { page, next } = paged(managedGroups(), (group) => group.name, input.NextMarker, input.Limit);
    return {
      NextMarker: next,
      ManagedRuleGroups: page.map(({ vendor, name, description }) => ({
        VendorName: vendor,
        Name: name,
        VersioningSupported: true,
        Description: description,
      })),
    };
  },
});
