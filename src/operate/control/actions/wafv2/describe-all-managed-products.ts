import { z } from 'zod';
import { managedGroups } from '../../../../guard/decide/waf/managed/groups.ts';
import { action } from '../../action.ts';
import { renderedProduct } from '../../wafv2/products.ts';
import { scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'DescribeAllManagedProducts',
  shape: z
    .object({ Scope: scope })
    .describe('The managed rule groups of all vendors, with what they are for.'),
  run: () => ({ ManagedProducts: managedGroups().map(renderedProduct) }),
});
