import { z } from 'zod';
import { action } from '../../action.ts';
import { deleting } from '../../wafv2/deleting.ts';
import { ipSetOf } from '../../wafv2/found.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteIPSet',
  shape: z.object(deleted).describe('Deletes an IP set that no rule names.'),
  run: deleting('ipSets', ipSetOf),
});
