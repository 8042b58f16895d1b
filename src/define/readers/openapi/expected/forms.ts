import type { JsonType, ValueForm } from '../../../model/contract.ts';
import type { Pointers } from '../pointers.ts';

/** Schemas that one is made of, and that are looked into for their types. */
const MOST_PARTS = 500;

export const anyForm: ValueForm = { types: [], items: [], properties: {}, open: true };

/** Which types the values of a schema have, through references and alternatives. */
export function formOf(schema: unknown, pointers: Pointers): ValueForm {
  const parts = partsOf(schema, pointers);
  const types = typesIn(parts);
  const items = typesIn(parts.flatMap((part) => partsOf(part.items, pointers)));
  const properties: Record<string, { types: readonly JsonType[]; items: readonly JsonType[] }> = {};
  for (const part of parts) {
    if (part.properties === null || typeof part.properties !== 'object') continue;
    for (const [name, property] of Object.entries(part.properties)) {
      const own = partsOf(property, pointers);
      properties[name] = {
        types: typesIn(own),
        items: typesIn(own.flatMap((one) => partsOf(one.items, pointers))),
      };
    }
  }
  return { types, items, properties, open: !parts.some((part) => part.additionalProperties === false) };
}

type Schema = Readonly<Record<string, unknown>>;

/** A schema and all that it is made of: what it refers to, its alternatives, and what it combines. Each once. */
function partsOf(schema: unknown, pointers: Pointers): Schema[] {
  const found = new Set<Schema>();
  const waiting: unknown[] = [schema];
  while (waiting.length > 0 && found.size < MOST_PARTS) {
    const one = waiting.shift();
    if (one === null || typeof one !== 'object' || Array.isArray(one) || found.has(one as Schema)) continue;
    const part = one as Schema;
    found.add(part);
    if (typeof part.$ref === 'string') waiting.push(pointers.find(part.$ref)?.value);
    for (const list of [part.allOf, part.anyOf, part.oneOf]) if (Array.isArray(list)) waiting.push(...list);
  }
  return [...found];
}

/** No types where nothing says what a value is. */
function typesIn(parts: readonly Schema[]): JsonType[] {
  const found = new Set<JsonType>();
  for (const part of parts) {
    for (const type of [part.type].flat()) {
      if (type === 'integer') found.add('number');
      else if (isType(type)) found.add(type);
    }
    if (part.nullable === true || part['x-nullable'] === true) found.add('null');
    if (part.type !== undefined) continue;
    if (part.properties !== undefined || part.additionalProperties !== undefined) found.add('object');
    if (part.items !== undefined) found.add('array');
    for (const value of Array.isArray(part.enum) ? part.enum : 'const' in part ? [part.const] : []) {
      const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
      if (isType(type)) found.add(type);
    }
  }
  return [...found];
}

const TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'boolean', 'null', 'array', 'object']);
const isType = (type: unknown): type is JsonType => TYPES.has(type);
