import type { Reason } from './decision.ts';
import type { Exchange } from './exchange.ts';
import type { Answer } from './wire.ts';

/** The form that refusals have at a stage, in place of API Gateway's own. */
export interface Refusals {
  /** The answer to a refused request, from the one it would get by itself. */
  answer(x: Exchange, reason: Reason, own: Answer): Answer;
}
