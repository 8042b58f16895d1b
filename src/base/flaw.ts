/** One thing that is wrong with the data of a request. */
export interface Flaw {
  /** Where the value stands: `body`, `path`, `querystring`, `header` or `cookie`. */
  readonly place: 'body' | 'path' | 'querystring' | 'header' | 'cookie';
  /** Within the body a JSON Pointer (RFC 6901), '' for the whole; elsewhere the name of the parameter. */
  readonly path: string;
  /** The rule it breaks: a keyword of JSON Schema (`required`, `maxLength`), or `media-type`, `json`, `unknown`, … */
  readonly rule: string;
  /** What is there instead, in short: never more of a value than 80 characters. */
  readonly found: string;
  /** One sentence: what would be right. */
  readonly message: string;
}

/** Flaws that an answer, or an explanation, shows at the most. */
export const mostFlaws = 10;
