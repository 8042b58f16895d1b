import { z } from 'zod';
import { invalidParameter } from '../aws-error.ts';
import { fieldOf } from './fields.ts';

/** What is nested deeper would end in the stack, here or where it is compiled; statements take two levels each. */
const mostLevels = 200;

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
  if (deeperThan(value, mostLevels))
    throw invalidParameter(
      `${path.join('.')} may have ${mostLevels} levels of objects and lists, one within the other`,
      fieldOf(path, otherwise),
      path.join('.'),
    );
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

const deeperThan = (value: unknown, levels: number): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (levels === 0 || Object.values(value).some((part) => deeperThan(part, levels - 1)));
