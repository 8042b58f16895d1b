import { z } from 'zod';
import { AwsError } from '../aws-error.ts';

/** The list of operations that every `Update…` of API Gateway takes. */
export const patchOperations = z
  .array(
    z.object({
      op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']).describe('What to do.'),
      path: z.string().optional().describe('Where: `/throttle/rateLimit`.'),
      value: z.string().optional().describe('The value, always as text.'),
      from: z.string().optional().describe('Of a copy: from where.'),
    }),
  )
  .default([])
  .describe('What is to change.');

export type PatchOperation = z.infer<typeof patchOperations>[number];

/** The segments of a patch path, decoded (RFC 6901 section 4). */
export const segmentsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** API Gateway: a request that cannot be. */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', 400, message);

/** What cannot be patched there. */
export const unpatchable = ({ op, path = '' }: PatchOperation): AwsError =>
  badRequest(`Invalid patch operation: ${op} is not possible at the path ${path}.`);

/** A number in a patch. */
export function numberIn({ path = '', value = '' }: PatchOperation, whole: boolean): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0 || (whole && !Number.isInteger(number))) {
    const wanted = whole ? 'a whole number of at least 0' : 'a number of at least 0';
    throw badRequest(`Invalid value specified for ${path}: it must be ${wanted}.`);
  }
  return number;
}
