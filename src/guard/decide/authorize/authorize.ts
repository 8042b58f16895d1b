import { z } from 'zod';
import { type Decision, PASS, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import type { Given } from '../given.ts';
import { type Decide, layer, type Site } from '../layer.ts';
import type { Ask, Compiled, Verdict } from './authorizer.ts';
import { authorizerAt, compiledAt, type Named } from './shared.ts';

/** Finds out who calls, and whether that one may. */
export default layer<Site>({
  name: 'authorize',
  shape: z.custom<Site>().describe('A method that not everyone may call.'),
  of: (site) => (site.method === null || site.method.authorizationType === 'NONE' ? [] : [site]),
  compile(site, given) {
    const named = authorizerAt(site);
    const compiled = compiledAt(named, site, given);
    const ask = given.tracing ? traced(named, compiled, compiled.of(site)) : compiled.of(site);
    return decided(ask, named, given);
  },
});

/** What a verdict comes to where no resource policy has a say. */
function decided(ask: Ask, { id }: Named, _given: Given): Decide {
  const denied = refuse('ACCESS_DENIED', id);
  const settle = (x: Exchange, verdict: Verdict): Decision => {
    if (typeof verdict !== 'string') return verdict;
    if (verdict === 'known' || verdict === 'allow') return PASS;
    if (verdict === 'deny') x.complaint = EXPLICIT;
    return denied;
  };
  return (x) => {
    const verdict = ask(x);
    return verdict instanceof Promise ? verdict.then((v) => settle(x, v)) : settle(x, verdict);
  };
}

const EXPLICIT = 'User is not authorized to access this resource with an explicit deny';

/** The traced form of a question: its step stays open until it is answered. */
function traced({ id, name, type }: Named, { say }: Compiled, ask: Ask): Ask {
  return (x) => {
    const { trace } = x;
    if (trace === null) return ask(x);
    const step = trace.open(`${type} authorizer`, name, id);
    const close = (verdict: Verdict): Verdict => {
      trace.close(step, say?.(x, verdict) ?? { looked: {}, outcome: wordsOf(verdict), because: '' });
      return verdict;
    };
    const verdict = ask(x);
    return verdict instanceof Promise ? verdict.then(close) : close(verdict);
  };
}

const wordsOf = (verdict: Verdict): string =>
  typeof verdict === 'string' ? verdict : `refuse ${verdict.reason}`;
