import { mapSchema } from '../../../../base/json-schema.ts';

/** Beside these, which items were looked at depends on the value; ajv does not follow that. */
const DYNAMIC: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'if', 'dependentSchemas', 'not']);

/** Why a schema cannot be held to, in words that follow its name; '' when it can be. */
export function unsupported(document: unknown): string {
  let found = '';
  let contains = false;
  let items = false;
  mapSchema(document, (schema) => {
    const has = (name: string): boolean => Object.hasOwn(schema, name);
    if (has('$dynamicRef') || has('$recursiveRef'))
      found ||= 'has a $dynamicRef, which is not followed here: write a $ref';
    contains ||= has('contains');
    items ||= has('unevaluatedItems');
    if (has('unevaluatedItems') && Object.keys(schema).some((name) => DYNAMIC.has(name))) found ||= ITEMS;
    if (has('unevaluatedProperties') && has('else') && !has('then'))
      found ||=
        'has unevaluatedProperties beside an else without a then, which is not seen here: write a then';
    const { $schema } = schema;
    if (typeof $schema === 'string' && !/^https?:\/\/json-schema\.org\//.test($schema))
      found ||= `is written in the dialect ${$schema}, which is not known here`;
    return null;
  });
  return contains && items ? found || ITEMS : found;
}

const ITEMS =
  'has unevaluatedItems beside contains, alternatives or conditions, which is not seen here: name the items';
