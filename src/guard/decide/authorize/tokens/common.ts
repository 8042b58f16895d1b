import { refuse } from '../../../../base/decision.ts';
import type { Given } from '../../given.ts';
import { spentBytes } from '../../spent.ts';
import type { AuthorizerAt, Compiled } from '../authorizer.ts';
import { asking, type Refused, unauthorized, unavailable } from './asking.ts';
import { challenges } from './challenges.ts';
import type { TokenCheck } from './check.ts';
import type { Flaw } from './flaw.ts';
import { metadataAddress } from './metadata.ts';
import { Nonces } from './nonces.ts';
import { Proofs } from './proof.ts';
import type { CommonSettings } from './settings.ts';

/** Algorithms of proofs that are named to callers. */
const proofAlgorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'] as const;

/** 403 as HTTP APIs send it. */
const FORBIDDEN = Object.freeze({
  status: 403,
  headers: ['Content-Type', 'application/json', 'x-amzn-ErrorType', 'ForbiddenException'],
  body: '{"message":"Forbidden"}',
});

/** The questions of an OAuth 2 resource server: tokens of an issuer, with refusals as the RFCs word them. */
export function resourceServer(
  settings: CommonSettings,
  check: TokenCheck,
  at: AuthorizerAt,
  given: Given,
): Compiled {
  const { dpop, dpopNonce, resource, certificateBound } = settings;
  const nonces = dpopNonce ? new Nonces(given.cells) : null;
  const proofs =
    dpop === 'off'
      ? null
      : new Proofs({
          clock: given.clock,
          cells: given.cells('tokens/proofs', spentBytes),
          nonces,
          origin: resource === undefined ? '' : new URL(resource).origin,
          tracing: given.tracing,
        });
  const options = {
    schemes:
      dpop === 'off'
        ? (['Bearer'] as const)
        : dpop === 'required'
          ? (['DPoP'] as const)
          : (['DPoP', 'Bearer'] as const),
    proofAlgorithms,
    metadata: resource === undefined ? '' : metadataAddress(resource),
  };
  const refusal = (flaw: Flaw, scopes: readonly string[]): Refused => {
    if (flaw === 'unavailable') return unavailable(at.by);
    const headers = challenges(flaw, options, scopes);
    if (flaw !== 'scope') return unauthorized(at.by, headers);
    return { decision: refuse('ACCESS_DENIED', at.by, FORBIDDEN), headers, complaint: '' };
  };
  const binding = { proofs, mustProve: dpop === 'required', mustBind: certificateBound };
  return asking({ identitySource: settings.identitySource, check, binding, nonces, refusal }, at, given);
}

/** Audiences as they are asked; none when anyone will do. */
export const audiencesOf = (audience: readonly string[]): readonly string[] =>
  audience.includes('*') ? [] : audience;
