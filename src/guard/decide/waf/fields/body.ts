import { z } from 'zod';
import { oversize } from '../../../../base/match-detail.ts';
import { field } from '../field.ts';
import { bodyOversizeShape, tooLong } from '../limits.ts';

/** The beginning of the body, as it was sent: 16 KB, or what the web ACL’s AssociationConfig says. */
export default field({
  name: 'Body',
  shape: z
    .strictObject({ OversizeHandling: bodyOversizeShape })
    .describe('The first 16 KB of the body (up to 64 KB by AssociationConfig), not decoded.'),
  readsBody: true,
  compile:
    ({ OversizeHandling }, { bodyBytes }) =>
    (x) => {
      const { prefix } = x;
      if (prefix === null || prefix.length === 0) return false;
      if (prefix.length > bodyBytes) {
        x.oversize |= oversize.body;
        if (OversizeHandling !== 'CONTINUE') return OversizeHandling === 'MATCH';
      }
      return prefix.toString('latin1', 0, bodyBytes);
    },
  flaw:
    (_, { bodyBytes }) =>
    ({ prefix }) =>
      prefix !== null && prefix.length > bodyBytes ? tooLong(bodyBytes) : '',
});
