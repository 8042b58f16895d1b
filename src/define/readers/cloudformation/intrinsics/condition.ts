import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** What another condition gives. */
export default intrinsic({
  name: 'Condition',
  shape: z.string().describe('The name of a condition.'),
  conditionsOnly: true,
  resolve: (name, scope) => scope.condition(name),
});
