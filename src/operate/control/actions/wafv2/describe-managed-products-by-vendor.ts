import { z } from 'zod';
import { managedGroups } from '../../../../guard/decide/waf/managed/groups.ts';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import { renderedProduct } from '../../wafv2/products.ts';
import { scope, vendorName } from '../../wafv2/shapes.ts';

export default action({
  name: 'DescribeManagedProductsByVendor',
  shape: z
    .object({ VendorName: vendorName, Scope: scope })
    .describe('The managed rule groups of one vendor, with what they are for.'),
  run({ VendorName }) {
    const groups = managedGroups();
    const found = groups.filter(({ vendor }) => vendor === VendorName);
    if (found.length === 0) {
      const vendors = [...new Set(groups.map(({ vendor }) => vendor))].join(', ');
      throw invalidParameter(
        `There are no managed rule groups of that vendor here; those of ${vendors} there are`,
        'MANAGED_RULE_SET',
        VendorName,
      );
    }
    return { ManagedProducts: found.map(renderedProduct) };
  },
});
