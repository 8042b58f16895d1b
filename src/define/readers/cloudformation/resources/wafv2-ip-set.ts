import { z } from 'zod';
import { error } from '../../../../base/note.ts';
import { uuid } from '../../../model/ids.ts';
import { blockFlaw, mostBlocks } from '../../../model/ip-set.ts';
import { resource } from '../resource.ts';
import { tagged, tags } from '../tags.ts';
import { entityFields, entityNames } from '../waf-entity.ts';

const names = entityNames('ipset');

/** Addresses that rules can name together. */
export default resource({
  name: 'AWS::WAFv2::IPSet',
  shape: z
    .strictObject({
      ...entityFields,
      IPAddressVersion: z.enum(['IPV4', 'IPV6']).describe('Which addresses it holds.'),
      Addresses: z.array(z.string()).max(mostBlocks).describe('Its blocks, in CIDR notation.'),
      Tags: tags,
    })
    .describe('A set of addresses.'),
  ref: (set, self) => names.ref(set, self),
  attributes: {
    Arn: (set, self) => names.arn(set, self),
    Id: (_, self) => uuid(self.id),
  },
  add(set, parts, self) {
    set.Addresses.forEach((text, i) => {
      const flaw = blockFlaw(text, set.IPAddressVersion);
      if (flaw === '') return;
      const message = `Addresses[${i}] ${flaw}`;
      parts.draft.note(error('ip-set.address', message, self.at('Addresses', i)));
    });
    parts.draft.ipSets.push({
      ...names.element(set, self),
      setId: uuid(self.id),
      version: set.IPAddressVersion,
      addresses: set.Addresses,
      ...(set.Tags.length === 0 ? {} : { tags: tagged(set.Tags) }),
    });
  },
});
