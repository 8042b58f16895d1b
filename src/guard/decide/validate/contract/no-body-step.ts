import { type Decision, PASS, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { traced } from '../../../../base/traced.ts';
import { readPrefix } from '../../body.ts';
import type { Given } from '../../given.ts';
import type { Decide } from '../../step.ts';
import type { Check } from '../check.ts';
import { label, REQUEST } from './report.ts';

/** Refuses a body where an OpenAPI document describes none; at most its first bytes are read. */
export function noBodyStep(check: Check & { readonly of: 'contract-no-body' }, given: Given): Decide {
  const { by, messages } = check;
  const refusal = refuse('BAD_REQUEST_BODY', by);
  const flaws =
    messages === 'precise'
      ? [{ place: 'body', path: '', rule: 'unknown', found: 'a body', message: 'must not be there' } as const]
      : null;
  const judge = (x: Exchange): Decision => {
    if (x.prefix!.length === 0) return PASS;
    x.complaint = '[the request has a body, and the document describes none]';
    if (flaws !== null) x.flaws = flaws;
    return refusal;
  };
  const ask = check.contract.requests === 'report' ? (x: Exchange) => label(x, judge(x), REQUEST) : judge;
  const told = traced(given.tracing, 'validation', 'body', by, ask, (x, decision) => ({
    looked: { bytes: x.prefix!.length },
    outcome: decision === PASS ? 'pass' : `refuse ${decision.reason}`,
    because:
      x.prefix!.length === 0 ? 'There is no body, as the document says.' : 'The document describes no body.',
  }));
  const read = readPrefix(0);
  return (x) => {
    if (x.wire.length === 0 && !given.tracing) return PASS;
    const waiting = read(x);
    return waiting instanceof Promise ? waiting.then(() => told(x)) : told(x);
  };
}
