import { z } from 'zod';

/** A member that AWS WAF has and this gateway turns away, saying so. */
export const notEnforced = (name: string): z.ZodType =>
  z
    .custom<never>(() => false, `${name} is not enforced yet: take it out, or keep it in AWS alone`)
    .optional()
    .describe('Not enforced yet.');

/** An object that has exactly one of the members: how AWS writes a choice. */
export function exactlyOne(members: Readonly<Record<string, z.ZodType>>, about: string): z.ZodType {
  const optional = Object.fromEntries(
    Object.entries(members).map(([name, shape]) => [name, shape.optional()]),
  );
  return z
    .strictObject(optional)
    .refine(
      (value) => Object.values(value).filter((v) => v !== undefined).length === 1,
      'must have exactly one member',
    )
    .describe(about);
}

/** `{}`: AWS's way of naming a thing that has no settings. */
export const nothing = (about: string): z.ZodType<Record<string, never>> =>
  z.strictObject({}).describe(about);
