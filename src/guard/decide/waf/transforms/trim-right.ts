import { trailing } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/** Takes away white space at the end. */
export default transform({
  name: 'TRIM_RIGHT',
  about: 'Takes away white space at the end.',
  apply: (text) => text.slice(0, trailing(text)),
});
