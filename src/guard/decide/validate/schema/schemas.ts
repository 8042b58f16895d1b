import type { Ajv2020, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import { onDemand } from '../../../../base/on-demand.ts';
import { compileEcma } from '../../../../base/regex/ecma.ts';
import type { SchemaSet } from '../../../../define/model/validation.ts';
import { Effort, TooMuchWork } from './effort.ts';
import { formats } from './formats.ts';
import { multipleOf } from './multiple-of.ts';
import { prepared } from './prepare.ts';
import { uniqueItems } from './unique-items.ts';

const ajv2020 = onDemand<typeof import('ajv/dist/2020.js')>('ajv/dist/2020.js');
const ajvDraft04 = onDemand<typeof import('ajv-draft-04')>('ajv-draft-04');

export interface SchemaOptions {
  /** Whether `format` is asserted. */
  readonly formats: boolean;
  /** Also what is wrong is asked for, and not only whether anything is. */
  readonly telling: boolean;
}

/** A compiled schema. */
export interface Check {
  /** Whether a value that was read from so many bytes fits. What takes too much work does not. */
  fits(value: unknown, bytes: number): boolean;
  /** What is wrong with it: all of it in small values, the first of it in great ones. Only where `telling`. */
  wrong(value: unknown, bytes: number): readonly ErrorObject[] | null;
}

/** Values of so many bytes are told all that is wrong with them; of greater ones, what is wrong first. */
const TOLD_WHOLE = 8 * 1024;

/** Compiles the schemas of a set, which may refer to one another. */
export class Schemas {
  readonly #first: Compiler;
  readonly #all: Compiler | null;

  constructor(set: SchemaSet, options: SchemaOptions) {
    const documents = Object.entries(set.documents).map(
      ([uri, document]) => [uri, prepared(document, set.dialect)] as const,
    );
    this.#first = new Compiler(set.dialect, documents, { ...options, allErrors: false });
    this.#all = options.telling
      ? new Compiler(set.dialect, documents, { ...options, allErrors: true })
      : null;
  }

  /** Compiles the schema at a URI, which may have a fragment. Throws, with a message for people, when it cannot be. */
  check(uri: string): Check {
    const first = this.#first.compile(uri);
    const all = this.#all?.compile(uri) ?? null;
    return {
      fits: (value, bytes) => first(value, bytes) === null,
      wrong: (value, bytes) => (all !== null && bytes <= TOLD_WHOLE ? all : first)(value, bytes),
    };
  }
}

/** Null when a value fits. */
type Ask = (value: unknown, bytes: number) => readonly ErrorObject[] | null;

/** What is said of a value that takes too much work. */
const tooMuch: readonly ErrorObject[] = [
  {
    instancePath: '',
    schemaPath: '',
    keyword: 'effort',
    params: {},
    message: 'takes too much work to check',
  },
];

class Compiler {
  readonly #ajv: Ajv2020;
  readonly #effort = new Effort();

  constructor(
    dialect: SchemaSet['dialect'],
    documents: readonly (readonly [string, unknown])[],
    options: SchemaOptions & { readonly allErrors: boolean },
  ) {
    const chosen: Options = {
      allErrors: options.allErrors,
      // The values that are wrong are told; never where nobody asks, for they would be kept alive.
      verbose: options.telling,
      strict: false,
      validateSchema: false,
      // Names that objects inherit (`__proto__`, `toString`) are properties only where a body has them itself.
      ownProperties: true,
      logger: false,
      messages: options.telling,
      validateFormats: options.formats,
      formats: options.formats ? { ...formats } : {},
      code: { regExp },
    };
    this.#ajv =
      dialect === '2020-12'
        ? new (ajv2020().Ajv2020)(chosen)
        : (new (ajvDraft04().default)(chosen) as Ajv2020);
    for (const keyword of [uniqueItems, multipleOf()])
      this.#ajv.removeKeyword(String(keyword.keyword)).addKeyword(keyword);
    this.#ajv.addKeyword(this.#effort.keyword);
    for (const [uri, document] of documents) this.#ajv.addSchema(document as object, uri);
  }

  compile(uri: string): Ask {
    const validate: ValidateFunction | undefined = this.#ajv.getSchema(uri);
    if (validate === undefined) throw new TypeError(`there is no schema at ${uri}`);
    return (value, bytes) => {
      this.#effort.begin(bytes);
      try {
        if (validate(value)) return null;
        const errors = validate.errors ?? tooMuch;
        // What was wrong with one request is not kept until the next.
        validate.errors = null;
        return errors;
      } catch (fault) {
        if (fault instanceof TooMuchWork) return tooMuch;
        throw fault;
      } finally {
        this.#effort.end();
      }
    };
  }
}

/** Patterns run in linear time, whoever wrote the text. The name is what ajv tells one pattern from another by. */
const regExp = Object.assign(
  (pattern: string) =>
    ({ test: compileEcma(pattern).test, toString: () => `/${pattern}/`, exec: never }) as unknown as RegExp,
  { code: 'linear' },
);

const never = (): never => {
  throw new TypeError('a pattern of a schema is only tested');
};
