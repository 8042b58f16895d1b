import { z } from 'zod';
import { oversize } from '../../../../base/match-detail.ts';
import { field, type Value } from '../field.ts';
import { placesOf } from '../json/pointers.ts';
import { scanJson } from '../json/scan.ts';
import { bodyOversizeShape, tooLong } from '../limits.ts';
import { remark } from '../parts/remark.ts';
import { scopeShape } from '../parts/selection.ts';
import { nothing } from '../shapes.ts';

/** Names and values of a body in JSON, each by itself, with their escapes read. */
export default field({
  name: 'JsonBody',
  shape: z
    .strictObject({
      MatchPattern: z
        .strictObject({
          All: nothing('All of the document.').optional(),
          IncludedPaths: z
            .array(
              z
                .string()
                .max(512)
                .regex(/^(?:\/(?:[^~]|~[01])*)+$/, 'must be a JSON Pointer such as /user/name'),
            )
            .min(1)
            .optional()
            .describe('Only what lies at or below these JSON Pointers.'),
        })
        .refine(
          (p) => (p.All === undefined) !== (p.IncludedPaths === undefined),
          'must have exactly one member',
        )
        .describe('Which parts of the document are looked at.'),
      MatchScope: scopeShape,
      InvalidFallbackBehavior: z
        .enum(['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING'])
        .optional()
        .describe(
          'Of a body that is no JSON: match, do not match, or look at it as a text; absent: what was read of it.',
        ),
      OversizeHandling: bodyOversizeShape,
    })
    .describe('Names and values of the first 16 KB of a body in JSON (up to 64 KB by AssociationConfig).'),
  times: 2,
  readsBody: true,
  compile({ MatchPattern, MatchScope, InvalidFallbackBehavior, OversizeHandling }, { bodyBytes }) {
    const { IncludedPaths } = MatchPattern;
    const places = IncludedPaths === undefined ? null : placesOf(IncludedPaths);
    return (x): Value => {
      const { prefix } = x;
      if (prefix === null || prefix.length === 0) return false;
      if (prefix.length > bodyBytes) {
        x.oversize |= oversize.jsonBody;
        if (OversizeHandling !== 'CONTINUE') return OversizeHandling === 'MATCH';
      }
      const text = prefix.toString('latin1', 0, bodyBytes);
      const { texts, flaw } = scanJson(text, places, MatchScope);
      if (flaw !== '') {
        remark(x, `body: ${prefix.length > bodyBytes ? tooLong(bodyBytes) : flaw}`);
        if (InvalidFallbackBehavior === 'EVALUATE_AS_STRING') return text;
        if (InvalidFallbackBehavior !== undefined) return InvalidFallbackBehavior === 'MATCH';
      }
      return texts.length === 0 ? false : texts;
    };
  },
  names({ MatchPattern, MatchScope, InvalidFallbackBehavior }, { bodyBytes }) {
    const { IncludedPaths } = MatchPattern;
    const places = IncludedPaths === undefined ? null : placesOf(IncludedPaths);
    return ({ prefix }) => {
      if (prefix === null) return [];
      const pointers: string[] = [];
      const { flaw } = scanJson(prefix.toString('latin1', 0, bodyBytes), places, MatchScope, pointers);
      return flaw === '' || InvalidFallbackBehavior === undefined ? pointers : [];
    };
  },
  flaw:
    (_, { bodyBytes }) =>
    ({ prefix }) => {
      if (prefix === null || prefix.length === 0) return '';
      if (prefix.length > bodyBytes) return tooLong(bodyBytes);
      return scanJson(prefix.toString('latin1'), null, 'ALL').flaw;
    },
});
