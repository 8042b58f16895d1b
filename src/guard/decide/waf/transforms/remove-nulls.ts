import { transform } from '../transform.ts';

/** Takes out all NUL bytes. */
export default transform({
  name: 'REMOVE_NULLS',
  about: 'Takes out all NUL bytes.',
  apply: (text) => text.replaceAll('\0', ''),
});
