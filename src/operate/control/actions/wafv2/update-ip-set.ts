import { z } from 'zod';
import { action } from '../../action.ts';
import { ipSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { addressesIn } from '../../wafv2/set-parts.ts';
import { addresses, replaced } from '../../wafv2/shapes.ts';

export default action({
  name: 'UpdateIPSet',
  shape: z
    .object({
      ...replaced,
      Addresses: addresses.describe('All its blocks from now on, in CIDR notation.'),
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
