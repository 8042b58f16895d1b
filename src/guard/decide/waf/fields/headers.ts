import { z } from 'zod';
import { gatheredField } from '../parts/gathered-field.ts';
import { eachSeenHeader } from '../parts/seen-headers.ts';

/** Headers, each by itself: the first 8 192 bytes and 200 of them. */
export default gatheredField({
  name: 'Headers',
  named: z.string().min(1).max(64),
  about:
    'Each of the first 200 headers, those that API Gateway writes and cookies among them, up to 8 192 bytes of them together.',
  fold: (name) => name.toLowerCase(),
  each: eachSeenHeader,
});
