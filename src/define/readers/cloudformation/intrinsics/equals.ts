import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';
import { textOf } from '../scalar.ts';

/** True when two values are the same; letters in their case. */
export default intrinsic({
  name: 'Fn::Equals',
  shape: z
    .tuple([z.unknown().describe('One value.'), z.unknown().describe('The other.')])
    .describe('Two values.'),
  conditionsOnly: true,
  resolve: ([a, b]) => form(a) === form(b),
});

const form = (value: unknown): string => textOf(value) ?? JSON.stringify(value);
