import { z } from 'zod';
import { parseBlock } from '../../../../base/address.ts';
import { error } from '../../../../base/note.ts';
import { uuid, wafArn } from '../../../model/ids.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';
import { tags } from '../tags.ts';

/** Addresses that rules can name together. */
export default resource({
  name: 'AWS::WAFv2::IPSet',
  shape: z
    .strictObject({
      Name: z
        .string()
        .regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -')
        .optional()
        .describe('Its name.'),
      Scope: z.enum(['REGIONAL', 'CLOUDFRONT']).describe('REGIONAL for APIs, CLOUDFRONT for distributions.'),
      Description: z.string().max(256).default('').describe('What it is for.'),
      IPAddressVersion: z.enum(['IPV4', 'IPV6']).describe('Which addresses it holds.'),
      Addresses: z.array(z.string()).max(10_000).describe('Its blocks, in CIDR notation.'),
      Tags: tags,
    })
    .describe('A set of addresses.'),
  ref: (set, self) => `${nameOf(set, self)}|${uuid(self.id)}|${set.Scope}`,
  attributes: {
    Arn: (set, self) => arnOf(set, self),
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
      id: self.id,
      origin: self.origin,
      name: nameOf(set, self),
      setId: uuid(self.id),
      arn: arnOf(set, self),
      scope: set.Scope,
      description: set.Description,
      lockToken: uuid(`${self.id}/lock`),
      version: set.IPAddressVersion,
      addresses: set.Addresses,
    });
  },
});

type Named = { readonly Name?: string; readonly Scope: 'REGIONAL' | 'CLOUDFRONT' };

const nameOf = (set: Named, self: Self): string => set.Name ?? physicalName(self.stack, self.logicalId, 128);

const arnOf = (set: Named, self: Self): string =>
  wafArn(self.region, self.accountId, 'ipset', set.Scope, nameOf(set, self), uuid(self.id));
