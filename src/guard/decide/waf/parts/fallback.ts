import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { field } from '../field.ts';

const always = 'What becomes of a request where it cannot be had.';
const fallback = z.enum(['MATCH', 'NO_MATCH']).describe(always);
type Fallback = { FallbackBehavior: 'MATCH' | 'NO_MATCH' };

/** A field that a request does not have here: what the statement says of that case decides. */
export const absentField = (name: string, about: string, required: boolean) =>
  field({
    name,
    shape: z
      .strictObject({ FallbackBehavior: required ? fallback : fallback.default('NO_MATCH').describe(always) })
      .describe(about) as z.ZodType<Fallback>,
    direct: true,
    compile: ({ FallbackBehavior }) => {
      const matches = FallbackBehavior === 'MATCH';
      return () => matches;
    },
  });

/** A field that some requests have, and '' stands for that they have not: then the statement says what decides. */
export const fingerprintField = (name: string, about: string, read: (x: Exchange) => string) =>
  field({
    name,
    shape: z.strictObject({ FallbackBehavior: fallback }).describe(about) as z.ZodType<Fallback>,
    direct: true,
    compile: ({ FallbackBehavior }) => {
      const matches = FallbackBehavior === 'MATCH';
      return (x) => read(x) || matches;
    },
  });
