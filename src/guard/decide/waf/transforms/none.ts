import { transform } from '../transform.ts';

/** Leaves the text as it is. */
export default transform({
  name: 'NONE',
  about: 'Leaves the text as it is.',
  apply: (text) => text,
});
