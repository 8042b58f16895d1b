import { z } from 'zod';
import { action } from '../../action.ts';
import { ipSetOf } from '../../wafv2/found.ts';
import { renderedIpSet } from '../../wafv2/rendered.ts';
import { entityId, entityName, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetIPSet',
  shape: z
    .object({ Name: entityName.describe('Its name.'), Scope: scope, Id: entityId.describe('Its id.') })
    .describe('An IP set with its addresses.'),
  run(input, { definition }) {
    const set = ipSetOf(definition, input);
    return { IPSet: renderedIpSet(set), LockToken: set.lockToken };
  },
});
