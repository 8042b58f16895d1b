import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

const key = z.string().describe('A key.');

/** A value of the Mappings section. */
export default intrinsic({
  name: 'Fn::FindInMap',
  shape: z
    .tuple([z.string().describe('The name of the map.'), key, key])
    .describe('A map, its top-level key and its second-level key.'),
  resolve: ([map, first, second], scope) => scope.mapping(map, first, second),
});
