import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** One item of a list, counted from 0. */
export default intrinsic({
  name: 'Fn::Select',
  shape: z
    .tuple([z.int().min(0).describe('Which one, from 0.'), z.array(z.unknown()).describe('The list.')])
    .describe('An index, and a list.'),
  resolve([index, list], scope) {
    if (index < list.length) return list[index];
    return scope.fail(
      'intrinsic.out-of-range',
      `Fn::Select asks for item ${index} of a list of ${list.length}`,
    );
  },
});
