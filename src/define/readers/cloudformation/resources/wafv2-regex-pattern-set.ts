import { z } from 'zod';
import { uuid } from '../../../model/ids.ts';
import { shaped } from '../../shaped.ts';
import { resource } from '../resource.ts';
import { tagged, tags } from '../tags.ts';
import { entityFields, entityNames } from '../waf-entity.ts';
import { whereIn } from '../waf-rules.ts';

const names = entityNames('regexpatternset');

/** Regular expressions that rules can name together. */
export default resource({
  name: 'AWS::WAFv2::RegexPatternSet',
  shape: z
    .strictObject({
      ...entityFields,
      RegularExpressionList: z
        .array(z.string())
        .max(10)
        .describe('Its expressions: the part of PCRE that can be matched in linear time.'),
      Tags: tags,
    })
    .describe('A set of regular expressions.'),
  ref: (set, self) => names.ref(set, self),
  attributes: {
    Arn: (set, self) => names.arn(set, self),
    Id: (_, self) => uuid(self.id),
  },
  add(set, parts, self) {
    set.RegularExpressionList.forEach((pattern, i) => {
      const at = whereIn(self, 'RegularExpressionList', i);
      parts.draft.note(...shaped(parts.draft.catalogue.pattern, pattern, at).notes);
    });
    parts.draft.regexPatternSets.push({
      ...names.element(set, self),
      setId: uuid(self.id),
      patterns: set.RegularExpressionList,
      ...(set.Tags.length === 0 ? {} : { tags: tagged(set.Tags) }),
    });
  },
});
