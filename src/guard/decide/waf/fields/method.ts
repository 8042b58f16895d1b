import { field } from '../field.ts';
import { nothing } from '../shapes.ts';

/** The verb. */
export default field({
  name: 'Method',
  shape: nothing('The verb, as sent.'),
  direct: true,
  compile: () => (x) => x.method,
});
