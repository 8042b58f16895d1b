import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** True when any condition of a list holds. */
export default intrinsic({
  name: 'Fn::Or',
  shape: z.array(z.boolean()).min(2).max(10).describe('Two to ten conditions.'),
  conditionsOnly: true,
  resolve: (conditions) => conditions.some(Boolean),
});
