import type { Exchange } from '../../../../base/exchange.ts';
import type { Claims } from './claims.ts';
import type { Flaw } from './flaw.ts';
import type { Presented } from './presented.ts';
import type { Proofs } from './proof.ts';

/** Which tokens have to be bound to a key that the caller proves to hold. */
export interface BindingOptions {
  /** Null: bound tokens are refused, because nothing here checks their proof. */
  readonly proofs: Proofs | null;
  readonly mustProve: boolean;
  /** True: tokens that are not bound to the client certificate are refused (RFC 8705 section 3). */
  readonly mustBind: boolean;
}

/**
 * What is wrong with how a token is held; null when nothing is. What a token is bound to (`cnf`, RFC 7800) is always
 * asked for, so that a stolen one cannot be used as if it were not bound; what cannot be checked is refused.
 */
export function bindingFlaw(
  x: Exchange,
  { token, scheme }: Presented,
  { cnf }: Claims,
  { proofs, mustProve, mustBind }: BindingOptions,
): Flaw | null {
  if (cnf === undefined) {
    if (mustProve || scheme === 'dpop') return 'proof';
    return mustBind ? 'binding' : null;
  }
  if (typeof cnf !== 'object' || cnf === null) return 'claims';
  const { jkt, 'x5t#S256': x5t, ...other } = cnf as Record<string, unknown>;
  if (Object.keys(other).length > 0 || (jkt === undefined && x5t === undefined)) return 'binding';
  if (x5t === undefined ? mustBind : x.tls?.client?.thumbprint !== x5t) return 'binding';
  if (jkt === undefined) return mustProve || scheme === 'dpop' ? 'proof' : null;
  if (proofs === null || scheme !== 'dpop' || typeof jkt !== 'string') return 'proof';
  return proofs.flaw(x, token, jkt);
}
