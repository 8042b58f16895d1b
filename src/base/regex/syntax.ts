import type { ByteSet } from './bytes-set.ts';

/** What must hold between two bytes. `$` is `end`, or `lineEnd` when it stands for the end of every line. */
export type Assertion = 'start' | 'lineStart' | 'end' | 'lineEnd' | 'veryEnd' | 'boundary' | 'noBoundary';

/** A pattern, read. */
export type Node =
  | { readonly kind: 'byte'; readonly set: ByteSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  /** `most` may be Infinity. */
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/** Why a pattern cannot be had. */
export class PatternRefused extends Error {}
