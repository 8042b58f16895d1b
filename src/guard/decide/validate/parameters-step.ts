import { PASS, refuse } from '../../../base/decision.ts';
import type { Flaw } from '../../../base/flaw.ts';
import { traced } from '../../../base/traced.ts';
import type { Given } from '../given.ts';
import type { Decide } from '../step.ts';
import type { Check } from './check.ts';
import { missingOf, requiredOf } from './required.ts';

/** Refuses a request without the parameters that its method needs. */
export function parametersStep(check: Check & { readonly of: 'parameters' }, given: Given): Decide {
  const required = check.required.map(requiredOf).filter((r) => r !== null);
  const written = check.required
    .filter((key) => requiredOf(key) !== null)
    .map((key) => key.replace(PLACE, ''));
  const refusal = refuse('BAD_REQUEST_PARAMETERS', check.by);
  const precise = check.messages === 'precise';
  return traced(
    given.tracing,
    'validation',
    'parameters',
    check.by,
    (x) => {
      const missing = missingOf(required, written, x);
      if (missing.length === 0) return PASS;
      x.complaint = `Missing required request parameters: [${missing.join(', ')}]`;
      if (precise) x.flaws = missing.map((name) => flawOf(name, check.required));
      return refusal;
    },
    (x, decision) => ({
      looked: { required: written.join(', ') },
      outcome: decision === PASS ? 'pass' : 'refuse BAD_REQUEST_PARAMETERS',
      because:
        decision === PASS ? 'Every parameter that must be there is, and is not blank.' : `${x.complaint}.`,
    }),
  );
}

const PLACE = /^method\.request\.(?:multivalue)?(?:path|querystring|header)\./;

function flawOf(name: string, keys: readonly string[]): Flaw {
  const key = keys.find((candidate) => candidate.replace(PLACE, '') === name)!;
  const place = requiredOf(key)!.place;
  return {
    place,
    path: name,
    rule: 'required',
    found: 'nothing',
    message: 'must be given, and not be blank',
  };
}
