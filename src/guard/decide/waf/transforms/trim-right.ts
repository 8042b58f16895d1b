import { transform } from '../transform.ts';
import { trailing } from '../white-space.ts';

/** Takes away white space at the end. */
export default transform({
  name: 'TRIM_RIGHT',
  about: 'Takes away white space at the end.',
  apply: (text) => text.slice(0, trailing(text)),
});
