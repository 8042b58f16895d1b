import { transform } from '../transform.ts';

/** Makes one space of every run of white space, the byte 160 among it. */
export default transform({
  name: 'COMPRESS_WHITE_SPACE',
  about: 'Makes one space of every run of white space.',
  apply: (text) => text.replace(/[ \t\n\v\f\r\xa0]+/g, ' '),
});
