import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Field, FieldGiven, Value } from '../field.ts';
import fieldKinds from '../fields/index.ts';
import { type Limits, usualLimits } from '../limits.ts';
import { preParse, preParseNames } from '../parts/pre-parse.ts';
import { queryFields } from '../parts/query-arguments.ts';
import { exactlyOne } from '../shapes.ts';
import transformKinds from '../transforms/index.ts';

/** Takes out of a request what a statement looks at. */
export type Lens = (x: Exchange) => Value;

/** The field, and what each transformation makes of it. */
export interface Stage {
  /** '' for the field itself; the name of a transformation otherwise. */
  readonly name: string;
  read(x: Exchange): Value;
}

interface Ordered {
  readonly Priority: number;
  readonly Type: string;
}

/** The part of a statement that says what it looks at. */
export interface LensSettings {
  readonly FieldToMatch: Readonly<Record<string, unknown>>;
  readonly TextTransformations: readonly Ordered[];
  readonly PreParseTextTransformations?: readonly Ordered[] | undefined;
}

const fields = new Map<string, Field<never>>(fieldKinds.map((kind) => [kind.name, kind as Field<never>]));
const transforms = new Map(transformKinds.map((kind) => [kind.name, kind]));
const fingerprintFields = ['JA3Fingerprint', 'JA4Fingerprint'];

const orderOf = (names: readonly string[], about: string) =>
  z
    .array(
      z.strictObject({
        Priority: z.int().min(0).describe('Its place: lower ones come first.'),
        Type: z.enum(names, `must be one of ${names.join(', ')}`).describe('Which transformation.'),
      }),
    )
    .min(1)
    .max(10)
    .refine(
      (list) => new Set(list.map((t) => t.Priority)).size === list.length,
      'must have priorities that differ',
    )
    .describe(about);

/** Transformations of what is looked at; also of keys that requests are counted by. */
export const transformationsShape = orderOf(
  [...transforms.keys()],
  'What is done to it before it is compared, by priority; NONE for nothing.',
);

const fieldShapes = Object.fromEntries(fieldKinds.map((kind) => [kind.name, kind.shape]));
const notHere = z
  .custom<never>(() => false, 'can be looked at by a ByteMatchStatement alone, with EXACTLY')
  .describe('Only for a ByteMatchStatement.');

const beforeAbout = 'What is done to the query before its arguments are told apart, by priority.';

/** The members by which a statement says what it looks at. */
export const lensShapes = {
  FieldToMatch: fieldShape(fieldShapes),
  TextTransformations: transformationsShape,
  PreParseTextTransformations: orderOf(preParseNames, beforeAbout).optional().describe(beforeAbout),
};

/** A statement with the members given, and those by which it says what it looks at. */
export function lensShape<M extends z.ZodRawShape>(of: {
  readonly fingerprints?: true;
  readonly members: M;
}) {
  const withoutFingerprints = {
    ...fieldShapes,
    ...Object.fromEntries(fingerprintFields.map((name) => [name, notHere])),
  };
  const FieldToMatch = of.fingerprints ? lensShapes.FieldToMatch : fieldShape(withoutFingerprints);
  return z.strictObject({ ...of.members, ...lensShapes, FieldToMatch }).refine(
    (s) => {
      const { FieldToMatch: field, PreParseTextTransformations: before } = s as unknown as LensSettings;
      return before === undefined || queryFields.has(Object.keys(field)[0] ?? '');
    },
    {
      path: ['PreParseTextTransformations'],
      message: `may be given only for ${[...queryFields].join(' and ')}`,
    },
  );
}

function fieldShape(shapes: Readonly<Record<string, z.ZodType>>): z.ZodType<LensSettings['FieldToMatch']> {
  return exactlyOne(shapes, 'The part of the request to look at.') as z.ZodType<LensSettings['FieldToMatch']>;
}

/** Units of capacity of a statement that looks through it and has `base` by itself. */
export function lensCapacity(settings: LensSettings, base: number): number {
  const [name] = Object.keys(settings.FieldToMatch);
  const { adds = 0, times = 1 } = fields.get(name!) ?? {};
  return base * times + adds + 10 * namesOf(settings.TextTransformations).length;
}

/** Bytes of the body that the field must see. */
export function lensBodyBytes(fieldToMatch: LensSettings['FieldToMatch'], limits: Limits): number {
  const reads = Object.keys(fieldToMatch).some((name) => fields.get(name)?.readsBody);
  return reads ? limits.bodyBytes : 0;
}

/** The names of transformations, in order, without those that do nothing. */
export function namesOf(ordered: readonly Ordered[] = []): string[] {
  return ordered
    .toSorted((a, b) => a.Priority - b.Priority)
    .map((t) => t.Type)
    .filter((name) => name !== 'NONE');
}

/** One after the other, as one function; null when there is none. */
export function chained(names: readonly string[]): ((text: string) => string) | null {
  if (names.length === 0) return null;
  const steps = names.map((name) => transforms.get(name)!.compile());
  return (text) => steps.reduce((turned, step) => step(turned), text);
}

/** `UriPath → LOWERCASE`: how a lens is written in a trace. */
export function lensText(settings: LensSettings): string {
  const [[name, of]] = Object.entries(settings.FieldToMatch) as [[string, { Name?: string }]];
  const field = of.Name === undefined ? name : `${name} ${of.Name}`;
  return [field, ...namesOf(settings.TextTransformations)].join(' → ');
}

/**
 * The lenses of one web ACL. Each field is read once for a request, and each transformation of a field done
 * once, however many statements share the beginning of their chains: what was found is kept on the exchange
 * (`x.seen`) until the web ACL has decided.
 */
export class Lenses {
  readonly #limits: Limits;
  readonly #made = new Map<string, Lens>();
  #places = 0;

  constructor(limits: Limits = usualLimits) {
    this.#limits = limits;
  }

  of(settings: LensSettings): Lens {
    return this.#stages(settings).at(-1)![1];
  }

  /** The field and each transformation of it by itself, for a trace. */
  stages(settings: LensSettings): Stage[] {
    return this.#stages(settings).map(([name, read]) => ({ name, read }));
  }

  /** A place on the exchange that no one else uses. */
  place(): number {
    return this.#places++;
  }

  /** The names that belong to the texts of a field; null when it has none. */
  names(settings: LensSettings): ((x: Exchange) => readonly string[]) | null {
    const [[name, of]] = Object.entries(settings.FieldToMatch) as [[string, unknown]];
    const kind = fields.get(name)!;
    const before = namesOf(settings.PreParseTextTransformations);
    return kind.names?.(kind.shape.parse(of) as never, this.#fieldGiven(before)) ?? null;
  }

  /** Why a field cannot be read as a whole; null when it always can. */
  flaw(settings: LensSettings): ((x: Exchange) => string) | null {
    const [[name, of]] = Object.entries(settings.FieldToMatch) as [[string, unknown]];
    const kind = fields.get(name)!;
    return kind.flaw?.(kind.shape.parse(of) as never, this.#fieldGiven([])) ?? null;
  }

  /** A place on the exchange for what is found once for a request. */
  kept<V>(read: (x: Exchange) => V): (x: Exchange) => V {
    const place = this.place();
    return (x) => {
      // Of its full size at once: one that grows is copied again and again.
      if (x.seen === null) x.seen = new Array(this.#places);
      const seen = x.seen;
      const known = seen[place] as V | undefined;
      if (known !== undefined) return known;
      const value = read(x);
      seen[place] = value;
      return value;
    };
  }

  #stages(settings: LensSettings): [string, Lens][] {
    const [[name, of]] = Object.entries(settings.FieldToMatch) as [[string, unknown]];
    const before = namesOf(settings.PreParseTextTransformations);
    const stages: [string, Lens][] = [['', this.#field(name, of, before)]];
    const chain: string[] = [];
    for (const transform of namesOf(settings.TextTransformations)) {
      const inner = stages.at(-1)![1];
      chain.push(transform);
      const key = JSON.stringify([name, of, before, chain]);
      stages.push([transform, this.#once(key, () => this.kept(turned(inner, transform)))]);
    }
    return stages;
  }

  #field(name: string, of: unknown, before: readonly string[]): Lens {
    const kind = fields.get(name)!;
    return this.#once(JSON.stringify([name, of, before]), () => {
      const read = kind.compile(kind.shape.parse(of) as never, this.#fieldGiven(before));
      return kind.direct ? read : this.kept(read);
    });
  }

  #fieldGiven(before: readonly string[]): FieldGiven {
    return { ...this.#limits, query: before.length === 0 ? undefined : this.#query(before) };
  }

  /** The query after transformations of the whole. */
  #query(names: readonly string[]): (x: Exchange) => string {
    const turn = preParse(names);
    const read = this.#once(JSON.stringify(['query', names]), () => this.kept((x) => turn(x.query)));
    return read as (x: Exchange) => string;
  }

  #once(key: string, make: () => Lens): Lens {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const lens = make();
    this.#made.set(key, lens);
    return lens;
  }
}

function turned(inner: Lens, name: string): Lens {
  const apply = transforms.get(name)!.compile();
  return (x) => {
    const value = inner(x);
    if (typeof value === 'string') return apply(value);
    return typeof value === 'boolean' ? value : value.map(apply);
  };
}
