import { transform } from '../transform.ts';

/** Takes the marks of comments away, and leaves what stands between them. */
export default transform({
  name: 'REMOVE_COMMENTS_CHAR',
  about: 'Takes away the marks of comments: `/*`, `*/`, `--` and `#`.',
  apply: (text) => text.replace(/\/\*|\*\/|--|#/g, ''),
});
