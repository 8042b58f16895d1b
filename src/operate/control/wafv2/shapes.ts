import { z } from 'zod';

// The members that many operations share, with the bounds of AWS's service model.
export const scope = z.enum(['CLOUDFRONT', 'REGIONAL']).describe('Of a Region, or of CloudFront.');
export const entityName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w-]+$/);
export const entityId = z
  .string()
  .min(1)
  .max(36)
  .regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
export const resourceArn = z
  .string()
  .min(20)
  .max(2048)
  .regex(/.*\S.*/);
/** Names an entity by three members, or by its ARN alone. */
export const keyOrArn = {
  Name: entityName.optional().describe('Its name.'),
  Scope: scope.optional(),
  Id: entityId.optional().describe('Its id.'),
  ARN: resourceArn.optional().describe('Its ARN, in place of the three.'),
};
export const nextMarker = z
  .string()
  .min(1)
  .max(256)
  .optional()
  .describe('Where the page before this one ended.');
export const pageLimit = z.int().min(1).max(100).default(100).describe('The most that a page may hold.');
export const vendorName = z
  .string()
  .min(1)
  .max(128)
  .regex(/.*\S.*/)
  .describe('Who keeps the group: AWS.');
export const groupName = entityName.describe('The name of the managed rule group.');
const lockToken = entityId.describe('The token that came with it when it was read.');
const description = z
  .string()
  .max(256)
  .regex(/^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]*$/)
  .optional()
  .describe('What it is for; absent: none.');

/** Tags, of the operations that make something. */
export const tagList = z
  .array(
    z.object({
      Key: z
        .string()
        .min(1)
        .max(128)
        .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
        .describe('Its name.'),
      Value: z
        .string()
        .max(256)
        .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
        .describe('Its value.'),
    }),
  )
  .min(1)
  .describe('Names and values that say whose it is and what for.');
/** The members that name an entity which is to be deleted. */
export const deleted = {
  Name: entityName.describe('Its name.'),
  Scope: scope,
  Id: entityId.describe('Its id.'),
  LockToken: lockToken,
};
/** The members that name an entity whose content is to be replaced, and what it is for from now on. */
export const replaced = { ...deleted, Description: description };
/** The members that every new entity has. */
export const made = {
  Name: entityName.describe('Its name, unique in its scope.'),
  Scope: scope,
  Description: description,
  Tags: tagList.optional(),
};
export const addresses = z.array(z.string().min(1).max(50));
export const expressions = z.array(
  z.object({ RegexString: z.string().min(1).max(512).describe('An expression.') }),
);
