import { transform } from '../transform.ts';

/** Puts one space in the place of every comment of C; one that does not end takes the rest. */
export default transform({
  name: 'REPLACE_COMMENTS',
  about: 'Puts one space in the place of every `/* */`; one that does not end takes the rest.',
  apply(text) {
    let from = text.indexOf('/*');
    if (from < 0) return text;
    let out = '';
    let kept = 0;
    while (from >= 0) {
      out += `${text.slice(kept, from)} `;
      const end = text.indexOf('*/', from + 2);
      if (end < 0) return out;
      kept = end + 2;
      from = text.indexOf('/*', kept);
    }
    return out + text.slice(kept);
  },
});
