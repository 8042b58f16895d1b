import { z } from 'zod';
import type { Standing } from '../../src/define/readers/cloudformation/resource.ts';
import { expected } from '../../src/define/readers/shapes/schema.ts';

/** A field of a shape, as the reference shows it. */
export interface Field {
  /** `account.rate`, `rules[].name`, `apis.<name>.to`. */
  readonly path: string;
  readonly type: string;
  /** The default as JSON; '' when there is none. */
  readonly standard: string;
  readonly needed: boolean;
  readonly about: string;
  /** Null when it is not marked: it is enforced. */
  readonly standing: Marked | null;
}

/** What a mark says, and whether some values stand otherwise. */
export interface Marked extends Standing {
  readonly unless?: unknown;
}

/** A shape without what is wrapped around it, and what the wrapping said. */
interface Bare {
  readonly shape: z.ZodType;
  readonly about: string;
  readonly standard: unknown;
  readonly needed: boolean;
  readonly standing: Marked | null;
}

/** The fields of a shape and of what it holds, in the order they are written in; nothing twice in one branch. */
export function fieldsOf(shape: z.ZodType, base = '', within: readonly z.ZodType[] = []): Field[] {
  const bare = bareOf(shape);
  if (within.includes(bare.shape)) return [];
  const held = [...within, bare.shape];
  const part = (key: string): string => (base === '' ? key : `${base}.${key}`);
  if (bare.shape instanceof z.ZodObject)
    return Object.entries(bare.shape.shape as Record<string, z.ZodType>).flatMap(([key, field]) => [
      fieldOf(part(key), field),
      ...(bareOf(field).standing === null ? fieldsOf(field, part(key), held) : []),
    ]);
  if (bare.shape instanceof z.ZodRecord)
    return fieldsOf(bare.shape.valueType as z.ZodType, part('<name>'), held);
  if (bare.shape instanceof z.ZodArray) return fieldsOf(bare.shape.element as z.ZodType, `${base}[]`, held);
  // None of the options is needed, and so no field that makes one of them out.
  if (bare.shape instanceof z.ZodUnion)
    return (bare.shape.options as readonly z.ZodType[])
      .flatMap((option) => fieldsOf(option, base, held))
      .map((field) => ({
        ...field,
        needed: field.needed && field.path.slice(base.length + 1).includes('.'),
      }));
  return [];
}

function fieldOf(path: string, shape: z.ZodType): Field {
  const bare = bareOf(shape);
  return {
    path,
    type: typeOf(bare.shape),
    standard: bare.standard === undefined || isEmpty(bare.standard) ? '' : JSON.stringify(bare.standard),
    needed: bare.needed,
    about: bare.about,
    standing: bare.standing,
  };
}

export function bareOf(shape: z.ZodType): Bare {
  let at = shape;
  let about = '';
  let standard: unknown;
  let needed = true;
  let standing: Marked | null = null;
  for (;;) {
    about ||= at.description ?? '';
    standing ??= (at.meta()?.standing as Marked | undefined) ?? null;
    if (at instanceof z.ZodDefault || at instanceof z.ZodPrefault) standard ??= at.def.defaultValue;
    if (at instanceof z.ZodDefault || at instanceof z.ZodPrefault || at instanceof z.ZodOptional)
      needed = false;
    if (
      at instanceof z.ZodDefault ||
      at instanceof z.ZodPrefault ||
      at instanceof z.ZodOptional ||
      at instanceof z.ZodNullable
    )
      at = at.unwrap() as z.ZodType;
    else if (at instanceof z.ZodLazy) at = at.unwrap() as z.ZodType;
    else if (at instanceof z.ZodPipe) at = at.in as z.ZodType;
    else return { shape: at, about, standard, needed: needed && !(at instanceof z.ZodUnknown), standing };
  }
}

/** What may stand there, in a few words. */
function typeOf(shape: z.ZodType): string {
  if (shape instanceof z.ZodUnion) {
    const options = (shape.options as readonly z.ZodType[]).map((option) => typeOf(bareOf(option).shape));
    return [...new Set(options)].join(', or ');
  }
  if (shape instanceof z.ZodArray) {
    const inner = bareOf(shape.element as z.ZodType).shape;
    return inner instanceof z.ZodString
      ? expected(shape).replace('a list', 'a list of texts')
      : expected(shape);
  }
  // A pattern says less to a reader than the sentence beside it.
  return expected(shape).replace(/(?:: | that matches ).*$/s, '') || 'anything';
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
