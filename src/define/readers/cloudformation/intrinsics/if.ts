import { z } from 'zod';
import { intrinsic, UNRESOLVED } from '../intrinsic.ts';

/** The first value when a condition holds, the second when it does not. */
export default intrinsic({
  name: 'Fn::If',
  shape: z
    .tuple([
      z.string().describe('A condition of the Conditions section.'),
      z.unknown().describe('What stands there when it holds.'),
      z.unknown().describe('What stands there when it does not.'),
    ])
    .describe('A condition, and two values.'),
  lazy: true,
  resolve([name, yes, no], scope) {
    const holds = scope.condition(name);
    if (holds === UNRESOLVED) return UNRESOLVED;
    return holds ? scope.resolve(yes, 1) : scope.resolve(no, 2);
  },
});
