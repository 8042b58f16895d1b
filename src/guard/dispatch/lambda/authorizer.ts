import type { Exchange } from '../../../base/exchange.ts';
import { claimText } from '../../decide/context.ts';

/**
 * What an event says of who calls (`requestContext.authorizer`): what a function handed on, or the claims of a
 * token, as text. Null where no authorizer was asked, and for IAM, which fills `identity` instead.
 */
export function authorizerOf(x: Exchange): Record<string, unknown> | null {
  const { caller } = x;
  if (caller === null || caller.iam !== null) return null;
  const seen: Record<string, unknown> = Object.assign(Object.create(null), caller.context);
  if (caller.principalId !== '') seen.principalId = caller.principalId;
  if (caller.claims !== null) seen.claims = textsOf(caller.claims);
  if (x.authorizerMs >= 0) seen.integrationLatency = Math.round(x.authorizerMs);
  return seen;
}

/** Every claim as text. */
function textsOf(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) texts[name] = claimText(value);
  return texts;
}
