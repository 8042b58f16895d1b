import { z } from 'zod';
import { blockFlaw, mostBlocks } from '../../../../define/model/ip-set.ts';
import { action } from '../../action.ts';
import { AwsError, invalidParameter } from '../../aws-error.ts';
import { ipSetOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { description, entityId, entityName, lockToken, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'UpdateIPSet',
  shape: z
    .object({
      Name: entityName.describe('Its name.'),
      Scope: scope,
      Id: entityId.describe('Its id.'),
      Description: description,
      Addresses: z.array(z.string().min(1).max(50)).describe('All its blocks from now on, in CIDR notation.'),
      LockToken: lockToken,
    })
    .describe('Replaces the addresses of an IP set; every rule that names it goes by them at once.'),
  async run(input, state) {
    let NextLockToken = '';
    await state.change((definition) => {
      const set = ipSetOf(definition, input);
      NextLockToken = relocked(set, input.LockToken);
      const addresses = [...new Set(input.Addresses)];
      if (addresses.length > mostBlocks) {
        throw new AwsError('WAFLimitsExceededException', 400, `An IP set holds ${mostBlocks} addresses.`);
      }
      for (const text of addresses) {
        const flaw = blockFlaw(text, set.version);
        if (flaw !== '') throw invalidParameter(`The address ${flaw}`, 'IP_ADDRESS', text);
      }
      const element = {
        ...{ ...set, addresses, lockToken: NextLockToken },
        description: input.Description ?? '',
      };
      return [{ of: 'ipSets', id: set.id, element }];
    });
    return { NextLockToken };
  },
});
