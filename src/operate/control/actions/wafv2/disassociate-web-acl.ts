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
      const { arn } = stageOf(definition, ResourceArn);
      const those = definition.associations.filter((one) => one.resourceArn === arn);
      return those.map(({ id }) => ({ of: 'associations', id, element: null }) as const);
    });
    return {};
  },
});
