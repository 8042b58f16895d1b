import type { Element } from './definition.ts';

/** What finds out who calls an API; its methods name it by `authorizerId`. */
export interface Authorizer extends Element {
  /** Six lower-case letters and digits, derived from the element's id. */
  readonly authorizerId: string;
  readonly name: string;
  /** The kind in `guard/decide/authorize/kinds/` that compiles it: `TOKEN`, `REQUEST`, … */
  readonly type: string;
  /** What the kind's shape gave. */
  readonly settings: unknown;
}
