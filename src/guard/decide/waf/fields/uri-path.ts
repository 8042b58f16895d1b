import { field } from '../field.ts';
import { nothing } from '../shapes.ts';

/** The path as received, with the stage: `/prod/pets`. */
export default field({
  name: 'UriPath',
  shape: nothing('The path, neither decoded nor normalised, with the stage in front: `/prod/pets`.'),
  direct: true,
  compile: () => (x) => x.stagePath,
});
