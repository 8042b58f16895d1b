import {
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import type { JWTPayload } from 'jose';
import { onDemand } from '../base/on-demand.ts';
import type { PoolClient, UserPool } from '../define/model/user-pool.ts';
import { notAuthorized } from './refusal.ts';
import type { PoolStore, UserRow } from './store.ts';

const jose = onDemand<typeof import('jose')>('jose');

/** Signs a pool’s tokens, and reads those it has signed. */
export class Signer {
  readonly #private: KeyObject;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly privateJwk: Readonly<Record<string, unknown>>;
  readonly #issuer: string;
  readonly #kid: string;

  constructor(store: PoolStore, poolId: string, issuer: string) {
    this.privateJwk = store.key(poolId, makeKey);
    const { n, e, kid } = this.privateJwk;
    this.#kid = String(kid);
    this.publicJwk = { kty: 'RSA', alg: 'RS256', use: 'sig', kid, n, e };
    this.#private = createPrivateKey({ key: { ...this.privateJwk }, format: 'jwk' });
    this.#issuer = issuer;
    jose();
  }

  sign(payload: JWTPayload, nowMs: number, seconds: number): Promise<string> {
    const now = Math.floor(nowMs / 1000);
    return new (jose().SignJWT)({ ...payload, iss: this.#issuer, jti: randomUUID() })
      .setProtectedHeader({ kid: this.#kid, alg: 'RS256' })
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(this.#private);
  }

  /** The payload of an access token of this pool. Throws a `Refusal`. */
  async read(token: string, nowMs: number): Promise<JWTPayload> {
    try {
      const key = await jose().importJWK({ ...this.publicJwk }, 'RS256');
      const options = { issuer: this.#issuer, algorithms: ['RS256'], currentDate: new Date(nowMs) };
      const { payload } = await jose().jwtVerify(token, key, options);
      if (payload.token_use === 'access') return payload;
    } catch (fault) {
      if ((fault as { code?: string }).code === 'ERR_JWT_EXPIRED')
        throw notAuthorized('Access Token has expired');
    }
    throw notAuthorized('Invalid Access Token');
  }
}

function makeKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
}

/** What an id token says of a user, as Cognito writes it. */
export function idClaims(pool: UserPool, user: UserRow, groups: readonly string[]): JWTPayload {
  const roles = pool.groups
    .filter((group) => groups.includes(group.name) && group.roleArn !== '')
    .sort((a, b) => (a.precedence ?? Infinity) - (b.precedence ?? Infinity))
    .map((group) => group.roleArn);
  const attributes = Object.entries(user.attributes).map(([name, value]) => [name, typed(name, value)]);
  return {
    ...Object.fromEntries(attributes),
    sub: user.sub,
    'cognito:username': user.name,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
    ...(roles.length === 0 ? {} : { 'cognito:roles': roles, 'cognito:preferred_role': roles[0] }),
  };
}

/** What an access token says besides its scopes. */
export function accessClaims(user: UserRow, client: PoolClient, groups: readonly string[]): JWTPayload {
  return {
    sub: user.sub,
    client_id: client.clientId,
    username: user.name,
    version: 2,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
  };
}

/** The `origin_jti` of the tokens that a grant of the sign-in pages gave. */
export const originOf = (grantId: string): string => createHash('sha256').update(grantId).digest('base64url');

/** The secret of a client: 51 letters and digits, the same as long as the data folder is. */
export function secretOf(store: PoolStore, { hasSecret, clientId }: PoolClient): string {
  if (!hasSecret) return '';
  let rest = BigInt(`0x${createHmac('sha512', store.secret).update(`client/${clientId}`).digest('hex')}`);
  let text = '';
  for (; text.length < 51; rest /= 36n) text += (rest % 36n).toString(36);
  return text;
}

/** Whether a client has shown its secret; in constant time. */
export function isSecret(secret: string, given: string): boolean {
  const of = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(of(secret), of(given));
}

const typed = (name: string, value: string): string | boolean =>
  name.endsWith('_verified') ? value === 'true' : value;
