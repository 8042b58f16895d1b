import { z } from 'zod';

/**
 * The shape of a type that is only kept: every property that AWS documents, by name, with what it is. A name
 * that ends in `!` must be there; what a property holds is not looked at.
 */
export function keptShape(what: string, fields: Readonly<Record<string, string>>): z.ZodType<Kept> {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, description]) => [
      name.replace('!', ''),
      (name.endsWith('!') ? given : z.unknown().optional()).describe(description),
    ]),
  );
  return z.strictObject(shape).describe(what) as z.ZodType<Kept>;
}

export type Kept = Readonly<Record<string, unknown>>;

const given = z.unknown().refine((value) => value !== undefined, 'must be given');

/** The property of that name when it is text. */
export function textIn(kept: Kept, name: string): string | undefined {
  const value = kept[name];
  return typeof value === 'string' ? value : undefined;
}
