import { z } from 'zod';
import { action } from '../../action.ts';
import { ipSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { checkUnused } from '../../wafv2/references.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteIPSet',
  shape: z.object(deleted).describe('Deletes an IP set that no rule names.'),
  async run(input, state) {
    await state.change((definition) => {
      const set = ipSetOf(definition, input);
      relocked(set, input.LockToken);
      checkUnused(set, definition);
      return [{ of: 'ipSets', id: set.id, element: null }];
    });
    return {};
  },
});
