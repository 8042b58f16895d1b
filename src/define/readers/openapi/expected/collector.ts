import { mapSchema } from '../../../../base/json-schema.ts';
import type { SchemaSet } from '../../../model/validation.ts';
import type { Path } from '../../document.ts';
import type { Reading } from '../reading.ts';

/** Which way the data goes: what is only read is not asked of a request, what is only written not of an answer. */
export type Direction = 'request' | 'answer';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The schemas of one document that operations use, each under a URI made of the place where it stands, and all
 * that they refer to. They come out as JSON Schema 2020-12, whichever version of OpenAPI they are written for.
 */
export class Collector {
  readonly #reading: Reading;
  /** True for OpenAPI 3.1, whose schemas are JSON Schema as they stand. */
  readonly #plain: boolean;
  readonly #uris = new Map<string, string>();
  readonly #documents = new Map<string, unknown>();
  readonly #places = new Map<string, Path>();

  constructor(reading: Reading, plain: boolean) {
    this.#reading = reading;
    this.#plain = plain;
  }

  /** The URI of the schema at a place, which is collected now. */
  add(schema: unknown, path: Path, direction: Direction): string {
    const key = `${direction} ${JSON.stringify(path)}`;
    const known = this.#uris.get(key);
    if (known !== undefined) return known;
    const uri = `openapi:${direction}/${this.#uris.size}/${path.join('/').replace(/[^\w/]+/g, '-')}`;
    this.#uris.set(key, uri);
    this.#places.set(uri, path);
    this.#documents.set(uri, this.#translated(schema, direction));
    return uri;
  }

  get set(): SchemaSet {
    return { dialect: '2020-12', documents: Object.fromEntries(this.#documents) };
  }

  /** Notes each schema that cannot be held to, at its place. */
  check(): void {
    const { draft } = this.#reading;
    for (const { uri, message } of draft.catalogue.schemaFlaws(this.set))
      this.#reading.error('openapi.schema', `the schema ${message}`, this.#places.get(uri) ?? []);
  }

  #translated(schema: unknown, direction: Direction): unknown {
    return mapSchema(schema, (one) => {
      const own = this.#plain ? one : asJsonSchema(one);
      const seen = withoutUnsent(own, direction);
      const { $ref } = seen;
      if (typeof $ref !== 'string' || !$ref.startsWith('#/')) return seen;
      const found = this.#reading.pointers.find($ref);
      // What leads nowhere has been noted already.
      return found === null ? {} : { ...seen, $ref: this.add(found.value, found.path, direction) };
    });
  }
}

/** OpenAPI 3.0 and Swagger 2.0 have words of their own for what JSON Schema says otherwise. */
function asJsonSchema(schema: Schema): Schema {
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
  const { nullable, 'x-nullable': alsoNullable, ...rest } = schema;
  const out: Record<string, unknown> = { ...rest };
  for (const [bound, strict] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof out[strict] !== 'boolean') continue;
    if (out[strict] && out[bound] !== undefined) {
      out[strict] = out[bound];
      delete out[bound];
    } else delete out[strict];
  }
  // Swagger 2.0: what is sent as a file has no type of JSON.
  if (out.type === 'file') delete out.type;
  if (nullable !== true && alsoNullable !== true) return out;
  return typeof out.type === 'string' && !Array.isArray(out.enum)
    ? { ...out, type: [out.type, 'null'] }
    : { anyOf: [out, { type: 'null' }] };
}

/** A property that only answers have is not required of a request, and the other way round. */
function withoutUnsent(schema: Schema, direction: Direction): Schema {
  const { required, properties } = schema;
  if (!Array.isArray(required) || properties === null || typeof properties !== 'object') return schema;
  const flag = direction === 'request' ? 'readOnly' : 'writeOnly';
  const isUnsent = (name: unknown): boolean => {
    if (typeof name !== 'string' || !Object.hasOwn(properties, name)) return false;
    const property = (properties as Record<string, unknown>)[name];
    return property !== null && typeof property === 'object' && (property as Schema)[flag] === true;
  };
  return { ...schema, required: required.filter((name) => !isUnsent(name)) };
}
