import type { Origin } from './origin.ts';

/** What becomes of a property here: it acts, it is kept and given back without acting, or it is turned away. */
export type Fidelity = 'enforced' | 'stored' | 'refused';

/** One row of the fidelity ledger. */
export interface LedgerEntry {
  /** The resource type, or the section of a short file: `AWS::WAFv2::WebACL`, `portcullis.yaml`. */
  readonly type: string;
  /** The element it belongs to: `waf-stack/Acl`. */
  readonly element: string;
  /** The property, as a path: `Rules/0/Statement/RateBasedStatement/Limit`; '' for the resource as a whole. */
  readonly property: string;
  readonly fidelity: Fidelity;
  /** Why it is not enforced; '' when it is. */
  readonly reason: string;
  readonly origin: Origin;
}
