import { z } from 'zod';
import type { StatementSettings } from './statement.ts';

let shape: z.ZodType<StatementSettings> | null = null;

/**
 * The shape of a statement within another, where a rate-based one may not stand. Kinds cannot import the list
 * of all kinds that it is made of, since they are in it; catalogue.ts, which has the list, hands it down.
 */
export const nestedStatement: z.ZodType<StatementSettings> = z.lazy(() => {
  if (shape === null) throw new Error('catalogue.ts has not been imported');
  return shape;
});

/** Called once, by catalogue.ts. */
export function nestedIs(given: z.ZodType<StatementSettings>): void {
  shape = given;
}
