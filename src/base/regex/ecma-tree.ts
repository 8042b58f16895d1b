import type { CodePoints } from './code-points.ts';
import type { Assertion } from './syntax.ts';

/** A pattern of ECMAScript, read: as a `Node`, of characters instead of bytes. */
export type Tree =
  | { readonly kind: 'set'; readonly set: CodePoints }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

/** What a text must look like from its beginning on, or must not. */
export interface Look {
  readonly negative: boolean;
  readonly tree: Tree;
}

/** One alternative of a whole pattern: it matches where its tree does and every look at the beginning agrees. */
export interface Alternative {
  readonly looks: readonly Look[];
  readonly tree: Tree;
}
