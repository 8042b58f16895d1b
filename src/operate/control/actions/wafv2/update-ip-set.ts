import { z } from 'zod';
import { action } from '../../action.ts';
import { ipSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { addressesIn } from '../../wafv2/set-parts.ts';
import { addresses, description, entityId, entityName, lockToken, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'UpdateIPSet',
  shape: z
    .object({
      Name: entityName.describe('Its name.'),
      Scope: scope,
      Id: entityId.describe('Its id.'),
      Description: description,
      Addresses: addresses.describe('All its blocks from now on, in CIDR notation.'),
      LockToken: lockToken,
    })
    .describe('Replaces the addresses of an IP set; every rule that names it goes by them at once.'),
  async run(input, state) {
    let NextLockToken = '';
    await state.change((definition) => {
      const set = ipSetOf(definition, input);
      NextLockToken = relocked(set, input.LockToken);
      const blocks = addressesIn(input.Addresses, set.version);
      const element = {
        ...{ ...set, addresses: blocks, lockToken: NextLockToken },
        description: input.Description ?? '',
      };
      return [{ of: 'ipSets', id: set.id, element }];
    });
    return { NextLockToken };
  },
});
