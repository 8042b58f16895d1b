import { transform } from '../transform.ts';
import { leading, trailing } from '../white-space.ts';

/** Takes away white space at both ends. */
export default transform({
  name: 'TRIM',
  about: 'Takes away white space at both ends.',
  apply: (text) => text.slice(leading(text), Math.max(leading(text), trailing(text))),
});
