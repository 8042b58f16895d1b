import { z } from 'zod';
import { uuid, wafArn } from '../../../model/ids.ts';
import { shaped } from '../../shaped.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';
import { tags } from '../tags.ts';
import { whereIn } from '../waf-rules.ts';

/** Regular expressions that rules can name together. */
export default resource({
  name: 'AWS::WAFv2::RegexPatternSet',
  shape: z
    .strictObject({
      Name: z
        .string()
        .regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -')
        .optional()
        .describe('Its name.'),
      Scope: z.enum(['REGIONAL', 'CLOUDFRONT']).describe('REGIONAL for APIs, CLOUDFRONT for distributions.'),
      Description: z.string().max(256).default('').describe('What it is for.'),
      RegularExpressionList: z
        .array(z.string())
        .max(10)
        .describe('Its expressions: the part of PCRE that can be matched in linear time.'),
      Tags: tags,
    })
    .describe('A set of regular expressions.'),
  ref: (set, self) => `${nameOf(set, self)}|${uuid(self.id)}|${set.Scope}`,
  attributes: {
    Arn: (set, self) => arnOf(set, self),
    Id: (_, self) => uuid(self.id),
  },
  add(set, parts, self) {
    set.RegularExpressionList.forEach((pattern, i) => {
      const at = whereIn(self, 'RegularExpressionList', i);
      parts.draft.note(...shaped(parts.draft.catalogue.pattern, pattern, at).notes);
    });
    parts.draft.regexPatternSets.push({
      id: self.id,
      origin: self.origin,
      name: nameOf(set, self),
      setId: uuid(self.id),
      arn: arnOf(set, self),
      scope: set.Scope,
      description: set.Description,
      lockToken: uuid(`${self.id}/lock`),
      patterns: set.RegularExpressionList,
    });
  },
});

type Named = { readonly Name?: string; readonly Scope: 'REGIONAL' | 'CLOUDFRONT' };

const nameOf = (set: Named, self: Self): string => set.Name ?? physicalName(self.stack, self.logicalId, 128);

const arnOf = (set: Named, self: Self): string =>
  wafArn(self.region, self.accountId, 'regexpatternset', set.Scope, nameOf(set, self), uuid(self.id));
