import { type Decision, PASS } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import type { Decide } from './step.ts';

/** Asks the steps in turn, until one refuses. Makes no promise until a step needs one. */
export function walk(steps: readonly Decide[], x: Exchange, from = 0): Decision | Promise<Decision> {
  for (let i = from; i < steps.length; i++) {
    const decision = steps[i]!(x);
    if (decision === PASS) continue;
    if (decision instanceof Promise) return decision.then((d) => (d === PASS ? walk(steps, x, i + 1) : d));
    return decision;
  }
  return PASS;
}
