import { z } from 'zod';
import type { Exchange } from '../../../base/exchange.ts';
import type { Field, Value } from './field.ts';
import fieldKinds from './fields/index.ts';
import { exactlyOne, notEnforced } from './shapes.ts';
import transformKinds from './transforms/index.ts';

/** Takes out of a request what a statement looks at. */
export type Lens = (x: Exchange) => Value;

/** The part of a statement that says what it looks at. */
export interface LensSettings {
  readonly FieldToMatch: Readonly<Record<string, unknown>>;
  readonly TextTransformations: readonly { readonly Priority: number; readonly Type: string }[];
}

const fields = new Map<string, Field<never>>(fieldKinds.map((kind) => [kind.name, kind as Field<never>]));
const transforms = new Map(transformKinds.map((kind) => [kind.name, kind]));

const laterFields = [
  'Headers',
  'Cookies',
  'HeaderOrder',
  'JsonBody',
  'JA3Fingerprint',
  'JA4Fingerprint',
  'UriFragment',
];
/** The shapes of the two members by which a statement says what it looks at. */
export const lensShapes = {
  FieldToMatch: exactlyOne(
    Object.fromEntries([
      ...fieldKinds.map((kind) => [kind.name, kind.shape]),
      ...laterFields.map((name) => [name, notEnforced(name)]),
    ]),
    'The part of the request to look at.',
  ) as z.ZodType<LensSettings['FieldToMatch']>,
  TextTransformations: z
    .array(
      z.strictObject({
        Priority: z.int().min(0).describe('Its place: lower ones come first.'),
        Type: z
          .string()
          .refine((name) => transforms.has(name), `must be one of ${[...transforms.keys()].join(', ')}`)
          .describe('Which transformation.'),
      }),
    )
    .min(1)
    .max(10)
    .refine(
      (list) => new Set(list.map((t) => t.Priority)).size === list.length,
      'must have priorities that differ',
    )
    .describe('What is done to it before it is compared, by priority; NONE for nothing.'),
};

/** Units of capacity that looking through it adds. */
export function lensCapacity(settings: LensSettings): number {
  const [name] = Object.keys(settings.FieldToMatch);
  return (fields.get(name!)?.adds ?? 0) + 10 * chainOf(settings).length;
}

/** Bytes of the body that the field must see. */
export function lensBodyBytes(fieldToMatch: LensSettings['FieldToMatch']): number {
  return Math.max(0, ...Object.keys(fieldToMatch).map((name) => fields.get(name)?.bodyBytes ?? 0));
}

/** The names of the transformations, in order, without those that do nothing. */
function chainOf(settings: LensSettings): string[] {
  return settings.TextTransformations.toSorted((a, b) => a.Priority - b.Priority)
    .map((t) => t.Type)
    .filter((name) => name !== 'NONE');
}

/** `UriPath → LOWERCASE`: how a lens is written in a trace. */
export function lensText(settings: LensSettings): string {
  const [[name, of]] = Object.entries(settings.FieldToMatch) as [[string, { Name?: string }]];
  return [of.Name === undefined ? name : `${name} ${of.Name}`, ...chainOf(settings)].join(' → ');
}

/**
 * The lenses of one web ACL. Each field is read once for a request, and each transformation of a field done
 * once, however many statements share the beginning of their chains: what was found is kept on the exchange
 * (`x.seen`) until the web ACL has decided.
 */
export class Lenses {
  readonly #made = new Map<string, Lens>();
  #places = 0;

  of(settings: LensSettings): Lens {
    const [[name, of]] = Object.entries(settings.FieldToMatch) as [[string, unknown]];
    return this.#chain(name, of, chainOf(settings));
  }

  #chain(name: string, of: unknown, chain: readonly string[]): Lens {
    const key = JSON.stringify([name, of, chain]);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const lens = chain.length === 0 ? this.#field(name, of) : this.#transformed(name, of, chain);
    this.#made.set(key, lens);
    return lens;
  }

  #field(name: string, of: unknown): Lens {
    const kind = fields.get(name)!;
    const read = kind.compile(of as never);
    return kind.direct ? read : this.#kept(read);
  }

  #transformed(name: string, of: unknown, chain: readonly string[]): Lens {
    const inner = this.#chain(name, of, chain.slice(0, -1));
    const apply = transforms.get(chain.at(-1)!)!.compile();
    return this.#kept((x) => {
      const value = inner(x);
      if (typeof value === 'string') return apply(value);
      return typeof value === 'boolean' ? value : value.map(apply);
    });
  }

  #kept(read: Lens): Lens {
    const place = this.#places++;
    return (x) => {
      if (x.seen === null) x.seen = [];
      const seen = x.seen;
      const known = seen[place] as Value | undefined;
      if (known !== undefined) return known;
      const value = read(x);
      seen[place] = value;
      return value;
    };
  }
}
