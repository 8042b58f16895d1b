import { transform } from '../transform.ts';
import { leading } from '../white-space.ts';

/** Takes away white space at the beginning. */
export default transform({
  name: 'TRIM_LEFT',
  about: 'Takes away white space at the beginning.',
  apply: (text) => text.slice(leading(text)),
});
