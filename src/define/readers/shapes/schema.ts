import type { z } from 'zod';
import type { Path } from '../document.ts';

/** The part of zod's inner form that is read here. */
interface Inner {
  readonly def: {
    readonly type: string;
    readonly innerType?: z.ZodType;
    readonly in?: z.ZodType;
    readonly out?: z.ZodType;
    readonly getter?: () => z.ZodType;
    readonly shape?: Record<string, z.ZodType>;
    readonly catchall?: z.ZodType;
    readonly element?: z.ZodType;
    readonly items?: readonly z.ZodType[];
    readonly options?: readonly z.ZodType[];
    readonly valueType?: z.ZodType;
    readonly left?: z.ZodType;
    readonly right?: z.ZodType;
    readonly entries?: Record<string, string | number>;
    readonly values?: readonly unknown[];
    readonly format?: string;
    readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  };
}

interface Check {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly format?: string;
  readonly pattern?: RegExp;
  /** The message the check was given. */
  readonly error?: () => unknown;
}

const inner = (shape: z.ZodType): Inner => (shape as unknown as { _zod: Inner })._zod;

/** The shapes that a path inside a shape leads to: several where a union lets several stand. */
export function schemaAt(shape: z.ZodType, path: Path): readonly z.ZodType[] {
  let at = flat(shape);
  for (const key of path) at = at.flatMap((s) => step(s, key)).flatMap(flat);
  return at;
}

/** The shape without what is wrapped around it; the options of a union each on its own. */
function flat(shape: z.ZodType): readonly z.ZodType[] {
  const { def } = inner(shape);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return flat(def.innerType!);
    case 'pipe':
      return flat(inner(def.in!).def.type === 'transform' ? def.out! : def.in!);
    case 'lazy':
      return flat(def.getter!());
    case 'union':
      return def.options!.flatMap(flat);
    case 'intersection':
      return [...flat(def.left!), ...flat(def.right!)];
    default:
      return [shape];
  }
}

/** The shape of one named property or item, with what is wrapped around it; null when there is none. */
export function declared(shape: z.ZodType, key: string | number): z.ZodType | null {
  const { def } = inner(shape);
  if (def.type === 'array') return def.element!;
  return def.shape !== undefined && Object.hasOwn(def.shape, key) ? def.shape[key as string]! : null;
}

/** Whether it is a mapping with named properties. */
export const isNamed = (shape: z.ZodType): boolean => inner(shape).def.type === 'object';

function step(shape: z.ZodType, key: string | number): readonly z.ZodType[] {
  const { def } = inner(shape);
  let next: z.ZodType | undefined;
  if (def.type === 'object' || def.type === 'array') next = declared(shape, key) ?? def.catchall;
  else if (def.type === 'record') next = def.valueType;
  else if (def.type === 'tuple') next = def.items![key as number];
  return next === undefined || inner(next).def.type === 'never' ? [] : [next];
}

/** The property names that any of the shapes knows. */
export function keysAt(shapes: readonly z.ZodType[]): readonly string[] {
  return [...new Set(shapes.flatMap((s) => Object.keys(inner(s).def.shape ?? {})))];
}

/** What may stand there, in words that follow "must be". */
export function expected(shape: z.ZodType): string {
  const { def } = inner(shape);
  const bounds = boundsOf(def);
  switch (def.type) {
    case 'number':
      return `${bounds.whole ? 'a whole number' : 'a number'}${range(bounds)}`;
    case 'string':
      return `text${counted(bounds, 'character')}${bounds.form}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list${counted(bounds, 'item')}`;
    case 'tuple':
      return `a list of ${def.items!.length} ${def.items!.length === 1 ? 'item' : 'items'}`;
    case 'object':
    case 'record':
      return 'a mapping';
    case 'enum':
      return oneOf(Object.values(def.entries!));
    case 'literal':
      return oneOf(def.values!);
    case 'null':
      return 'null';
    default:
      return '';
  }
}

function oneOf(values: readonly unknown[]): string {
  if (values.length === 1) return String(values[0]);
  const shown = values.map(String);
  return `one of ${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

interface Bounds {
  readonly whole: boolean;
  readonly least: number | null;
  readonly most: number | null;
  /** True when `least` or `most` themselves may not stand. */
  readonly above: boolean;
  readonly below: boolean;
  /** What the text must look like: the shape's own words (`: an address`), or the pattern; '' when there is none. */
  readonly form: string;
}

function boundsOf(def: Inner['def']): Bounds {
  let bounds: Bounds = {
    whole: /int/.test(def.format ?? ''),
    least: null,
    most: null,
    above: false,
    below: false,
    form: '',
  };
  for (const { _zod } of def.checks ?? []) {
    const { check, value, inclusive, minimum, maximum, length, format } = _zod.def;
    if (check === 'number_format') bounds = { ...bounds, whole: /int/.test(format ?? '') };
    if (check === 'greater_than') bounds = { ...bounds, least: value ?? null, above: inclusive === false };
    if (check === 'less_than') bounds = { ...bounds, most: value ?? null, below: inclusive === false };
    if (check === 'min_length') bounds = { ...bounds, least: minimum ?? null };
    if (check === 'max_length') bounds = { ...bounds, most: maximum ?? null };
    if (check === 'length_equals') bounds = { ...bounds, least: length ?? null, most: length ?? null };
    if (check === 'string_format') bounds = { ...bounds, form: formOf(_zod.def) };
  }
  return bounds;
}

function formOf({ pattern, error }: Check): string {
  const words = typeof error === 'function' ? error() : undefined;
  if (typeof words === 'string' && words.startsWith('must be ')) return `: ${words.slice('must be '.length)}`;
  return pattern === undefined ? '' : ` that matches ${pattern}`;
}

function range({ least, most, above, below }: Bounds): string {
  if (least !== null && most !== null && !above && !below) return ` from ${least} to ${most}`;
  const low = least === null ? '' : above ? `above ${least}` : `of at least ${least}`;
  const high = most === null ? '' : below ? `below ${most}` : `${low === '' ? 'of ' : ''}at most ${most}`;
  const both = [low, high].filter((words) => words !== '').join(' and ');
  return both === '' ? '' : ` ${both}`;
}

function counted({ least, most }: Bounds, what: string): string {
  const some = (n: number): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  if (least !== null && least === most) return ` of ${some(least)}`;
  if (least !== null && most !== null) return ` of ${least} to ${some(most)}`;
  if (least !== null) return ` of at least ${some(least)}`;
  return most === null ? '' : ` of at most ${some(most)}`;
}
