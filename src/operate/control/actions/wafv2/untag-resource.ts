import { z } from 'zod';
import { action } from '../../action.ts';
import { resourceArn } from '../../wafv2/shapes.ts';
import { retagged, tagsOf } from '../../wafv2/tags.ts';

export default action({
  name: 'UntagResource',
  shape: z
    .object({
      ResourceARN: resourceArn.describe('A web ACL, a rule group or a set.'),
      TagKeys: z.array(z.string().min(1).max(128)).min(1).describe('The names of the tags.'),
    })
    .describe('Takes tags from an entity; what it does not have is passed over.'),
  async run({ ResourceARN, TagKeys }, state) {
    await state.change((definition) => {
      const tags = Object.entries(tagsOf(definition, ResourceARN));
      const left = Object.fromEntries(tags.filter(([key]) => !TagKeys.includes(key)));
      return retagged(definition, ResourceARN, left);
    });
    return {};
  },
});
