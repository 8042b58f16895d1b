import { normalized } from '../texts/paths.ts';
import { transform } from '../transform.ts';

/** As NORMALIZE_PATH, after every backslash has become a slash. */
export default transform({
  name: 'NORMALIZE_PATH_WIN',
  about: 'As NORMALIZE_PATH, after every backslash has become a slash.',
  apply: (text) => normalized(text.replaceAll('\\', '/')),
});
