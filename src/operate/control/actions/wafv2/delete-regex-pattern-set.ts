import { z } from 'zod';
import { action } from '../../action.ts';
import { deleting } from '../../wafv2/deleting.ts';
import { patternSetOf } from '../../wafv2/found.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteRegexPatternSet',
  shape: z.object(deleted).describe('Deletes a regex pattern set that no rule names.'),
  run: deleting('regexPatternSets', patternSetOf),
});
