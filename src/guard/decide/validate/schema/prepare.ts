import { mapSchema } from '../../../../base/json-schema.ts';
import type { SchemaSet } from '../../../../define/model/validation.ts';
import { EFFORT_KEYWORD } from './effort.ts';

/** Keywords that say nothing of what is valid, or not here ("Data models for REST APIs" lists what is not supported). */
const SILENT: ReadonlySet<string> = new Set([
  '$async',
  'default',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'externalDocs',
  'nullable',
  'readOnly',
  'title',
  'writeOnly',
  'xml',
]);

/** A document as it is compiled: without what says nothing, and with each reference counted. */
export function prepared(document: unknown, dialect: SchemaSet['dialect']): unknown {
  return mapSchema(document, (schema) => {
    const kept = Object.entries(schema).filter(([key]) => !SILENT.has(key) && !key.startsWith('x-'));
    const sound = withPrototype(Object.fromEntries(kept.map(mended)));
    if (sound.if !== undefined) sound[THEN] ??= FITS_ANYTHING;
    if (typeof schema.$ref !== 'string') return sound;
    // Draft-04: what stands beside a $ref is ignored, but other references may lead into it.
    const { $ref, definitions = {} } = sound;
    return { [EFFORT_KEYWORD]: true, ...(dialect === 'draft-04' ? { $ref, definitions } : sound) };
  });
}

// An `if` alone is passed over otherwise, and with it what it says of the properties it looked at.
const THEN = 'then';
const FITS_ANYTHING = { allOf: [{}] };

/** An `enum` of nothing lets nothing fit; ajv takes it for a mistake. */
const mended = ([key, part]: [string, unknown]): [string, unknown] =>
  key === 'enum' && Array.isArray(part) && part.length === 0 ? ['not', {}] : [key, part];

/** A property called `__proto__` is passed over by ajv, but a pattern that only it matches is not. */
function withPrototype(schema: Record<string, unknown>): Record<string, unknown> {
  const { properties, patternProperties } = schema;
  if (properties === null || typeof properties !== 'object' || !Object.hasOwn(properties, '__proto__'))
    return schema;
  const own = Object.getOwnPropertyDescriptor(properties, '__proto__')!.value as unknown;
  const rest = Object.entries(properties).filter(([name]) => name !== '__proto__');
  return {
    ...schema,
    properties: Object.fromEntries(rest),
    patternProperties: { ...(patternProperties as object | undefined), '^__proto__$': own },
  };
}
