import type { ErrorObject } from 'ajv';

type Params = Readonly<Record<string, unknown>>;

/** What an error says, in the words of the validator that API Gateway uses (`$context.error.validationErrorString`). */
const words: Readonly<Record<string, (params: Params, data: unknown, schema: unknown) => string>> = {
  required: (p) => `object has missing required properties ([${quoted(p.missingProperty)}])`,
  type: (p, data) =>
    `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: [${[p.type].flat().map(quoted).join(',')}])`,
  additionalProperties: (p) =>
    `object instance has properties which are not allowed by the schema: [${quoted(p.additionalProperty)}]`,
  minLength: (p, data) =>
    `string ${short(data)} is too short (length: ${points(data)}, required minimum: ${p.limit})`,
  maxLength: (p, data) =>
    `string ${short(data)} is too long (length: ${points(data)}, maximum allowed: ${p.limit})`,
  minimum: (p, data) =>
    p.comparison === '>'
      ? `numeric instance is not strictly greater than the required minimum ${p.limit}`
      : `numeric instance is lower than the required minimum (minimum: ${p.limit}, found: ${data})`,
  maximum: (p, data) =>
    p.comparison === '<'
      ? `numeric instance is not strictly lower than the required maximum ${p.limit}`
      : `numeric instance is greater than the required maximum (maximum: ${p.limit}, found: ${data})`,
  multipleOf: (p, data) => `remainder of division is not zero (${data} / ${p.multipleOf})`,
  enum: (p, data) =>
    `instance value (${short(data)}) not found in enum (possible values: ${short(p.allowedValues)})`,
  pattern: (p, data) => `ECMA 262 regex ${short(p.pattern)} does not match input string ${short(data)}`,
  format: (p, data) => `string ${short(data)} is invalid against requested format ${p.format}`,
  minItems: (p, data) =>
    `array is too short: must have at least ${p.limit} elements but instance has ${sizeOf(data)} elements`,
  maxItems: (p, data) =>
    `array is too long: must have at most ${p.limit} elements but instance has ${sizeOf(data)} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  minProperties: (p, data) =>
    `object has too few properties (found ${sizeOf(data)} but schema requires at least ${p.limit})`,
  maxProperties: (p, data) =>
    `object has too many properties (found ${sizeOf(data)} but schema requires at most ${p.limit})`,
  anyOf: (_p, _data, schema) =>
    `instance failed to match at least one required schema among ${Array.isArray(schema) ? schema.length : 0}`,
  oneOf: (p, _data, schema) =>
    `instance failed to match exactly one schema (matched ${p.passingSchemas === null ? 0 : 2} out of ${Array.isArray(schema) ? schema.length : 0})`,
  not: () => 'instance matched a schema which it should not have',
};

/** What is said of one value, at most. */
const mostSaid = 50;

/** `[object has missing required properties (["name"])]`; what several properties lack is said together, as there. */
export function awsWords(errors: readonly ErrorObject[]): string {
  const missing = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'required') continue;
    const names = missing.get(instancePath);
    if (names === undefined) missing.set(instancePath, [String(params.missingProperty)]);
    else names.push(String(params.missingProperty));
  }
  const said = new Set<string>();
  for (const { keyword, instancePath, params, data, schema, message } of errors) {
    if (said.size === mostSaid) break;
    if (keyword !== 'required') {
      said.add(words[keyword]?.(params, data, schema) ?? message ?? keyword);
      continue;
    }
    // All that lacks in one place is said with the first of it.
    const names = missing.get(instancePath);
    missing.delete(instancePath);
    if (names !== undefined)
      said.add(`object has missing required properties ([${names.sort().map(quoted).join(',')}])`);
  }
  return `[${[...said].join(', ')}]`;
}

/** What a value is in JSON Schema. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** A value as JSON, of 80 characters at the most. */
export function short(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'object' && value !== null && sizeOf(value) > 20) return typeOf(value);
  const text = begun(value, longest + 1);
  return text.length > longest ? `${text.slice(0, 77).toWellFormed()}...` : text;
}

const longest = 80;

/** It as JSON, or its first `most` characters and perhaps more: what is long or deep is not gone through to its end. */
function begun(value: unknown, most: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, most));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  const list = Array.isArray(value);
  const members = list ? value.slice(0, most) : Object.entries(value).slice(0, most);
  let text = list ? '[' : '{';
  for (let i = 0; i < members.length; i++) {
    if (text.length >= most) return text;
    if (i > 0) text += ',';
    const [key, member] = list ? ['', members[i]] : members[i];
    if (!list) text += `${JSON.stringify(key.slice(0, most))}:`;
    text += begun(member, Math.max(0, most - text.length));
  }
  return text + (list ? ']' : '}');
}

const quoted = (value: unknown): string => {
  const text = String(value);
  return JSON.stringify(text.length > 78 ? `${text.slice(0, 75).toWellFormed()}...` : text);
};

/** The code points of a string; 0 for anything else. */
function points(data: unknown): number {
  let count = 0;
  if (typeof data === 'string') for (const _ of data) count++;
  return count;
}

const sizeOf = (data: unknown): number =>
  typeof data === 'object' && data !== null ? Object.keys(data).length : 0;
