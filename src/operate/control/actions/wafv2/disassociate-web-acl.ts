import { z } from 'zod';
import { action } from '../../action.ts';
import { stageOf } from '../../wafv2/found.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'DisassociateWebACL',
  shape: z
    .object({ ResourceArn: resourceArn.describe('The ARN of a stage.') })
    .describe('Takes the web ACL away that stands in front of a stage, if one does.'),
  async run({ ResourceArn }, state) {
    await state.change((definition) => {
      const those = definition.associations.filter((one) => one.resourceArn === ResourceArn);
      // A stage that is gone may have left its association behind, and that can be taken away.
      if (those.length === 0) stageOf(definition, ResourceArn);
      return those.map(({ id }) => ({ of: 'associations', id, element: null }) as const);
    });
    return {};
  },
});
