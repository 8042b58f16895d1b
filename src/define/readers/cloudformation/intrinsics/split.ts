import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';
import { scalar } from '../scalar.ts';

/** The parts of a text between delimiters; empty ones are kept. */
export default intrinsic({
  name: 'Fn::Split',
  shape: z
    .tuple([z.string().min(1).describe('Where to part.'), scalar.describe('The text.')])
    .describe('A delimiter, and a text.'),
  resolve: ([delimiter, source]) => source.split(delimiter),
});
