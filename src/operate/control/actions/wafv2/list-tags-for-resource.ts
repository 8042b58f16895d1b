import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { nextMarker, pageLimit, resourceArn } from '../../wafv2/shapes.ts';
import { tagsOf } from '../../wafv2/tags.ts';

export default action({
  name: 'ListTagsForResource',
  shape: z
    .object({
      ResourceARN: resourceArn.describe('A web ACL, a rule group or a set.'),
      NextMarker: nextMarker,
      Limit: pageLimit,
    })
    .describe('Lists the tags of an entity.'),
  run({ ResourceARN, NextMarker, Limit }, { definition }) {
    const all = Object.entries(tagsOf(definition, ResourceARN)).map(([Key, Value]) => ({ Key, Value }));
    const { page, next } = paged(all, ({ Key }) => Key, NextMarker, Limit);
    return { NextMarker: next, TagInfoForResource: { ResourceARN, TagList: page } };
  },
});
