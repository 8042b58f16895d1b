import { normalized } from '../texts/paths.ts';
import { transform } from '../transform.ts';

/** Makes one slash of several, and resolves `./` and `../`, but for `../` at the beginning. */
export default transform({
  name: 'NORMALIZE_PATH',
  about: 'Makes one slash of several, and resolves `./` and `../`, but for `../` at the beginning.',
  apply: (text) => (text.includes('//') || text.includes('.') ? normalized(text) : text),
});
