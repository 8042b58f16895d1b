import type { Flaw } from './flaw.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** What the claims of a token have to say. */
export interface Wanted {
  /** `iss`, to the letter; '' for any (a shared secret tells who signed). */
  readonly issuer: string;
  /** One of which `aud` must name; `client_id` when there is no `aud`. Empty: whatever it says. */
  readonly audiences: readonly string[];
  /** How far the clocks of two sides may be apart, in milliseconds. */
  readonly skewMs: number;
}

/** The most that a time may be: the year 275760, where dates end. */
const latest = 8.64e12;

/** What is wrong with the claims of a token that is signed rightly; null when nothing is (RFC 7519 section 4.1). */
export function claimsFlaw(claims: Claims, wanted: Wanted, nowMs: number): Flaw | null {
  const { iss, exp, nbf, iat } = claims;
  if (wanted.issuer !== '' && iss !== wanted.issuer) return 'issuer';
  if (!isTime(exp) || (nbf !== undefined && !isTime(nbf)) || (iat !== undefined && !isTime(iat)))
    return 'claims';
  if (nowMs >= exp * 1000 + wanted.skewMs) return 'expired';
  if (nbf !== undefined && nowMs < nbf * 1000 - wanted.skewMs) return 'early';
  if (iat !== undefined && nowMs < iat * 1000 - wanted.skewMs) return 'early';
  return audienceFlaw(claims, wanted.audiences);
}

/** What is wrong with whom a token is for. */
export function audienceFlaw({ aud, client_id }: Claims, audiences: readonly string[]): Flaw | null {
  if (audiences.length === 0) return null;
  if (aud === undefined)
    return typeof client_id === 'string' && audiences.includes(client_id) ? null : 'audience';
  const named = Array.isArray(aud) ? aud : [aud];
  return named.some((one) => typeof one === 'string' && audiences.includes(one)) ? null : 'audience';
}

/** The scopes of a token: `scope` with spaces between them (RFC 8693 4.2), or the list `scp`. */
export function scopesOf({ scope, scp }: Claims): readonly string[] {
  const said = scope ?? scp;
  if (typeof said === 'string') return said.split(' ').filter((name) => name !== '');
  return Array.isArray(said) ? said.filter((name) => typeof name === 'string') : [];
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= latest;
