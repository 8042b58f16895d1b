import { leading } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/** Takes away white space at the beginning. */
export default transform({
  name: 'TRIM_LEFT',
  about: 'Takes away white space at the beginning.',
  apply: (text) => text.slice(leading(text)),
});
