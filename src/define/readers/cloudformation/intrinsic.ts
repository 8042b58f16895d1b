import type { Kind } from '../../../base/kind.ts';

/** Stands where a value could not be found out; what is wrong has been noted where it was. */
export const UNRESOLVED = Symbol('unresolved');
/** `AWS::NoValue`: the property or item that holds it is not there. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What an intrinsic function may ask of the stack that it stands in. */
export interface Scope {
  readonly region: string;
  /** What `Ref` gives: a parameter's value, a pseudo parameter's, a resource's own. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean | typeof UNRESOLVED;
  /** A value of the Mappings section. */
  mapping(map: string, first: string, second: string): unknown;
  /** The value another stack exports under a name. */
  imported(name: string): unknown;
  /** Resolves an argument of a lazy function; `path` leads to it from the arguments. */
  resolve(value: unknown, ...path: (string | number)[]): unknown;
  /** Notes an error at the function. */
  fail(code: string, message: string): typeof UNRESOLVED;
  /** Says once for each stack what was assumed. */
  assumed(code: string, message: string): void;
}

/** An intrinsic function of CloudFormation, by its long name. */
export interface Intrinsic<S> extends Kind<S> {
  /** Functions of conditions give truth values and stand in the Conditions section alone. */
  readonly conditionsOnly?: boolean;
  /** A lazy function is handed its arguments as written, and resolves those it needs. */
  readonly lazy?: boolean;
  /** The logical ids, parameters and pseudo parameters that the arguments themselves name. */
  names?(args: unknown): readonly Named[];
  resolve(args: S, scope: Scope): unknown;
}

/** A name that is referred to, and the attribute that is asked of it ('' for `Ref`). */
export interface Named {
  readonly name: string;
  readonly attribute: string;
}

export const intrinsic = <S>(kind: Intrinsic<S>): Intrinsic<S> => Object.freeze(kind);
