import { z } from 'zod';

/** `{ Name }` and what more it has, and the `{ name }` that CDK code often carries into templates. */
export function named(
  name: z.ZodString,
  about: string,
  more: z.ZodRawShape = {},
): z.ZodType<{ Name: string }> {
  const spelled = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('name' in value) || 'Name' in value) return value;
    const { name: Name, ...rest } = value;
    return { Name, ...rest };
  };
  return z.preprocess(spelled, z.strictObject({ Name: name, ...more })).describe(about);
}
