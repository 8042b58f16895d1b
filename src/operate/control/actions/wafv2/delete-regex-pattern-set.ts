import { z } from 'zod';
import { action } from '../../action.ts';
import { patternSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { checkUnused } from '../../wafv2/references.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteRegexPatternSet',
  shape: z.object(deleted).describe('Deletes a regex pattern set that no rule names.'),
  async run(input, state) {
    await state.change((definition) => {
      const set = patternSetOf(definition, input);
      relocked(set, input.LockToken);
      checkUnused(set, definition);
      return [{ of: 'regexPatternSets', id: set.id, element: null }];
    });
    return {};
  },
});
