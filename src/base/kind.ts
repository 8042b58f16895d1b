import type { z } from 'zod';

/**
 * A kind: a name, a shape, and (added by each family) a verb.
 *
 * The shape is the only description of what may be written: types, checks, defaults and the reference all
 * come from it, so every field carries `.describe()`.
 */
export interface Kind<S> {
  /** AWS's own name where AWS has one. */
  readonly name: string;
  readonly shape: z.ZodType<S>;
}
