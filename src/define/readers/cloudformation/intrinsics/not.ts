import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** True when a condition does not hold. */
export default intrinsic({
  name: 'Fn::Not',
  shape: z.tuple([z.boolean().describe('The condition.')]).describe('One condition.'),
  conditionsOnly: true,
  resolve: ([condition]) => !condition,
});
