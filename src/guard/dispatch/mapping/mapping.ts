import type { Exchange } from '../../../base/exchange.ts';
import { type Fields, newFields, setField } from './vtl/values.ts';

/** What the templates of one request leave behind: parts of the request or answer that they set themselves. */
export class Mapping {
  readonly x: Exchange;
  /** `$context.requestOverride` and `$context.responseOverride`: applied last, over what parameters map. */
  readonly requestOverride: Fields = withParts(['header', 'querystring', 'path']);
  readonly responseOverride: Fields = withParts(['header']);

  constructor(x: Exchange) {
    this.x = x;
  }
}

function withParts(names: readonly string[]): Fields {
  const made = newFields();
  for (const name of names) setField(made, name, newFields());
  return made;
}
