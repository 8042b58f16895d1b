import { traced } from '../../../base/traced.ts';
import type { Given } from '../given.ts';
import type { Site } from '../layer.ts';
import { conditionKeys } from './policy/keys.ts';
import { compilePolicy, type Policy } from './policy/policy.ts';

const compiled = new WeakMap<Given, Map<string, Policy>>();

/**
 * The resource policy at the stage of a site, compiled once for its methods; null where there is none. A private
 * API without one allows nobody ("Create a private API").
 */
export function resourcePolicyAt(site: Site, given: Given): Policy | null {
  const { api, stage } = site;
  const { policy = null } = api;
  if (policy === null && api.endpointType !== 'PRIVATE') return null;
  let known = compiled.get(given);
  if (known === undefined) {
    known = new Map();
    compiled.set(given, known);
  }
  const before = known.get(stage.id);
  if (before !== undefined) return before;
  const { region, accountId } = site.definition.settings;
  const asked: Policy =
    policy === null
      ? () => 'neither'
      : compilePolicy(policy.document, {
          keys: conditionKeys(site),
          apiArn: `arn:aws:execute-api:${region}:${accountId}:${api.apiId}`,
        });
  const made = given.tracing ? told(asked, policy?.id ?? api.id) : asked;
  known.set(stage.id, made);
  return made;
}

/** The traced form: says what the policy was asked, and what it said. */
function told(policy: Policy, id: string): Policy {
  return (x, requested) => {
    const step = traced(
      true,
      'resource policy',
      'Policy',
      id,
      () => policy(x, requested),
      (_x, effect) => ({
        looked: { resource: requested.arn, client: x.client.text },
        outcome: effect,
        because: BECAUSE[effect],
      }),
    );
    return step(x);
  };
}

const BECAUSE = {
  allow: 'A statement allows it, and none denies it.',
  deny: 'A statement denies it explicitly.',
  neither: 'No statement speaks of it.',
} as const;
