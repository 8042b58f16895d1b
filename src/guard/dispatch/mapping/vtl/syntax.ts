/** A template, read. */
export type Block = readonly Piece[];

/** One thing of a template, of those that stand one behind the other. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly of: Reference; readonly quiet: boolean; readonly source: string }
  | { readonly kind: 'set'; readonly to: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | { readonly kind: 'foreach'; readonly name: string; readonly over: Expression; readonly body: Block }
  | { readonly kind: 'call'; readonly macro: Macro; readonly args: readonly Expression[] }
  | { readonly kind: 'define'; readonly name: string; readonly body: Block }
  | { readonly kind: 'break' }
  | { readonly kind: 'stop' };

/** One way of an `#if`; the condition is null for `#else`. */
export interface Branch {
  readonly condition: Expression | null;
  readonly body: Block;
}

/** A macro, which may call itself: its body is there once it has been read. */
export interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  body: Block;
}

/** `$a.b[1].c()`: where it begins, and each step from there. */
export interface Reference {
  readonly kind: 'path';
  readonly root: string;
  readonly steps: readonly Step[];
}

/** One step of a reference. */
export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly at: Expression }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[] };

/** What stands between two values; those that bind least come first. */
export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** What has a value. */
export type Expression =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'text'; readonly block: Block }
  | Reference
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'minus'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Why a template cannot be read; its message names the line. */
export class TemplateRefused extends Error {}
