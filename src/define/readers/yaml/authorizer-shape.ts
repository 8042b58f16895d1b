import { z } from 'zod';
import { realmShape } from '../../model/authorizer.ts';

/** What finds out who calls, in the short form and in `x-portcullis`: one key says how. */
export const authorizerShape = z
  .strictObject({
    basic: z
      .strictObject({
        file: z
          .string()
          .min(1)
          .describe(
            'The file of passwords, from the folder of this file: portcullis password makes its lines.',
          ),
        realm: realmShape,
      })
      .optional()
      .describe('Names and passwords (HTTP Basic).'),
    jwt: z.record(z.string(), z.unknown()).optional().describe('Signed tokens of an issuer: docs/tokens.md.'),
    introspection: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Tokens that their issuer is asked about: docs/tokens.md.'),
  })
  .refine((a) => Object.values(a).filter((how) => how !== undefined).length === 1, {
    message: 'must say one way to find out who calls: basic, jwt or introspection',
  })
  .describe('What finds out who calls.');

/** The name of an authorizer, or one of two that are there by themselves. */
export const authorizerName = z
  .string()
  .describe(
    'Who may call it: the name of an authorizer; iam for requests signed with the access keys of settings.identities; none for everyone.',
  );

export type ShortAuthorizer = z.infer<typeof authorizerShape>;
