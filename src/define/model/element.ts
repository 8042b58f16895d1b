import type { Origin } from '../../base/origin.ts';

/** Every element has an `id`, unique in the definition and the same on every run, and an `origin`. */
export interface Element {
  /** `{stack}/{logicalId}`, and for parts of a resource more behind it: `waf-stack/Acl/limit_rps_to_133`. */
  readonly id: string;
  readonly origin: Origin;
}
