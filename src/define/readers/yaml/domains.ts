import { resolve } from 'node:path';
import { z } from 'zod';
import { error } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import {
  type CertificateFiles,
  type Domain,
  type MutualTls,
  NO_REVOCATION,
  type Revocation,
  securityPolicies,
} from '../../model/domain.ts';
import type { Draft } from '../draft.ts';
import { acmeDomainShape, acmeOf } from './acme.ts';

const file = z.string().min(1);

const mutualShape = z
  .strictObject({
    truststore: file
      .optional()
      .describe(
        'The authorities whose certificates are taken: a PEM file, or s3://bucket/key of the data folder.',
      ),
    crl: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('Revocation lists: files or http(s) addresses, in PEM or DER.'),
    refreshSec: z
      .int()
      .min(60)
      .max(604_800)
      .default(3_600)
      .describe('How often lists are fetched from addresses, and authorities asked, again, in seconds.'),
    ocsp: z
      .union([z.boolean(), z.string().regex(/^https?:\/\/\S+$/, 'must be true, false or an http address')])
      .default(false)
      .describe('Asks whether a certificate was revoked: its own authority (true), or at an address.'),
    whenUnknown: z
      .enum(['refuse', 'allow'])
      .default('refuse')
      .describe('What becomes of a certificate of which neither list nor authority can say anything.'),
  })
  .describe('Asks clients for a certificate.');

/** A domain of a short-form file. */
export const domainShape = z
  .strictObject({
    certificate: file
      .optional()
      .describe(
        'Its certificate and those that lead to its root, a PEM file; without one, one is made here.',
      ),
    key: file.optional().describe('The key of the certificate, a PEM file without a passphrase.'),
    securityPolicy: z
      .enum(securityPolicies)
      .optional()
      .describe('Which versions and ciphers of TLS are spoken, by AWS’s name; TLS_1_2 when not given.'),
    accessMode: z
      .enum(['BASIC', 'STRICT'])
      .optional()
      .describe(
        'STRICT: a request must name the host that its connection was opened for; BASIC when not given.',
      ),
    acme: acmeDomainShape.optional(),
    mutualTls: mutualShape.optional(),
  })
  .describe('A host name: its certificate, and what clients must bring.');

export const domainsShape = z
  .record(
    z
      .string()
      .regex(
        /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/,
        'must be a host name in lower case, *.name, or * for all others',
      ),
    domainShape,
  )
  .default({})
  .describe('Host names with certificates of their own, or that ask for one of the client.');

type ShortDomain = z.infer<typeof domainShape>;

/** Where a file’s domains stand. */
export interface DomainContext {
  readonly stack: string;
  /** What relative paths mean. */
  readonly folder: string;
  origin(path: readonly (string | number)[]): Origin;
}

/** Adds the domains of a file; one that a template has already is told what the file says of it. */
export function addDomains(
  domains: Readonly<Record<string, ShortDomain>>,
  at: DomainContext,
  draft: Draft,
): void {
  for (const [name, written] of Object.entries(domains)) {
    const before = draft.domains.findIndex((domain) => domain.name === name);
    const made = domainOf(name, written, draft.domains[before] ?? null, at, draft);
    if (made === null) continue;
    if (before >= 0) draft.domains[before] = made;
    else draft.domains.push(made);
  }
}

function domainOf(
  name: string,
  written: ShortDomain,
  known: Domain | null,
  { stack, folder, origin }: DomainContext,
  draft: Draft,
): Domain | null {
  const here = origin([name]);
  const wrong = (message: string): null => {
    draft.note(error('domain.invalid', message, here));
    return null;
  };
  const { certificate, key, mutualTls } = written;
  if ((certificate === undefined) !== (key === undefined))
    return wrong('certificate and key go together: give both, or none');
  const files: CertificateFiles | null =
    certificate === undefined
      ? null
      : { certificate: resolve(folder, certificate), key: resolve(folder, key!) };
  const acme = written.acme === undefined ? known?.acme : acmeOf(name, written.acme, draft.settings, folder);
  if (typeof acme === 'string') return wrong(acme);
  if (acme !== undefined && files !== null)
    return wrong('certificate and acme are two answers to one question: give one');
  const mutual = mutualOf(mutualTls, known?.mutualTls ?? null, folder);
  if (mutual === 'no truststore')
    return wrong('mutualTls needs a truststore: the authorities that are trusted');
  return {
    id: known?.id ?? `${stack}/domains/${name}`,
    origin: known?.origin ?? here,
    name,
    arn: known?.arn ?? `arn:aws:apigateway:${draft.settings.region}::/domainnames/${name}`,
    endpointType: known?.endpointType ?? 'REGIONAL',
    certificateArn: known?.certificateArn ?? '',
    files: files ?? known?.files ?? null,
    ...(acme === undefined ? {} : { acme }),
    securityPolicy: written.securityPolicy ?? known?.securityPolicy ?? 'TLS_1_2',
    accessMode: written.accessMode ?? known?.accessMode ?? 'BASIC',
    mutualTls: mutual,
    tags: known?.tags ?? {},
  };
}

function mutualOf(
  written: ShortDomain['mutualTls'],
  known: MutualTls | null,
  folder: string,
): MutualTls | null | 'no truststore' {
  if (written === undefined) return known;
  const truststore =
    written.truststore === undefined ? known?.truststore : located(written.truststore, folder);
  if (truststore === undefined) return 'no truststore';
  const lists = typeof written.crl === 'string' ? [written.crl] : (written.crl ?? []);
  const revocation: Revocation = {
    ...NO_REVOCATION,
    lists: lists.map((list) => located(list, folder)),
    ocsp: written.ocsp === true ? 'issuer' : written.ocsp === false ? 'off' : written.ocsp,
    unknown: written.whenUnknown,
    refreshMs: written.refreshSec * 1_000,
  };
  return { truststore, version: known?.version ?? '', revocation };
}

/** Addresses stay as they are; paths are what they mean from the folder of the file. */
const located = (place: string, folder: string): string =>
  /^(s3|https?):\/\//.test(place) ? place : resolve(folder, place);
