import { transform } from '../transform.ts';

/** Puts a space in the place of every NUL byte. */
export default transform({
  name: 'REPLACE_NULLS',
  about: 'Puts a space in the place of every NUL byte.',
  apply: (text) => text.replaceAll('\0', ' '),
});
