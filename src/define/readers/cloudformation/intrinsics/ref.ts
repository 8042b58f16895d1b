import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** The value of a parameter, or what stands for a resource: its id, its name or its ARN. */
export default intrinsic({
  name: 'Ref',
  shape: z.string().describe('A parameter, a pseudo parameter or the logical id of a resource.'),
  names: (args) => (typeof args === 'string' ? [{ name: args, attribute: '' }] : []),
  resolve: (name, scope) => scope.ref(name),
});
