import { z } from 'zod';
import { invalidParameter } from '../aws-error.ts';
import { fieldOf } from './fields.ts';

/** A member that must be given, and is read by `memberIn`. */
export const required = (about: string) =>
  z
    .unknown()
    .refine((value) => value !== undefined && value !== null, 'must be given')
    .describe(about);

/**
 * A member of an input, read by the shape of what will enforce it. Throws the WAFInvalidParameterException that tells
 * the first thing that cannot be, and where.
 */
export function memberIn<T>(
  shape: z.ZodType<T>,
  value: unknown,
  path: readonly (string | number)[],
  otherwise = 'WEB_ACL',
): T {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = [...path, ...issue!.path];
  throw invalidParameter(
    `${at.map(String).join('.')} ${issue!.message}`,
    fieldOf(at, otherwise),
    shown(value),
  );
}

/** As much of a value as a message can bear. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
}
