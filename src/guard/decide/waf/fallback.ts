import { z } from 'zod';
import { field } from './field.ts';

/** A field that a request does not have here: what the statement says of that case decides. */
export const absentField = (name: string, about: string, required: boolean) => {
  const always = 'What becomes of a request where it cannot be had.';
  const fallback = z.enum(['MATCH', 'NO_MATCH']).describe(always);
  return field({
    name,
    shape: z
      .strictObject({ FallbackBehavior: required ? fallback : fallback.default('NO_MATCH').describe(always) })
      .describe(about) as z.ZodType<{ FallbackBehavior: 'MATCH' | 'NO_MATCH' }>,
    direct: true,
    compile: ({ FallbackBehavior }) => {
      const matches = FallbackBehavior === 'MATCH';
      return () => matches;
    },
  });
};
