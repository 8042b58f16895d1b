import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SignJWT } from 'jose';
import { Clock } from '../../../../src/base/clock.ts';
import { temporaryFolder } from '../../../folders.ts';
import { type Answered, notesOf, type PaperOptions, paperGateway } from '../gateway.ts';
import { forged, ISSUER, keyFor, part, TestIssuer, type TestKey } from './issuer.ts';

const api = (jwt: string): string => `authorizers:
  login: { jwt: { ${jwt} } }
apis:
  shop:
    to: http://127.0.0.1:9
    authorizer: login
    routes:
      GET /orders: { scopes: [orders:read, orders:all] }
      GET /health: { authorizer: none }
`;
const plain = api(`issuer: '${ISSUER}', audience: [shop]`);

async function shop(issuer: TestIssuer, text = plain, options: PaperOptions = {}) {
  const gateway = await paperGateway(text, undefined, {
    ...options,
    file: 'portcullis.yaml',
    clock: issuer.clock,
    fetch: issuer.fetch,
  });
  const ask = (token: string, path = '/'): Promise<Answered> =>
    gateway.ask(path, { headers: { Authorization: `Bearer ${token}` } });
  return { gateway, ask };
}

/** What a token comes to: the integration is nowhere, so that what passes ends with 504. */
const passed = 504;
const why = (answer: Answered): string =>
  /error_description="([^"]*)"/.exec(answer.header('www-authenticate'))?.[1] ?? '';

const clockAt = (): Clock => Clock.byHand(Date.UTC(2026, 10, 22, 12));

test('a token of the issuer lets its caller in, and tells who that is', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask, gateway } = await shop(issuer);
  const answer = await ask(await issuer.token({ scope: 'orders:read profile', team: ['a', 'b'] }), '/orders');
  assert.equal(answer.status, passed);
  const { caller } = answer.x;
  assert.equal(caller!.principalId, 'ann');
  assert.deepEqual(caller!.scopes, ['orders:read', 'profile']);
  assert.deepEqual(caller!.claims!.team, ['a', 'b']);
  assert.equal((await gateway.ask('/health')).status, passed, 'a public route asks for none');
  assert.deepEqual(issuer.asked, [`${ISSUER}.well-known/openid-configuration`, `${ISSUER}keys`]);
});

test('every algorithm with a public key is verified, and a changed signature is not', async () => {
  const names = [
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ];
  const issuer = new TestIssuer(
    clockAt(),
    names.map((alg) => keyFor(alg)),
  );
  const { ask } = await shop(issuer);
  for (const key of issuer.keys) {
    const token = await issuer.token({}, {}, key);
    assert.equal((await ask(token)).status, passed, key.alg);
    const [head, body, tail] = token.split('.') as [string, string, string];
    const flipped = (tail[5] === 'A' ? 'B' : 'A') + tail.slice(6);
    assert.equal(
      why(await ask(`${head}.${body}.${tail.slice(0, 5)}${flipped}`)),
      'the signature of the token is wrong',
    );
  }
});

test('whoever sends no token is told how to get in, and nothing else', async () => {
  const issuer = new TestIssuer(clockAt());
  const { gateway } = await shop(issuer);
  const none = await gateway.ask('/');
  assert.deepEqual(
    [none.status, none.body, none.errorType, none.header('www-authenticate')],
    [401, '{"message":"Unauthorized"}', 'UnauthorizedException', 'Bearer'],
  );
  assert.deepEqual(issuer.asked, []);
  const twice = await gateway.ask('/', { headers: { Authorization: ['Bearer a.b.c', 'Bearer d.e.f'] } });
  assert.equal(why(twice), 'there is more than one token');
  for (const value of ['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer ä'])
    assert.equal((await gateway.ask('/', { headers: { Authorization: value } })).status, 401, value);
});

test('a token without one of the scopes of a route is refused with 403, and told which it needs', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  const answer = await ask(await issuer.token({ scope: 'orders:write' }), '/orders');
  assert.deepEqual(
    [answer.status, answer.body, answer.header('www-authenticate')],
    [
      403,
      '{"message":"Forbidden"}',
      'Bearer error="insufficient_scope", error_description="the token has none of the scopes that are needed", scope="orders:read orders:all"',
    ],
  );
  assert.equal((await ask(await issuer.token({ scp: ['orders:all'] }), '/orders')).status, passed);
});

test('claims that do not fit are refused, each with its reason', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  const now = Math.floor(issuer.clock.now() / 1000);
  const cases: [string, Record<string, unknown>, string][] = [
    ['expired', { exp: now - 31 }, 'the token has expired'],
    ['not yet', { nbf: now + 31 }, 'the token is not valid yet'],
    ['made tomorrow', { iat: now + 86_400 }, 'the token is not valid yet'],
    ['another issuer', { iss: 'https://login.example.com' }, 'the issuer of the token does not match'],
    ['no issuer', { iss: undefined }, 'the issuer of the token does not match'],
    ['another audience', { aud: 'shopp' }, 'the token does not have a valid audience'],
    ['another list', { aud: ['a', 'b'] }, 'the token does not have a valid audience'],
    [
      'an audience beside the client',
      { aud: 'x', client_id: 'shop' },
      'the token does not have a valid audience',
    ],
    ['another client', { aud: undefined, client_id: 'x' }, 'the token does not have a valid audience'],
    ['no end', { exp: undefined }, 'a claim of the token is missing or of the wrong type'],
    [
      'an end that is text',
      { exp: '9999999999' as never },
      'a claim of the token is missing or of the wrong type',
    ],
    ['an end beyond all dates', { exp: 1e300 }, 'a claim of the token is missing or of the wrong type'],
    ['bound to a key', { cnf: { jkt: 'x' } }, 'the proof of possession is missing or wrong'],
    ['bound to something unknown', { cnf: { kid: 'x' } }, 'the token is bound to a key that was not proved'],
  ];
  for (const [name, claims, reason] of cases) {
    const answer = await ask(await issuer.token(claims));
    assert.deepEqual([answer.status, why(answer)], [401, reason], name);
  }
  const fits = [
    { exp: now - 29 },
    { nbf: now + 29 },
    { aud: ['x', 'shop'] },
    { aud: undefined, client_id: 'shop' },
  ];
  for (const claims of fits) assert.equal((await ask(await issuer.token(claims))).status, passed);
});

test('a header that would lead the verifier astray is refused', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  const evil = keyFor('RS256', issuer.keys[0]!.kid);
  const own = evil.publicKey.export({ format: 'jwk' });
  const claims = { iss: ISSUER, aud: 'shop', exp: 9e9 };
  const pem = issuer.keys[0]!.publicKey.export({ type: 'spki', format: 'pem' });
  const confused = ['HS256', 'HS384', 'HS512'].map((alg) => {
    const head = `${part({ alg, kid: issuer.keys[0]!.kid })}.${part(claims)}`;
    return `${head}.${createHmac(`sha${alg.slice(2)}`, pem)
      .update(head)
      .digest('base64url')}`;
  });
  for (const token of confused)
    assert.equal(why(await ask(token)), 'the signing method of the token is not allowed');
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '', 'RS256 ', 'rs256', 'constructor', '__proto__'])
    for (const signature of ['', 'AAAA'])
      assert.equal(
        (await ask(forged({ alg, kid: issuer.keys[0]!.kid }, claims, signature))).status,
        401,
        alg,
      );
  const astray = [
    { jwk: own },
    { jku: 'https://evil.example.com/keys' },
    { x5u: 'https://evil.example.com/cert' },
    { x5c: ['AAAA'] },
    { crit: ['exp'], exp: 1 },
    { b64: false },
    { zip: 'DEF' },
  ];
  for (const more of astray) {
    const answer = await ask(
      await issuer.token({}, more, evil).catch(() => forged({ alg: 'RS256', ...more }, claims)),
    );
    assert.equal(why(answer), 'the token asks for something that is not done here', JSON.stringify(more));
  }
  assert.equal(why(await ask(await issuer.token({}, {}, evil))), 'the signature of the token is wrong');
  assert.deepEqual(
    issuer.asked.filter((url) => url.includes('evil')),
    [],
  );
});

test('a key id is a name and nothing else, whatever it looks like', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  const kids = [
    '../../../dev/null',
    "x' UNION SELECT 'k",
    '__proto__',
    'constructor',
    '',
    '\u0000',
    'x'.repeat(5000),
  ];
  for (const kid of kids) {
    const evil = { ...keyFor('RS256'), kid };
    const answer = await ask(await issuer.token({}, { kid }, evil));
    assert.equal(answer.status, 401, kid);
  }
  const number = forged({ alg: 'RS256', kid: 7 }, { iss: ISSUER });
  assert.equal(why(await ask(number)), 'the token is not well formed');
});

test('what is no token is refused before a key is asked for', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  const good = await issuer.token();
  const [head, body, tail] = good.split('.') as [string, string, string];
  const bad = [
    ...['a', 'a.b', '..', `${head}.${body}`, `${head}.${body}.`, `.${body}.${tail}`, `${good}.`, `${good}.a`],
    ...[`${head}=.${body}.${tail}`, `${head}.${body}==.${tail}`],
    ...[
      `${part([1])}.${body}.${tail}`,
      `bm90IGpzb24.${body}.${tail}`,
      `${'A'.repeat(20_000)}.${body}.${tail}`,
    ],
  ];
  for (const token of bad) assert.equal((await ask(token)).status, 401, token.slice(0, 40));
  assert.deepEqual(issuer.asked, []);
  // One letter with bits that stand for nothing: another text, and the same bytes.
  const last = tail.at(-1)!;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const twin = letters[letters.indexOf(last) + 1];
  assert.equal((await ask(`${good.slice(0, -1)}${twin}`)).status, 401, 'a token has one form');
});

test('tokens of another kind are refused by their type', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  for (const typ of ['dpop+jwt', 'logout+jwt', 'id_token+jwt', 'secevent+jwt'])
    assert.equal(why(await ask(await issuer.token({}, { typ }))), 'the token is of another kind', typ);
  for (const typ of ['JWT', 'at+jwt', 'application/at+jwt', 'AT+JWT'])
    assert.equal((await ask(await issuer.token({}, { typ }))).status, passed, typ);
});

test('keys that are weak, private, or for something else are left out of a set', async () => {
  const issuer = new TestIssuer(clockAt());
  const [key] = issuer.keys as [TestKey];
  const { ask } = await shop(issuer);
  const jwk = issuer.jwk(key);
  const bad = [
    { ...jwk, use: 'enc' },
    { ...jwk, key_ops: ['encrypt'] },
    { ...jwk, alg: 'RSA-OAEP' },
    { ...jwk, ...key.privateKey.export({ format: 'jwk' }) },
    { kty: 'oct', k: 'AAAA', kid: key.kid },
    { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: key.kid },
    null,
    'x',
  ];
  for (const one of bad) {
    issuer.instead = ({ url }) => ({
      status: 200,
      headers: {},
      body: JSON.stringify(url.endsWith('keys') ? { keys: [one] } : issuer.description),
    });
    issuer.clock.advance(120_000);
    assert.equal((await ask(await issuer.token())).status, 500, JSON.stringify(one)?.slice(0, 60));
  }
  issuer.instead = null;
  issuer.clock.advance(120_000);
  assert.equal((await ask(await issuer.token())).status, passed);
});

test('with a shared secret, tokens that are signed with it are taken, and none with a public key', async (t) => {
  const folder = temporary(t);
  const secret = 'a secret of the shop that has forty bytes';
  writeFileSync(join(folder, 'secret'), `${secret}\n`);
  writeFileSync(join(folder, 'short'), 'short');
  const issuer = new TestIssuer(clockAt());
  const text = api('secretFile: secret, audience: [shop], algorithms: [HS256]');
  const { ask } = await shop(issuer, text, { folder });
  const now = Math.floor(issuer.clock.now() / 1000);
  const signed = (key: string, alg = 'HS256') =>
    new SignJWT({ aud: 'shop', exp: now + 60 }).setProtectedHeader({ alg }).sign(Buffer.from(key));
  assert.equal((await ask(await signed(secret))).status, passed);
  assert.equal(
    why(await ask(await signed(secret.replace('forty', 'fifty')))),
    'the signature of the token is wrong',
  );
  assert.equal(why(await ask(await issuer.token())), 'the signing method of the token is not allowed');
  const long = 'a secret that is long enough for any of the three of them, for sixty-four';
  assert.equal(why(await ask(await signed(long, 'HS512'))), 'the signing method of the token is not allowed');
  await assert.rejects(
    shop(issuer, api('secretFile: short, audience: [shop]'), { folder }),
    /the secret has 5 bytes, and HS256 must have 32/,
  );
});

test('settings that would leave a hole are errors at their line', async (t) => {
  const folder = temporary(t);
  writeFileSync(join(folder, 'secret'), 'x'.repeat(40));
  const said = async (jwt: string): Promise<string> =>
    (await notesOf(api(jwt), { file: 'portcullis.yaml', folder })).join('\n');
  assert.match(await said(`issuer: '${ISSUER}'`), /yaml:2 error audience is missing/);
  assert.match(await said('audience: [shop]'), /issuer is missing/);
  assert.match(
    await said("issuer: 'http://login.example.com', audience: [a]"),
    /issuer must be an https:\/\/ address/,
  );
  assert.match(
    await said("issuer: 'https://a:b@login.example.com', audience: [a]"),
    /must not hold credentials/,
  );
  assert.match(
    await said('secretFile: nothing, audience: [a]'),
    /nothing cannot be read: ENOENT \[authorizer.file\]/,
  );
  assert.match(await said('secretEnv: NOT_SET_ANYWHERE, audience: [a]'), /NOT_SET_ANYWHERE is not set/);
  process.env.BLANK_SECRET = ' '.repeat(40);
  t.after(() => delete process.env.BLANK_SECRET);
  assert.match(await said('secretEnv: BLANK_SECRET, audience: [a]'), /BLANK_SECRET is not set, or blank/);
  const both = `issuer: '${ISSUER}', audience: [a], algorithms: [RS256, HS256]`;
  assert.match(await said(both), /algorithms has HS256, which needs a secret/);
  assert.match(
    await said('secretFile: secret, audience: [a], algorithms: [RS256]'),
    /which is not for a secret/,
  );
  assert.match(await said(`issuer: '${ISSUER}', audience: [a], algorithms: [none]`), /\[shape/);
  assert.match(
    (
      await notesOf('apis: { a: { to: "http://127.0.0.1:9", routes: { GET /: { scopes: [x] } } } }', {
        file: 'p.yaml',
      })
    ).join(),
    /GET \/ asks for scopes, and no authorizer looks at its tokens \[authorizer.none\]/,
  );
});

function temporary(t: TestContext): string {
  const folder = temporaryFolder(t);
  return folder;
}

test('whether a token is over goes by the date, wherever it is put; its issuer is asked no more often for that', async () => {
  const issuer = new TestIssuer(clockAt());
  const { ask } = await shop(issuer);
  const token = await issuer.token({});
  assert.equal((await ask(token)).status, passed);
  const asked = issuer.asked.length;
  issuer.clock.leap(8 * 3_600_000);
  assert.equal((await ask(token)).status, 401);
  assert.equal((await ask(await issuer.token({}))).status, passed);
  issuer.clock.leap(-8 * 3_600_000);
  assert.equal((await ask(token)).status, passed);
  assert.equal(issuer.asked.length, asked);
});
