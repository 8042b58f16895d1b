import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';
import { scalar } from '../scalar.ts';

/** The items of a list as one text, with a delimiter between them. */
export default intrinsic({
  name: 'Fn::Join',
  shape: z
    .tuple([z.string().describe('What stands between two items.'), z.array(scalar).describe('The items.')])
    .describe('A delimiter, and a list.'),
  resolve: ([delimiter, items]) => items.join(delimiter),
});
