import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import type { Clock } from '../../../../src/base/clock.ts';
import type { Fetch, Incoming, Outgoing } from '../../../../src/base/outgoing.ts';

export const ISSUER = 'https://login.example.com/';

export interface TestKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A key pair for an algorithm. */
export function keyFor(alg: string, kid: string = randomUUID()): TestKey {
  const curve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg];
  const pair =
    curve !== undefined
      ? generateKeyPairSync('ec', { namedCurve: curve })
      : alg.startsWith('Ed')
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, alg, ...pair };
}

/** An issuer without a socket: what it publishes, and how often it was asked. */
export class TestIssuer {
  readonly asked: string[] = [];
  readonly clock: Clock;
  keys: TestKey[];
  /** What it answers instead of its documents. */
  instead: ((request: Outgoing) => Incoming | Promise<Incoming>) | null = null;
  maxAge = '';
  description: Record<string, unknown> = { issuer: ISSUER, jwks_uri: `${ISSUER}keys` };

  constructor(clock: Clock, keys: TestKey[] = [keyFor('RS256')]) {
    this.clock = clock;
    this.keys = keys;
  }

  readonly fetch: Fetch = async (request) => {
    this.asked.push(request.url);
    if (this.instead !== null) return this.instead(request);
    const json = (value: unknown): Incoming => ({
      status: 200,
      headers: this.maxAge === '' ? {} : { 'cache-control': `public, max-age=${this.maxAge}` },
      body: JSON.stringify(value),
    });
    if (request.url === `${ISSUER}.well-known/openid-configuration`) return json(this.description);
    if (request.url === `${ISSUER}keys`) return json({ keys: this.keys.map((key) => this.jwk(key)) });
    return { status: 404, headers: {}, body: '' };
  };

  jwk({ publicKey, kid }: TestKey): Record<string, unknown> {
    return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  }

  /** A token for `shop` that is good for an hour. */
  token(
    claims: JWTPayload = {},
    header: Partial<JWTHeaderParameters> = {},
    key: TestKey = this.keys[0]!,
  ): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ iss: ISSUER, aud: 'shop', sub: 'ann', iat: now, exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }
}

/** A token put together from its parts, whatever they are. */
export const forged = (header: object, claims: object, signature = 'AAAA'): string =>
  `${part(header)}.${part(claims)}.${signature}`;

export const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
