import { z } from 'zod';
import { eachCookie } from '../parts/each-cookie.ts';
import { gatheredField } from '../parts/gathered-field.ts';

/** Cookies, each by itself: the first 8 192 bytes and 200 of them. */
export default gatheredField({
  name: 'Cookies',
  named: z.string().min(1).max(60),
  about:
    'Each of the first 200 cookies, up to 8 192 bytes of them together. The case of their names matters.',
  fold: (name) => name,
  each: ({ headers }, add) => eachCookie(headers, add),
});
