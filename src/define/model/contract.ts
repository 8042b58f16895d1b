/** What an operation of an OpenAPI document expects of a request, and says of its answers. */
export interface Contract {
  readonly parameters: readonly ContractParameter[];
  /** Null: nothing is said of a body. */
  readonly body: ContractBody | null;
  /** What becomes of a request that does not hold to it. */
  readonly requests: 'refuse' | 'report' | 'off';
  /**
   * Query parameters that may come without being listed (of security schemes), and no body where none is described;
   * null: any may.
   */
  readonly unlisted: readonly string[] | null;
  /** By status (`200`, `2XX`, `default`), and then by media type, the URI of a schema; null: answers are not looked at. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
}

/** A parameter of a request, and how its text is read (OpenAPI 3: `style`, `explode`). */
export interface ContractParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** `?name=` without a value is as good as one. */
  readonly allowEmpty: boolean;
  /** True: its text is JSON (`content: application/json`), whatever the style. */
  readonly json: boolean;
  readonly form: ValueForm;
  /** The URI of its schema; '' when it has none, so that any text fits. */
  readonly schema: string;
}

export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'tabDelimited'
  | 'deepObject';

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** Which types the schema of a value has, so that text can be read as one of them. No types: any. */
export interface ValueForm {
  readonly types: readonly JsonType[];
  /** Of the items of an array. */
  readonly items: readonly JsonType[];
  /** Of the properties of an object, by name: the types, and those of their items. */
  readonly properties: Readonly<
    Record<string, { readonly types: readonly JsonType[]; readonly items: readonly JsonType[] }>
  >;
  /** True: an object may have other properties than those. */
  readonly open: boolean;
}

/** The body of a request, by media type. */
export interface ContractBody {
  readonly required: boolean;
  /** The most specific media type first; `text/…` wildcards stand for all of theirs. */
  readonly contents: readonly ContractContent[];
}

/** A body of one media type. */
export interface ContractContent {
  readonly mediaType: string;
  /** How the bytes are read: as JSON, as a form, as text, or not at all. */
  readonly read: 'json' | 'form' | 'text' | 'nothing';
  /** Of a form: its fields. */
  readonly form: ValueForm;
  /** The URI of its schema; '' when it has none. */
  readonly schema: string;
}
