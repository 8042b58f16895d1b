type Schema = Readonly<Record<string, unknown>>;

/** Keywords whose values are schemas by name, so that their keys are no keywords. */
const NAMED: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependencies',
  'dependentSchemas',
]);
/** Keywords whose values are data. */
const LITERAL: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples']);

/** A JSON Schema with each schema in it, from the innermost outwards, replaced by what `change` makes of it. */
export function mapSchema(schema: unknown, change: (schema: Schema) => unknown): unknown {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map((part) => mapSchema(part, change));
  return change(
    Object.fromEntries(
      Object.entries(schema).map(([key, part]) => {
        if (LITERAL.has(key)) return [key, part];
        if (!NAMED.has(key) || part === null || typeof part !== 'object' || Array.isArray(part))
          return [key, mapSchema(part, change)];
        return [
          key,
          Object.fromEntries(Object.entries(part).map(([name, one]) => [name, mapSchema(one, change)])),
        ];
      }),
    ),
  );
}
