import { type Decision, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Said } from '../../../../base/trace.ts';
import type { Given } from '../../given.ts';
import type { Site } from '../../layer.ts';
import type { Ask, AuthorizerAt, Compiled, Verdict } from '../authorizer.ts';
import { identitySource } from '../lambda/identity.ts';
import { type BindingOptions, bindingFlaw } from './binding.ts';
import type { Known, TokenCheck } from './check.ts';
import { type Flaw, isFlaw } from './flaw.ts';
import type { Nonces } from './nonces.ts';
import { type Presented, presentedIn } from './presented.ts';
import { saidOf } from './said.ts';

/** Where a token is looked for, and what is asked of it. */
export interface AskingOptions {
  readonly identitySource: string;
  readonly check: TokenCheck;
  readonly binding: BindingOptions;
  readonly nonces: Nonces | null;
  /** The refusal for a flaw, and the headers it goes with; null: none. */
  refusal(flaw: Flaw, scopes: readonly string[]): Refused;
}

/** A refusal as it was made at compile time. */
export interface Refused {
  readonly decision: Decision;
  readonly headers: string[];
  /** The message in place of the reason's own; '' for that. */
  readonly complaint: string;
}

/** A refusal of a token whose message is API Gateway's own. */
export const unauthorized = (by: string, headers: string[], complaint = ''): Refused => ({
  decision: refuse('UNAUTHORIZED', by),
  headers,
  complaint,
});

/** What is not the caller's fault: keys that could not be had. */
export const unavailable = (by: string): Refused => ({
  decision: refuse('AUTHORIZER_CONFIGURATION_ERROR', by),
  headers: [],
  complaint: '',
});

/** The question for methods that ask for a token. */
export function asking(options: AskingOptions, at: AuthorizerAt, given: Given): Compiled {
  const read = identitySource(options.identitySource, at.site)!;
  const outcomes = given.tracing ? new WeakMap<Exchange, Known | Flaw>() : null;
  const of = ({ method }: Site): Ask => {
    const scopes = method?.authorizationScopes ?? [];
    const refusals = new Map<Flaw, Refused>();
    const refused = (x: Exchange, flaw: Flaw): Verdict => {
      let made = refusals.get(flaw);
      if (made === undefined) {
        made = options.refusal(flaw, scopes);
        refusals.set(flaw, made);
      }
      if (made.headers.length > 0) x.refusalHeaders = made.headers;
      if (options.nonces !== null && (flaw === 'nonce' || flaw === 'proof'))
        x.refusalHeaders = [...made.headers, 'DPoP-Nonce', options.nonces.at(given.clock.now())];
      if (made.complaint !== '') x.complaint = made.complaint;
      return made.decision;
    };
    const settle = (x: Exchange, presented: Presented, known: Known | Flaw): Verdict => {
      const flaw = isFlaw(known) ? known : standing(x, presented, known);
      outcomes?.set(x, flaw ?? known);
      if (flaw !== null) return refused(x, flaw);
      x.caller = (known as Known).caller;
      return 'known';
    };
    const standing = (x: Exchange, presented: Presented, known: Known): Flaw | null =>
      bindingFlaw(x, presented, known.claims, options.binding) ??
      (scopes.length > 0 && !scopes.some((scope) => known.caller.scopes.includes(scope)) ? 'scope' : null);
    return (x) => {
      const values = read(x);
      const presented = values.length === 1 ? presentedBy(x, values[0]!) : null;
      if (presented === null) {
        const flaw = values.length === 0 ? 'missing' : values.length > 1 ? 'several' : 'malformed';
        outcomes?.set(x, flaw);
        return refused(x, flaw);
      }
      const known = options.check.verify(presented.token, presented.digest);
      return known instanceof Promise
        ? known.then((found) => settle(x, presented, found))
        : settle(x, presented, known);
    };
  };
  const say = (x: Exchange, verdict: Verdict): Said =>
    saidOf(read(x), outcomes?.get(x), verdict, options.check);
  return { of, say };
}

/** What a connection brought with its last request: callers bring the same token with the next. */
interface Brought {
  readonly value: string;
  readonly presented: Presented;
}

function presentedBy({ connection }: Exchange, value: string): Presented | null {
  const brought = (connection?.token ?? null) as Brought | null;
  if (brought !== null && brought.value === value) return brought.presented;
  const presented = presentedIn(value);
  if (connection !== null) connection.token = presented === null ? null : { value, presented };
  return presented;
}
