import type { Exchange } from '../../../base/exchange.ts';
import type { Kind } from '../../../base/kind.ts';

/**
 * What a field of a request holds, one character for each byte: one text, or several of which any may match.
 * False when the request has no such field (nothing matches), true when it matches whatever is asked.
 */
export type Value = string | readonly string[] | boolean;

/** A part of the request that statements can look at. */
export interface Field<S> extends Kind<S> {
  /** How many units of capacity it adds to a statement's own. */
  readonly adds: number;
  /** How much of the body it must see; absent: none. */
  readonly bodyBytes?: number;
  /** True when reading it costs nothing, so that it is not worth remembering. */
  readonly direct?: boolean;
  compile(settings: S): (x: Exchange) => Value;
}

export const field = <S>(kind: Field<S>): Field<S> => Object.freeze(kind);
