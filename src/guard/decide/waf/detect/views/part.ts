/** Where in a request a value stood. */
export type Where =
  | 'query'
  | 'query-name'
  | 'form'
  | 'form-name'
  | 'json'
  | 'json-key'
  | 'json-literal'
  | 'multipart'
  | 'multipart-name'
  | 'file'
  | 'file-name'
  | 'part-header'
  | 'xml'
  | 'xml-attribute'
  | 'xml-name'
  | 'xml-comment'
  | 'xml-instruction'
  | 'doctype'
  | 'cookie'
  | 'cookie-name'
  | 'segment'
  | 'matrix'
  | 'matrix-name'
  | 'protobuf'
  | 'text'
  | 'rest';

/**
 * Takes one value as an application would see it, with the name it goes by: the parameter, the JSON pointer
 * (RFC 6901), the path of the element (`/order/item/@id`). A name is itself handed over too, with a `where` that ends
 * in `-name` or `-key`.
 */
export type Take = (name: string, value: string, where: Where) => void;

/**
 * How it went: `malformed` is what does not follow its grammar, read as tolerantly as applications do, and `misshapen`
 * what fails it only so that all readers find the same values; `truncated` what was past a bound, or cut off.
 */
export type Outcome = 'whole' | 'misshapen' | 'malformed' | 'truncated';

/** How far it is read. What is behind the last part is handed over as one, as `rest`. */
export interface Bounds {
  /** Values handed over, names included. */
  readonly parts: number;
  /** How deep things may lie in one another, and still be told apart by their names. */
  readonly depth: number;
  /** True of a text that goes on behind its end: that things are left open there is no flaw. */
  readonly cut?: boolean;
}

export const bounds: Bounds = Object.freeze({ parts: 8_192, depth: 64 });
