import type { Origin } from '../../base/origin.ts';
import type { Element } from './element.ts';

/** A stack as it was read: what `up` prints and the control API lists. */
export interface Stack {
  readonly name: string;
  readonly file: string;
  readonly description: string;
  readonly outputs: readonly Output[];
  readonly resources: readonly StackResource[];
}

/** What a stack hands out, in its `Outputs`. */
export interface Output {
  readonly key: string;
  readonly value: string;
  readonly description: string;
  readonly exportName: string;
  readonly origin: Origin;
}

/** A resource of a stack, whether anything here acts on it or not. */
export interface StackResource extends Element {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
}
