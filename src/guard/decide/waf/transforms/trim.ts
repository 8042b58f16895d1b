import { leading, trailing } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/** Takes away white space at both ends. */
export default transform({
  name: 'TRIM',
  about: 'Takes away white space at both ends.',
  apply: (text) => text.slice(leading(text), Math.max(leading(text), trailing(text))),
});
