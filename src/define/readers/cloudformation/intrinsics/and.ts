import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** True when all conditions of a list hold. */
export default intrinsic({
  name: 'Fn::And',
  shape: z.array(z.boolean()).min(2).max(10).describe('Two to ten conditions.'),
  conditionsOnly: true,
  resolve: (conditions) => conditions.every(Boolean),
});
