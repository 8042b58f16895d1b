import { transform } from '../transform.ts';

/** Writes a to z large. Other bytes stay: they may be parts of characters. */
export default transform({
  name: 'UPPERCASE',
  about: 'Writes a to z large.',
  apply: (text) =>
    /[\x80-\xff]/.test(text) ? text.replace(/[a-z]+/g, (part) => part.toUpperCase()) : text.toUpperCase(),
});
