import { partName } from '../../../../base/json-pointer.ts';
import { mapSchema } from '../../../../base/json-schema.ts';
import type { Method } from '../../../model/api.ts';
import { shortId } from '../../../model/ids.ts';
import { type Model, modelSet, modelUri, type RequestValidator } from '../../../model/validation.ts';
import type { Path } from '../../document.ts';
import type { Reading } from '../reading.ts';
import { validatorShape } from '../shapes.ts';
import type { OperationData } from './operation-data.ts';
import { type FoundParameter, schemaOf } from './parameters.ts';

/**
 * Validators and models of a document for API Gateway, as its import makes them: the schemas of the components
 * become models, and an operation is checked by the validator that it, or the root, names.
 */
export class Imported {
  readonly validators: RequestValidator[] = [];
  readonly models: Model[] = [];
  readonly #reading: Reading;
  readonly #default: string | undefined;
  /** Models that bodies are held to. */
  readonly #used = new Set<string>();

  constructor(
    validators: unknown,
    standard: string | undefined,
    schemas: unknown,
    path: Path,
    reading: Reading,
  ) {
    this.#reading = reading;
    this.#default = standard;
    for (const [name, written] of Object.entries((validators ?? {}) as Record<string, unknown>)) {
      const at: Path = ['x-amazon-apigateway-request-validators', name];
      const read = reading.part(validatorShape, written, at, `${reading.id}/validator/${name}`, {
        prefix: `x-amazon-apigateway-request-validators/${name}/`,
      });
      if (read === null) continue;
      const id = `${reading.id}/validator/${name}`;
      this.validators.push({
        id,
        origin: reading.origin(at),
        validatorId: shortId(id, 6),
        name,
        body: read.validateRequestBody,
        parameters: read.validateRequestParameters,
      });
    }
    if (schemas !== null && typeof schemas === 'object')
      for (const [name, schema] of Object.entries(schemas)) this.#model(name, schema, [...path, name]);
    if (standard !== undefined) this.#validator(standard, ['x-amazon-apigateway-request-validator']);
  }

  /** What an operation's requests are held to. */
  of(
    operation: OperationData,
    parameters: readonly FoundParameter[],
    path: Path,
    reading: Reading,
  ): Partial<Method> {
    const named = operation.validator ?? this.#default;
    const at = [...path, 'x-amazon-apigateway-request-validator'];
    const validator =
      named === undefined ? null : this.#validator(named, operation.validator === undefined ? [] : at);
    const requestParameters: Record<string, boolean> = {};
    for (const { written } of parameters) {
      const place = PLACES[written.in];
      if (place !== undefined)
        requestParameters[`method.request.${place}.${written.name}`] = written.required;
    }
    const requestModels = this.#bodies(operation, parameters, path, reading);
    if (validator?.body) for (const name of Object.values(requestModels)) this.#used.add(name);
    return { requestValidatorId: validator?.validatorId ?? '', requestParameters, requestModels };
  }

  /** Notes each model that bodies are held to and that cannot be compiled. */
  check(): void {
    const { draft } = this.#reading;
    if (this.#used.size === 0) return;
    for (const { uri, message } of draft.catalogue.schemaFlaws(modelSet(this.models))) {
      const model = this.models.find((m) => modelUri(m.name) === uri);
      if (model !== undefined)
        draft.note({
          level: 'error',
          code: 'model.schema',
          message: `the schema of ${model.name} ${message}`,
          origin: model.origin,
        });
    }
  }

  #validator(name: string, path: Path): RequestValidator | null {
    const found = this.validators.find((v) => v.name === name);
    if (found !== undefined) return found;
    if (path.length > 0)
      this.#reading.error(
        'validator.unknown',
        `${name} is no validator of x-amazon-apigateway-request-validators: requests would pass unchecked`,
        path,
      );
    return null;
  }

  #bodies(
    { requestBody, consumes }: OperationData,
    parameters: readonly FoundParameter[],
    path: Path,
    reading: Reading,
  ): Record<string, string> {
    const found =
      requestBody === undefined ? null : reading.pointers.follow(requestBody, [...path, 'requestBody']);
    const content =
      (found?.value as { content?: Record<string, { schema?: unknown } | null> } | null)?.content ?? {};
    const named = Object.entries(content).flatMap(([type, media]) =>
      media?.schema === undefined
        ? []
        : [[type, this.#named(media.schema, [...found!.path, 'content', type, 'schema'])] as const],
    );
    const whole = parameters.find(({ written }) => written.in === 'body');
    const types =
      Array.isArray(consumes) && consumes.length > 0 ? consumes.map(String) : ['application/json'];
    const own =
      whole === undefined
        ? []
        : types.map((type) => [type, this.#named(schemaOf(whole.written), whole.path)] as const);
    return Object.fromEntries([...named, ...own]);
  }

  /** The model that a schema is: the component it refers to, or one of its own. */
  #named(schema: unknown, path: Path): string {
    const to = (schema as { $ref?: unknown } | null)?.$ref;
    const component = typeof to === 'string' ? COMPONENT.exec(to) : null;
    if (component !== null && component[2] === undefined) return partName(component[1]!);
    const name = `MODEL${shortId(`${this.#reading.id}${path.join('/')}`, 6)}`;
    this.#model(name, schema, path);
    return name;
  }

  #model(name: string, schema: unknown, path: Path): void {
    if (this.models.some((m) => m.name === name)) return;
    const id = `${this.#reading.id}/model/${name}`;
    this.models.push({
      id,
      origin: this.#reading.origin(path),
      modelId: shortId(id, 6),
      name,
      contentType: 'application/json',
      description: '',
      schema: mapSchema(schema, (one) =>
        typeof one.$ref === 'string' ? { ...one, $ref: modelReference(one.$ref) } : one,
      ),
    });
  }
}

const PLACES: Readonly<Record<string, string>> = { path: 'path', query: 'querystring', header: 'header' };

const COMPONENT = /^#\/(?:components\/schemas|definitions)\/([^/]+)(\/.+)?$/;

const modelReference = (to: string): string =>
  to.replace(
    COMPONENT,
    (_, name: string, rest?: string) => modelUri(partName(name)) + (rest === undefined ? '' : `#${rest}`),
  );
