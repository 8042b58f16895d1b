import { resolve } from 'node:path';
import { z } from 'zod';
import { parseAddress } from '../../../base/address.ts';
import { acmeFields, directoryOf, isPublic } from '../../model/acme.ts';
import type { AcmeTerms } from '../../model/domain.ts';
import type { Settings } from '../../model/settings.ts';

/** How a domain of a short-form file gets its certificate from an authority. */
export const acmeDomainShape = z
  .strictObject({
    ...acmeFields,
    ca: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Who vouches for the address of the directory itself, a PEM file: for an authority of yours.',
      ),
    challenge: z
      .literal('http-01')
      .default('http-01')
      .describe('How it is proven that the name leads here: a file that is fetched over plain HTTP.'),
  })
  .describe(
    'Its certificate comes from an authority that is asked for it (ACME): as settings.acme says ({}), or as is said here.',
  );

/** The terms for one name, or a sentence that says why no authority would give it a certificate. */
export function acmeOf(
  name: string,
  own: z.infer<typeof acmeDomainShape>,
  { acme }: Settings,
  folder: string,
): AcmeTerms | string {
  const directory = directoryOf(own.directory ?? acme.directory);
  const unfit = unfitness(name, isPublic(directory));
  if (unfit !== '') return `acme: ${unfit}`;
  const email = own.email ?? acme.email;
  if (email === undefined)
    return 'acme: an e-mail address is missing, that the authority can write to: give email here, or settings.acme.email';
  if ((own.terms ?? acme.terms) === undefined)
    return 'acme: read the terms of the authority, and give terms: agreed here or in settings.acme';
  return { directory, email, authorities: own.ca === undefined ? '' : resolve(folder, own.ca) };
}

// RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and what is used inside without being set aside for it.
const INTERNAL =
  /(^|\.)(localhost|local|localdomain|internal|intranet|private|lan|home|corp|arpa|test|example|invalid|onion|alt)$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function unfitness(name: string, inPublic: boolean): string {
  if (name === '*' || name.startsWith('*.'))
    return `${name} stands for many names, and http-01 proves one: give each name, or a certificate and its key`;
  if (parseAddress(name) !== null) return `${name} is an address: certificates are given for names`;
  if (name.length > 253 || !name.split('.').every((label) => LABEL.test(label)))
    return `${name} is no name that an authority gives certificates for: letters, digits and hyphens in labels of up to 63`;
  if (name === 'localhost' || name.endsWith('.localhost'))
    return `${name} is this machine by every name: it has a certificate that is made here`;
  if (inPublic && (!name.includes('.') || INTERNAL.test(name)))
    return `${name} is a name of the inside, and no public authority can reach it: name the directory of yours, or leave acme out`;
  return '';
}
