import { transform } from '../transform.ts';

/** Takes out all white space, and the byte 160 that HTML calls a space. */
export default transform({
  name: 'REMOVE_WHITESPACE',
  about: 'Takes out all white space.',
  apply: (text) => text.replace(/[ \t\n\v\f\r\xa0]+/g, ''),
});
