import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { managedGroupOf } from '../../wafv2/found.ts';
import { groupName, nextMarker, pageLimit, scope, vendorName } from '../../wafv2/shapes.ts';

/** The day that all versions here were last changed: 1 January 2026, in seconds since the epoch. */
const changed = 1_767_225_600;

export default action({
  name: 'ListAvailableManagedRuleGroupVersions',
  shape: z
    .object({
      VendorName: vendorName,
      Name: groupName,
      Scope: scope,
      NextMarker: nextMarker,
      Limit: pageLimit,
    })
    .describe('Lists the versions of a managed rule group, the newest first.'),
  run(input) {
    const { versions } = managedGroupOf(input);
    const { page, next } = paged(versions, (version) => version, input.NextMarker, input.Limit);
    return {
      NextMarker: next,
      Versions: page.map((Name) => ({ Name, LastUpdateTimestamp: changed })),
      CurrentDefaultVersion: versions[0],
    };
  },
});
