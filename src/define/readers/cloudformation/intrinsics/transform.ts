import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

/** A macro: refused, because only AWS can run it. */
export default intrinsic({
  name: 'Fn::Transform',
  shape: z.unknown().describe('A macro and its parameters.'),
  lazy: true,
  resolve: (_, scope) =>
    scope.fail(
      'template.transform',
      'Fn::Transform runs a macro inside AWS, which is not read here: give the template as the macro leaves it',
    ),
});
