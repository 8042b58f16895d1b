import { z } from 'zod';
import { parseBlock } from '../../../../base/address.ts';
import { error } from '../../../../base/note.ts';
import { uuid } from '../../../model/ids.ts';
import { resource } from '../resource.ts';
import { tags } from '../tags.ts';
import { entityFields, entityNames } from '../waf-entity.ts';

const names = entityNames('ipset');

/** Addresses that rules can name together. */
export default resource({
  name: 'AWS::WAFv2::IPSet',
  shape: z
    .strictObject({
      ...entityFields,
      IPAddressVersion: z.enum(['IPV4', 'IPV6']).describe('Which addresses it holds.'),
      Addresses: z.array(z.string()).max(10_000).describe('Its blocks, in CIDR notation.'),
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
      const version = text.includes('/') ? parseBlock(text)?.version : undefined;
      const wanted = set.IPAddressVersion === 'IPV4' ? 4 : 6;
      if (version === wanted) return;
      const example = wanted === 4 ? '203.0.113.0/24' : '2001:db8::/32';
      const message = `Addresses[${i}] must be a block of ${set.IPAddressVersion} in CIDR notation such as ${example}, not ${JSON.stringify(text)}`;
      parts.draft.note(error('ip-set.address', message, self.at('Addresses', i)));
    });
    parts.draft.ipSets.push({
      ...names.element(set, self),
      setId: uuid(self.id),
      version: set.IPAddressVersion,
      addresses: set.Addresses,
    });
  },
});
