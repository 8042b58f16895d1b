import { z } from 'zod';
import { action } from '../../action.ts';
import { patternSetOf } from '../../wafv2/found.ts';
import { renderedPatternSet } from '../../wafv2/rendered.ts';
import { entityId, entityName, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetRegexPatternSet',
  shape: z
    .object({ Name: entityName.describe('Its name.'), Scope: scope, Id: entityId.describe('Its id.') })
    .describe('A set of regular expressions.'),
  run(input, { definition }) {
    const set = patternSetOf(definition, input);
    return { RegexPatternSet: renderedPatternSet(set), LockToken: set.lockToken };
  },
});
