import { field } from '../field.ts';
import { nothing } from '../shapes.ts';

/** What follows the first `?`, as received. */
export default field({
  name: 'QueryString',
  shape: nothing('What follows the first `?`, not decoded.'),
  direct: true,
  compile: () => (x) => x.target.length > x.path.length && x.query,
});
