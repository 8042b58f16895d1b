import { transform } from '../transform.ts';

/** Writes A to Z small. Other bytes stay: they may be parts of characters. */
export default transform({
  name: 'LOWERCASE',
  about: 'Writes A to Z small.',
  apply: (text) =>
    /[\x80-\xff]/.test(text) ? text.replace(/[A-Z]+/g, (part) => part.toLowerCase()) : text.toLowerCase(),
});
