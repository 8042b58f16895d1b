import { addressFlaw, type Fetch, type Incoming } from '../../../../base/outgoing.ts';
import { objectIn } from './base64url.ts';

/** What a look-up may take and bring. API Gateway stops at 1.5 s and 150 000 bytes; slow issuers get a little longer. */
const bounds = { timeoutMs: 5_000, maxBytes: 150_000 } as const;

/** A set of keys as it was published, and how long it may be taken for the present one. */
export interface Published {
  readonly keys: readonly unknown[];
  /** What its `Cache-Control` says, in milliseconds; -1 when it says nothing. */
  readonly maxAgeMs: number;
}

/** The keys at an address (RFC 7517 section 5). Throws an `Error` that says why there are none. */
export async function keysAt(url: string, fetch: Fetch): Promise<Published> {
  const answer = await document(url, fetch);
  const { keys } = answer.object;
  if (!Array.isArray(keys)) throw new Error(`${url} gives no set of keys`);
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,9})/.exec(answer.headers['cache-control'] ?? '')?.[1];
  return { keys, maxAgeMs: maxAge === undefined ? -1 : Number(maxAge) * 1000 };
}

/** What an issuer says of itself that is of use here. */
export interface Described {
  readonly jwksUri: string;
  /** '' when it has none. */
  readonly introspection: string;
}

/**
 * Asks an issuer where its keys lie (OpenID Connect Discovery 1.0 section 4; RFC 8414 section 3 where it has no
 * such page). What it says is believed when it names itself as the issuer that was asked.
 */
export async function described(issuer: string, fetch: Fetch): Promise<Described> {
  const base = issuer.replace(/\/$/, '');
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '');
  const found = await document(`${base}/.well-known/openid-configuration`, fetch).catch((first: Error) =>
    document(`${origin}/.well-known/oauth-authorization-server${path}`, fetch).catch(() => {
      throw first;
    }),
  );
  const { issuer: named, jwks_uri, introspection_endpoint } = found.object;
  if (named !== issuer) throw new Error(`${issuer} says that it is another issuer`);
  return {
    jwksUri: checked(jwks_uri, issuer, 'jwks_uri'),
    introspection:
      introspection_endpoint === undefined
        ? ''
        : checked(introspection_endpoint, issuer, 'introspection_endpoint'),
  };
}

/** An issuer on another machine may not send this one to ask itself: what listens here trusts its neighbours. */
function checked(url: unknown, issuer: string, member: string): string {
  if (typeof url !== 'string') throw new Error(`${issuer} gives no ${member}`);
  const flaw = addressFlaw(url);
  if (flaw !== '') throw new Error(`the ${member} of ${issuer} ${flaw}`);
  if (issuer.startsWith('https:') && !url.startsWith('https:'))
    throw new Error(`the ${member} of ${issuer} must be an https:// address as well`);
  return url;
}

async function document(
  url: string,
  fetch: Fetch,
): Promise<Incoming & { readonly object: Readonly<Record<string, unknown>> }> {
  const headers = { Accept: 'application/json, application/jwk-set+json' };
  const answer = await fetch({ url, method: 'GET', headers, body: '', ...bounds });
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
  const object = objectIn(answer.body);
  if (object === null) throw new Error(`${url} gives no JSON object`);
  return { ...answer, object };
}
