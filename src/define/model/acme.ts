import { z } from 'zod';

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';
const STAGING = 'https://acme-staging-v02.api.letsencrypt.org/directory';

const loopback = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?\//;

const directory = z
  .string()
  .refine(
    (text) =>
      text === 'letsencrypt' ||
      text === 'letsencrypt-staging' ||
      loopback.test(text) ||
      (text.startsWith('https://') && URL.canParse(text)),
    'must be letsencrypt, letsencrypt-staging, or the https address of a directory',
  )
  .describe(
    'Who is asked: letsencrypt, letsencrypt-staging (for trials: nobody trusts what it gives), or the address of another directory.',
  );

const email = z
  .email()
  .describe('Where the authority writes to, when something is wrong with a certificate.');

const terms = z
  .literal('agreed')
  .describe('`agreed`: you have read the terms of the authority, and agree. Without it nobody is asked.');

/** What is said once for all domains, and may be said again for each. */
export const acmeFields = {
  directory: directory.optional(),
  email: email.optional(),
  terms: terms.optional(),
};

export const acmeShape = z
  .strictObject(acmeFields)
  .describe('How domains with `acme` get their certificates, where they do not say it themselves.');

/** The address of a directory, from what may be written. */
export function directoryOf(written: string | undefined): string {
  if (written === undefined || written === 'letsencrypt') return LETS_ENCRYPT;
  return written === 'letsencrypt-staging' ? STAGING : written;
}

/** Whether it gives certificates for names of the public internet alone. */
export const isPublic = (address: string): boolean => address === LETS_ENCRYPT || address === STAGING;
