import { z } from 'zod';
import { identityPolicyShape } from './policy.ts';

/** A secret that stands elsewhere: a definition never holds one. */
const secret = (about: string) => ({
  secretFile: z.string().min(1).optional().describe(`A file that holds ${about}, and nothing else.`),
  secretEnv: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
    .optional()
    .describe(`The environment variable that holds ${about}.`),
});

const keyShape = z
  .strictObject({
    ...secret('the secret access key'),
    sessionTokenFile: z
      .string()
      .min(1)
      .optional()
      .describe('Of temporary credentials: a file that holds their session token.'),
    sessionTokenEnv: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
      .optional()
      .describe('Of temporary credentials: the environment variable that holds their session token.'),
    expires: z.iso
      .datetime({ offset: true, error: 'must be a moment such as 2026-12-31T00:00:00Z' })
      .optional()
      .describe('When the key is no longer good.'),
  })
  .refine((k) => (k.secretFile === undefined) !== (k.secretEnv === undefined), {
    message: 'must have either secretFile or secretEnv',
  })
  .refine((k) => k.sessionTokenFile === undefined || k.sessionTokenEnv === undefined, {
    message: 'must not have both sessionTokenFile and sessionTokenEnv',
  })
  .describe('An access key, by its id.');

/** Who may sign requests with AWS Signature Version 4: a user, or a role that was taken on. */
const identityShape = z
  .strictObject({
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be 12 digits')
      .optional()
      .describe('The account it belongs to; that of the gateway unless it is given.'),
    role: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role')
      .optional()
      .describe('The role it has taken on; its name is then that of the session.'),
    organization: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/, 'must be the id of an organization: o-…')
      .optional()
      .describe('The organization of its account (aws:PrincipalOrgID).'),
    tags: z.record(z.string(), z.string()).default({}).describe('Its tags (aws:PrincipalTag/…).'),
    policies: z.array(identityPolicyShape).default([]).describe('What it may do, as policy documents.'),
    keys: z
      .record(
        z.string().regex(/^\w{16,128}$/, 'must be an access key id: 16 letters and digits or more'),
        keyShape,
      )
      .describe('Its access keys, by their ids.'),
  })
  .describe('A user, by name.');

export const identitiesShape = z.record(
  z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a user'),
  identityShape,
);

export type Identity = z.infer<typeof identityShape>;
export type AccessKey = Identity['keys'][string];
