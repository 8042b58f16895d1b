import { z } from 'zod';
import { type Decision, PASS, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import { traced } from '../../../base/traced.ts';
import type { Given } from '../given.ts';
import { layer, type Site } from '../layer.ts';
import type { Decide } from '../step.ts';
import type { Ask, Verdict } from './authorizer.ts';
import { combine } from './combine.ts';
import { asked } from './explained.ts';
import { Networks } from './policy/networks.ts';
import type { Effect, Policy } from './policy/policy.ts';
import { type Requested, requestedAt } from './policy/requested.ts';
import { refusalsOf } from './refusals.ts';
import { resourcePolicyAt } from './resource-policy.ts';
import { authorizerAt, compiledAt, judges, type Named } from './shared.ts';

export { type FailingIssuer, failingIssuers, isIssuerState } from './tokens/issuer-state.ts';
export { protectedResources } from './tokens/metadata.ts';

/**
 * Finds out who calls, and whether that one may: the networks of a private API, its resource policy, the
 * authorizer of the method, and what the policies come to together.
 */
export default layer<Site>({
  name: 'authorize',
  shape: z.custom<Site>().describe('A method that not everyone may call.'),
  of: (site) => (site.method === null || isOpen(site) ? [] : [site]),
  compile(site, given) {
    const policy = resourcePolicyAt(site, given);
    const decide =
      site.method!.authorizationType === 'NONE'
        ? byPolicyAlone(site, policy!)
        : byAuthorizer(site, policy, given);
    return site.api.endpointType === 'PRIVATE' ? fromWithin(site, decide, given) : decide;
  },
});

const isOpen = ({ api, method }: Site): boolean =>
  method!.authorizationType === 'NONE' && (api.policy ?? null) === null && api.endpointType !== 'PRIVATE';

/** A private API is there for clients in the networks named, and for nobody else. */
function fromWithin({ api, definition }: Site, decide: Decide, given: Given): Decide {
  const networks = new Networks(definition.settings);
  const outside = refuse('FORBIDDEN', api.id);
  const entrance = traced(
    given.tracing,
    'private API',
    api.name,
    api.id,
    (x) => networks.of(x.client),
    (x, found) => ({
      looked: { client: x.client.text, vpc: found?.vpc ?? '', endpoint: found?.endpoint ?? '' },
      outcome: found === null ? 'refuse FORBIDDEN' : 'pass',
      because:
        found === null
          ? 'The client is in none of the networks that settings.networks names.'
          : `The client comes from ${found.vpc}.`,
    }),
  );
  return (x) => (entrance(x) === null ? outside : decide(x));
}

/** Nobody is asked who calls: the policy must allow it. */
function byPolicyAlone(site: Site, policy: Policy): Decide {
  const id = policyId(site);
  const refusals = refusalsOf(id, id, 'of its own');
  const requestedOf = requestedAt(site);
  return (x) => {
    const requested = requestedOf(x);
    const combined = combine('allow', policy(x, requested), 'both');
    return combined === 'allow' ? PASS : refusals.of(x, combined, requested);
  };
}

function byAuthorizer(site: Site, policy: Policy | null, given: Given): Decide {
  const named = authorizerAt(site);
  const compiled = compiledAt(named, site, given);
  const ask = given.tracing ? asked(named, compiled, compiled.of(site)) : compiled.of(site);
  return settled(site, named, ask, policy);
}

/** The question to the authorizer of a method alone, without what a resource policy says to its answer. */
export const questionOf = (site: Site, given: Given): Ask =>
  compiledAt(authorizerAt(site), site, given).of(site);

/** Puts the verdict of an authorizer and the resource policy together. */
function settled(site: Site, { id, type }: Named, ask: Ask, policy: Policy | null): Decide {
  const refusals = refusalsOf(id, policyId(site), type === 'AWS_IAM' ? 'of its own' : 'by authorizer');
  const requestedOf = requestedAt(site);
  const { accountId } = site.definition.settings;
  const settle = (x: Exchange, verdict: Verdict): Decision => {
    if (typeof verdict !== 'string') return verdict;
    const isForeign = (x.caller?.iam?.accountId ?? accountId) !== accountId;
    if (policy === null && !isForeign && (verdict === 'known' || verdict === 'allow')) return PASS;
    const requested: Requested = requestedOf(x);
    const own: Effect = verdict === 'known' ? 'allow' : verdict;
    const combined =
      policy === null
        ? combine(own, 'neither', isForeign ? 'both' : 'one')
        : combine(own, policy(x, requested), verdict === 'known' || isForeign ? 'both' : 'one');
    return combined === 'allow' ? PASS : refusals.of(x, combined, requested);
  };
  const first = policy !== null && judges(type) && type !== 'AWS_IAM' ? policy : null;
  return (x) => {
    if (first !== null) {
      const requested = requestedOf(x);
      if (first(x, requested) === 'deny') return refusals.of(x, 'api denies', requested);
    }
    const verdict = ask(x);
    return verdict instanceof Promise ? verdict.then((v) => settle(x, v)) : settle(x, verdict);
  };
}

/** What refusals by a resource policy name: the policy, or of a private API without one the API itself. */
const policyId = ({ api }: Site): string => api.policy?.id ?? api.id;
