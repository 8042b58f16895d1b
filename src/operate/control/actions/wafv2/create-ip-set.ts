import { z } from 'zod';
import { action } from '../../action.ts';
import { newEntity } from '../../wafv2/new-entity.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { addressesIn } from '../../wafv2/set-parts.ts';
import { addresses, made } from '../../wafv2/shapes.ts';

export default action({
  name: 'CreateIPSet',
  shape: z
    .object({
      ...made,
      IPAddressVersion: z.enum(['IPV4', 'IPV6']).describe('Which addresses it holds.'),
      Addresses: addresses.describe('Its blocks, in CIDR notation.'),
    })
    .describe('Makes an IP set, which rules can name from then on.'),
  async run(input, state) {
    let Summary = {};
    await state.change((definition) => {
      const { entity, id: setId } = newEntity('ipset', input, definition.ipSets, definition);
      const version = input.IPAddressVersion;
      const element = { ...entity, setId, version, addresses: addressesIn(input.Addresses, version) };
      Summary = renderedSummary(element, setId);
      return [{ of: 'ipSets', id: element.id, element }];
    });
    return { Summary };
  },
});
