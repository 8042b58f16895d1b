import { z } from 'zod';

/** Text, or a number or truth value that is taken as text: what CloudFormation lets stand for a string. */
export const scalar = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => String(value))
  .describe('Text, a number or a truth value.');

/** The text of a scalar; null for anything else. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
