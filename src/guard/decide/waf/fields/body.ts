import { z } from 'zod';
import { field } from '../field.ts';

/** How much of a body AWS WAF looks at for API Gateway unless told otherwise. */
const bodyBytes = 16_384;

/** The first 16 KB of the body, as it was sent. */
export default field({
  name: 'Body',
  shape: z
    .strictObject({
      OversizeHandling: z
        .enum(['CONTINUE', 'MATCH', 'NO_MATCH'])
        .default('CONTINUE')
        .describe('Of a body longer than 16 KB: look at its beginning, match, or do not match.'),
    })
    .describe('The first 16 KB of the body, not decoded.'),
  adds: 0,
  bodyBytes,
  compile:
    ({ OversizeHandling }) =>
    (x) => {
      const { prefix } = x;
      if (prefix === null || prefix.length === 0) return false;
      if (prefix.length > bodyBytes && OversizeHandling !== 'CONTINUE') return OversizeHandling === 'MATCH';
      return prefix.toString('latin1', 0, bodyBytes);
    },
});
