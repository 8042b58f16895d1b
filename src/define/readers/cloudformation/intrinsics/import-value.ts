import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** What another stack exports. */
export default intrinsic({
  name: 'Fn::ImportValue',
  shape: z.string().describe('The name of an export.'),
  resolve: (name, scope) => scope.imported(name),
});
