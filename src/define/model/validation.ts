import type { Element } from './element.ts';

/** Which checks methods that name it ask for (`AWS::ApiGateway::RequestValidator`). */
export interface RequestValidator extends Element {
  /** Six lower-case letters and digits: what methods name. */
  readonly validatorId: string;
  readonly name: string;
  readonly body: boolean;
  readonly parameters: boolean;
}

/** A form of data, as a JSON Schema of draft-04 (`AWS::ApiGateway::Model`). */
export interface Model extends Element {
  readonly modelId: string;
  readonly name: string;
  readonly contentType: string;
  readonly description: string;
  /** An object, or true where none was written: everything fits. */
  readonly schema: unknown;
}

/** Schemas that refer to one another, each under its URI. */
export interface SchemaSet {
  readonly dialect: 'draft-04' | '2020-12';
  readonly documents: Readonly<Record<string, unknown>>;
}

const MODELS = 'https://apigateway.amazonaws.com/restapis/api/models/';

/** The URI under which a model stands in its set. */
export const modelUri = (name: string): string => MODELS + name;

/**
 * The models of an API as a set. They name one another by
 * `https://apigateway.amazonaws.com/restapis/{api-id}/models/{name}`, whatever id stands there.
 */
export function modelSet(models: readonly Model[]): SchemaSet {
  const documents: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(builtIn)) documents[modelUri(name)] = schema;
  for (const { name, schema } of models) documents[modelUri(name)] = linked(schema);
  return { dialect: 'draft-04', documents };
}

/** Models that every API has ("Data models for REST APIs"). */
export const builtIn: Readonly<Record<string, object>> = {
  Empty: { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Empty Schema', type: 'object' },
  Error: {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Error Schema',
    type: 'object',
    properties: { message: { type: 'string' } },
  },
};

const MODEL_URI = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]*\/models\/([^/#?]+)/;

/** The model that a `$ref` names; null when it leads elsewhere. */
export const modelNamed = (reference: string): string | null => MODEL_URI.exec(reference)?.[1] ?? null;

/** A schema with the references to other models leading into the set. Values of enums are left as they are. */
function linked(schema: unknown): unknown {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map(linked);
  return Object.fromEntries(
    Object.entries(schema).map(([key, part]) => {
      if (key === 'enum' || key === 'default') return [key, part];
      if (key === '$ref' && typeof part === 'string')
        return [key, part.replace(MODEL_URI, (_, name: string) => modelUri(name))];
      return [key, linked(part)];
    }),
  );
}
