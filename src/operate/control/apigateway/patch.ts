import { z } from 'zod';
import { partName } from '../../../base/json-pointer.ts';
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
export const segmentsOf = (path: string): string[] => path.split('/').slice(1).map(partName);

/** API Gateway: a request that cannot be. */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', 400, message);

/** What cannot be patched there. */
export const unpatchable = ({ op, path = '' }: PatchOperation): AwsError =>
  badRequest(`Invalid patch operation: ${op} is not possible at the path ${path}.`);

/** A number of at least 0 in a patch. Throws a `BadRequestException` when it is none. */
export function numberIn(patch: PatchOperation): number {
  const number = numberOf(patch);
  if (number >= 0 && number < Infinity) return number;
  throw notAsWanted(patch, 'a number of at least 0');
}

/** A whole number of at least 0 in a patch. Throws a `BadRequestException` when it is none. */
export function wholeNumberIn(patch: PatchOperation): number {
  const number = numberOf(patch);
  if (number >= 0 && Number.isInteger(number)) return number;
  throw notAsWanted(patch, 'a whole number of at least 0');
}

const numberOf = ({ value = '' }: PatchOperation): number =>
  value.trim() === '' ? Number.NaN : Number(value);

const notAsWanted = ({ path = '' }: PatchOperation, wanted: string): AwsError =>
  badRequest(`Invalid value specified for ${path}: it must be ${wanted}.`);
