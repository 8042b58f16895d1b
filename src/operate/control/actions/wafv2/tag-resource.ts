import { z } from 'zod';
import { action } from '../../action.ts';
import { resourceArn, tagList } from '../../wafv2/shapes.ts';
import { retagged, tagsOf, tagsWith } from '../../wafv2/tags.ts';

export default action({
  name: 'TagResource',
  shape: z
    .object({
      ResourceARN: resourceArn.describe('A web ACL, a rule group or a set.'),
      Tags: tagList,
    })
    .describe('Gives tags to an entity, in place of those of the same name.'),
  async run({ ResourceARN, Tags }, state) {
    await state.change((definition) =>
      retagged(definition, ResourceARN, tagsWith(tagsOf(definition, ResourceARN), Tags)),
    );
    return {};
  },
});
