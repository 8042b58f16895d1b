import type { Api, Stage } from '../../../define/model/api.ts';

/** A stage that can be addressed, and what is to be found there. */
export interface Place<P> {
  readonly api: Api;
  readonly stage: Stage;
  readonly plan: P;
}
