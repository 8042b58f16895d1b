import assert from 'node:assert/strict';
import { createHash, type KeyObject, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { calculateJwkThumbprint, type JWK, SignJWT } from 'jose';
import { Clock } from '../../../../src/base/clock.ts';
import type { TlsSession } from '../../../../src/base/tls-session.ts';
import { type Answered, type Asking, paperGateway } from '../gateway.ts';
import { ISSUER, keyFor, TestIssuer, type TestKey } from './issuer.ts';

const RESOURCE = 'https://api.test/shop';

async function shop(more: string, tracing = false) {
  const issuer = new TestIssuer(Clock.byHand(Date.UTC(2026, 10, 22, 12)));
  const text = `authorizers:
  login: { jwt: { issuer: '${ISSUER}', audience: [shop]${more} } }
apis: { shop: { to: 'http://127.0.0.1:9', authorizer: login } }
`;
  const gateway = await paperGateway(text, undefined, {
    ...{ file: 'portcullis.yaml', clock: issuer.clock, fetch: issuer.fetch, tracing },
  });
  return { issuer, gateway };
}

interface Proving {
  readonly key?: TestKey;
  readonly token: string;
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly clock: Clock;
}

async function proof({ key = holder, token, claims = {}, header = {}, clock }: Proving): Promise<string> {
  const jwk = key.publicKey.export({ format: 'jwk' });
  const said = {
    jti: randomUUID(),
    htm: 'GET',
    htu: 'https://api.test/orders',
    iat: Math.floor(clock.now() / 1000),
    ath: createHash('sha256').update(token).digest('base64url'),
    ...claims,
  };
  return new SignJWT(said)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: key.alg, jwk, ...header } as never)
    .sign(key.privateKey);
}

const holder = keyFor('ES256');
const jkt = (key: KeyObject): Promise<string> => calculateJwkThumbprint(key.export({ format: 'jwk' }) as JWK);

test('a token that is bound to a key is taken with a proof, once, and never as if it were not bound', async () => {
  const { issuer, gateway } = await shop(`, dpop: required, resource: '${RESOURCE}'`);
  const token = await issuer.token({ cnf: { jkt: await jkt(holder.publicKey) } });
  const ask = (dpop: string, scheme = 'DPoP'): Promise<Answered> =>
    gateway.ask('/orders?page=2', { headers: { Authorization: `${scheme} ${token}`, DPoP: dpop } });
  const good = await proof({ token, clock: issuer.clock });
  assert.equal((await ask(good)).status, 504);
  const again = await ask(good);
  assert.deepEqual(
    [again.status, again.header('www-authenticate')],
    [
      401,
      'DPoP error="invalid_dpop_proof", error_description="the proof of possession is missing or wrong", resource_metadata="https://api.test/.well-known/oauth-protected-resource/shop", algs="ES256 ES384 ES512 EdDSA PS256 RS256"',
    ],
    'a proof that comes twice was caught on the way',
  );
  for (const scheme of ['Bearer', ''])
    assert.equal((await ask(await proof({ token, clock: issuer.clock }), scheme)).status, 401, scheme);
  const unbound = await issuer.token();
  const answer = await gateway.ask('/orders', {
    headers: { Authorization: `DPoP ${unbound}`, DPoP: await proof({ token: unbound, clock: issuer.clock }) },
  });
  assert.equal(answer.status, 401, 'a token that is not bound proves nothing');
});

test('a proof is good for one key, one request, one token and one minute', async () => {
  const { issuer, gateway } = await shop(`, dpop: required, resource: '${RESOURCE}'`);
  const { clock } = issuer;
  const token = await issuer.token({ cnf: { jkt: await jkt(holder.publicKey) } });
  const now = Math.floor(clock.now() / 1000);
  const thief = keyFor('ES256');
  const jwk = holder.publicKey.export({ format: 'jwk' });
  const made = (more: Partial<Proving>): Promise<string> => proof({ token, clock, ...more });
  const bad: [string, string][] = [
    ['of another key', await made({ key: thief })],
    ['with the key of another', await made({ key: thief, header: { jwk } })],
    [
      'with a private key in it',
      await made({ header: { jwk: holder.privateKey.export({ format: 'jwk' }) } }),
    ],
    ['of another method', await made({ claims: { htm: 'POST' } })],
    ['of another path', await made({ claims: { htu: 'https://api.test/orders/7' } })],
    ['of another host', await made({ claims: { htu: 'https://evil.test/orders' } })],
    ['of plain text', await made({ claims: { htu: 'http://api.test/orders' } })],
    [
      'of another token',
      await made({ claims: { ath: createHash('sha256').update('x').digest('base64url') } }),
    ],
    ['of no token', await made({ claims: { ath: undefined } })],
    ['of a minute ago', await made({ claims: { iat: now - 61 } })],
    ['of the future', await made({ claims: { iat: now + 6 } })],
    ['without a time', await made({ claims: { iat: 'now' } })],
    ['without an id', await made({ claims: { jti: '' } })],
    ['with a long id', await made({ claims: { jti: 'x'.repeat(257) } })],
    ['of another type', await made({ header: { typ: 'JWT' } })],
    ['with extensions', await made({ header: { crit: ['exp'], exp: 1 } }).catch(() => 'a.b.c')],
    ['without a signature', (await made({})).replace(/\.[^.]*$/, '.')],
    ['that is none', 'x'],
  ];
  const ask = (dpop: Asking['headers']): Promise<Answered> =>
    gateway.ask('/orders', { headers: { Authorization: `DPoP ${token}`, ...dpop } });
  for (const [name, dpop] of bad) assert.equal((await ask({ DPoP: dpop })).status, 401, name);
  assert.equal((await ask({})).status, 401, 'none');
  assert.equal((await ask({ DPoP: [await made({}), await made({})] })).status, 401, 'two');
  for (const claims of [{ htu: 'https://API.test:443/orders?x=1#y' }, { iat: now - 59 }, { iat: now + 4 }])
    assert.equal((await ask({ DPoP: await made({ claims }) })).status, 504, JSON.stringify(claims));
  clock.advance(61_000);
  assert.equal((await ask({ DPoP: await made({}) })).status, 504);
});

test('where a nonce is asked for, the refusal brings one, and the proof that has it is taken', async () => {
  const { issuer, gateway } = await shop(`, dpop: required, dpopNonce: true, resource: '${RESOURCE}'`);
  const { clock } = issuer;
  const token = await issuer.token({ cnf: { jkt: await jkt(holder.publicKey) } });
  const ask = async (claims: Record<string, unknown>): Promise<Answered> =>
    gateway.ask('/orders', {
      headers: { Authorization: `DPoP ${token}`, DPoP: await proof({ token, clock, claims }) },
    });
  const first = await ask({});
  assert.match(first.header('www-authenticate'), /error="use_dpop_nonce"/);
  const nonce = first.header('dpop-nonce');
  assert.equal((await ask({ nonce })).status, 504);
  assert.equal((await ask({ nonce: `${nonce.slice(1)}A` })).status, 401);
  clock.advance(119_000);
  assert.equal((await ask({ nonce })).status, 504);
  clock.advance(121_000);
  assert.equal((await ask({ nonce })).status, 401, 'it is not good for ever');
});

test('where proofs are not checked, a token that needs one is refused; where they may be left out, others pass', async () => {
  const off = await shop('');
  const bound = { cnf: { jkt: await jkt(holder.publicKey) } };
  const ask = async ({ issuer, gateway }: typeof off, claims: object): Promise<number> =>
    (
      await gateway.ask('/orders', {
        headers: { Authorization: `Bearer ${await issuer.token(claims as never)}` },
      })
    ).status;
  assert.equal(await ask(off, bound), 401);
  const optional = await shop(`, dpop: optional, resource: '${RESOURCE}'`);
  assert.equal(await ask(optional, bound), 401);
  assert.equal(await ask(optional, {}), 504);
});

test('a token that is bound to a client certificate is good on its connection alone (RFC 8705)', async () => {
  const { issuer, gateway } = await shop(', certificateBound: true');
  const bound = await issuer.token({ cnf: { 'x5t#S256': 'thumbprint-of-ann' } });
  const over = async (token: string, thumbprint: string | null): Promise<number> => {
    const client = thumbprint === null ? null : ({ thumbprint } as TlsSession['client']);
    const tls = { client } as TlsSession;
    return (await gateway.ask('/', { headers: { Authorization: `Bearer ${token}` }, tls })).status;
  };
  assert.equal(await over(bound, 'thumbprint-of-ann'), 504);
  assert.equal(await over(bound, 'thumbprint-of-bob'), 401);
  assert.equal(await over(bound, null), 401);
  assert.equal(await over(await issuer.token(), 'thumbprint-of-ann'), 401, 'it must be bound');
  const lax = await shop('');
  const stolen = await lax.issuer.token({ cnf: { 'x5t#S256': 'thumbprint-of-ann' } });
  const answer = await lax.gateway.ask('/', { headers: { Authorization: `Bearer ${stolen}` } });
  assert.equal(answer.status, 401, 'what is bound is bound, whatever the API asks for');
});

test('a protected resource is described where RFC 9728 says, on its own host alone', async () => {
  const { gateway } = await shop(
    `, dpop: required, certificateBound: true, scopesSupported: [orders], resource: '${RESOURCE}'`,
  );
  const path = '/.well-known/oauth-protected-resource/shop';
  const answer = await gateway.ask(path, { headers: { Host: 'API.test' } });
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(answer.body), {
    resource: RESOURCE,
    authorization_servers: [ISSUER],
    bearer_methods_supported: ['header'],
    scopes_supported: ['orders'],
    tls_client_certificate_bound_access_tokens: true,
    dpop_signing_alg_values_supported: ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'],
    dpop_bound_access_tokens_required: true,
  });
  assert.equal((await gateway.ask(path, { headers: { Host: 'other.test' } })).status, 401);
  assert.equal((await gateway.ask(`${path}x`)).status, 401);
  assert.equal((await gateway.ask(path, { method: 'POST' })).status, 401);
});

test('an explanation uses no proof up, and tells of a token no more than it claims', async () => {
  const { issuer, gateway } = await shop(`, dpop: required, resource: '${RESOURCE}'`, true);
  const token = await issuer.token({ cnf: { jkt: await jkt(holder.publicKey) } });
  const dpop = await proof({ token, clock: issuer.clock });
  for (let i = 0; i < 3; i++) {
    const { x } = await gateway.ask('/orders', { headers: { Authorization: `DPoP ${token}`, DPoP: dpop } });
    assert.equal(x.caller!.principalId, 'ann', `time ${i}`);
  }
});
