import type { Exchange } from '../../../base/exchange.ts';
import type { Kind } from '../../../base/kind.ts';
import type { Limits } from './limits.ts';

/**
 * What a field of a request holds, one character for each byte: one text, or several of which any may match.
 * False when the request has no such field (nothing matches), true when it matches whatever is asked.
 */
export type Value = string | readonly string[] | boolean;

/** What reading a field is handed. */
export interface FieldGiven extends Limits {
  /** The query to read arguments from, when it is not the one received. */
  readonly query?: ((x: Exchange) => string) | undefined;
}

/** A part of the request that statements can look at. */
export interface Field<S> extends Kind<S> {
  /** How many units of capacity it adds to a statement’s own; absent: none. */
  readonly adds?: number;
  /** What a statement’s own units are multiplied by; absent: 1. */
  readonly times?: number;
  /** True when it must see the body. */
  readonly readsBody?: boolean;
  /** True when reading it costs nothing, so that it is not worth remembering. */
  readonly direct?: boolean;
  compile(settings: S, given: FieldGiven): (x: Exchange) => Value;
  /** The names that belong to its texts, in their order; asked only once a text has matched. */
  names?(settings: S, given: FieldGiven): (x: Exchange) => readonly string[];
  /**
   * Why it cannot be read as a whole, as it follows its name (`is longer than 16384 bytes`); '' when it can. For a
   * trace.
   */
  flaw?(settings: S, given: FieldGiven): (x: Exchange) => string;
}

export const field = <S>(kind: Field<S>): Field<S> => Object.freeze(kind);
