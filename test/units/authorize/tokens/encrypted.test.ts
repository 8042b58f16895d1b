import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CompactEncrypt } from 'jose';
import { Clock } from '../../../../src/base/clock.ts';
import { temporaryFolder } from '../../../folders.ts';
import { type Answered, paperGateway } from '../gateway.ts';
import { ISSUER, part, TestIssuer } from './issuer.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const secret = randomBytes(64);
const jwkOf = (bytes: number, kid: string) => ({
  ...{ kty: 'oct', kid, k: secret.subarray(0, bytes).toString('base64url') },
});

async function shop(t: TestContext, more = '') {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'rsa.pem'), rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(
    join(folder, 'ec.json'),
    JSON.stringify({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'ec' }),
  );
  const keys = [16, 24, 32, 48, 64].map((bytes) => jwkOf(bytes, `oct${bytes}`));
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ keys }));
  const issuer = new TestIssuer(Clock.byHand(Date.UTC(2026, 10, 22, 12)));
  const text = `authorizers:
  login:
    jwt:
      issuer: '${ISSUER}'
      audience: [shop]
      encryption: { keyFiles: [rsa.pem, ec.json, secrets.json]${more} }
apis: { shop: { to: 'http://127.0.0.1:9', authorizer: login } }
`;
  const options = { file: 'portcullis.yaml', folder, clock: issuer.clock, fetch: issuer.fetch };
  const gateway = await paperGateway(text, undefined, options);
  const ask = (token: string): Promise<Answered> =>
    gateway.ask('/', { headers: { Authorization: `Bearer ${token}` } });
  return { issuer, ask };
}

const sealed = (
  content: string,
  key: KeyObject | Uint8Array,
  alg: string,
  enc: string,
  more: object = {},
): Promise<string> =>
  new CompactEncrypt(Buffer.from(content)).setProtectedHeader({ alg, enc, cty: 'JWT', ...more }).encrypt(key);

const why = (answer: Answered): string =>
  /error_description="([^"]*)"/.exec(answer.header('www-authenticate'))?.[1] ?? '';

const ways: [string, KeyObject | Uint8Array, object?][] = [
  ['RSA-OAEP', rsa.publicKey],
  ['RSA-OAEP-256', rsa.publicKey],
  ['ECDH-ES', ec.publicKey, { kid: 'ec' }],
  ['ECDH-ES+A128KW', ec.publicKey],
  ['ECDH-ES+A192KW', ec.publicKey],
  ['ECDH-ES+A256KW', ec.publicKey],
  ['A128KW', secret.subarray(0, 16), { kid: 'oct16' }],
  ['A192KW', secret.subarray(0, 24), { kid: 'oct24' }],
  ['A256KW', secret.subarray(0, 32), { kid: 'oct32' }],
];
const contents = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'];

test('a token that is signed and then encrypted is taken, in every way there is', async (t) => {
  const { issuer, ask } = await shop(t);
  const signed = await issuer.token();
  for (const [alg, key, more] of ways)
    for (const enc of contents) {
      const answer = await ask(await sealed(signed, key, alg, enc, more));
      assert.equal(answer.status, 504, `${alg} ${enc}: ${why(answer)}`);
      assert.equal(answer.x.caller!.principalId, 'ann');
    }
  const bytes = {
    A128GCM: 16,
    A192GCM: 24,
    A256GCM: 32,
    'A128CBC-HS256': 32,
    'A192CBC-HS384': 48,
    'A256CBC-HS512': 64,
  };
  for (const [enc, length] of Object.entries(bytes)) {
    const token = await sealed(signed, secret.subarray(0, length), 'dir', enc, { kid: `oct${length}` });
    assert.equal((await ask(token)).status, 504, enc);
  }
});

test('a token that is not encrypted is refused, unless the API says that it need not be', async (t) => {
  const strict = await shop(t);
  const answer = await strict.ask(await strict.issuer.token());
  assert.deepEqual([answer.status, why(answer)], [401, 'the token must be encrypted']);
  const lax = await shop(t, ', required: false');
  assert.equal((await lax.ask(await lax.issuer.token())).status, 504);
  assert.equal(
    (await lax.ask(await sealed(await lax.issuer.token(), rsa.publicKey, 'RSA-OAEP', 'A256GCM'))).status,
    504,
  );
});

test('claims that are encrypted and not signed are nobody’s word', async (t) => {
  const { issuer, ask } = await shop(t);
  const claims = JSON.stringify({ iss: ISSUER, aud: 'shop', sub: 'root', exp: 9e9 });
  for (const content of [claims, `${part({ alg: 'none' })}.${Buffer.from(claims).toString('base64url')}.`]) {
    const answer = await ask(await sealed(content, rsa.publicKey, 'RSA-OAEP', 'A256GCM'));
    assert.equal(answer.status, 401, why(answer));
  }
  const twice = await sealed(
    await sealed(await issuer.token(), rsa.publicKey, 'RSA-OAEP', 'A256GCM'),
    rsa.publicKey,
    'RSA-OAEP',
    'A256GCM',
  );
  assert.equal(why(await ask(twice)), 'the token cannot be decrypted', 'nested once, and no deeper');
});

test('what is encrypted in a way that is not allowed is refused, and so is what is changed or compressed', async (t) => {
  const { issuer, ask } = await shop(t);
  const good = await sealed(await issuer.token(), rsa.publicKey, 'RSA-OAEP', 'A256GCM');
  const [head, ...rest] = good.split('.') as [string, string, string, string, string];
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
  const cases: [object, string][] = [
    [{ alg: 'RSA1_5' }, 'the signing method of the token is not allowed'],
    [{ alg: 'PBES2-HS256+A128KW', p2c: 1e9, p2s: 'AAAA' }, 'the signing method of the token is not allowed'],
    [{ alg: 'none' }, 'the signing method of the token is not allowed'],
    [{ enc: 'A128CBC' }, 'the token cannot be decrypted'],
    [{ zip: 'DEF' }, 'the token asks for something that is not done here'],
    [{ crit: ['exp'] }, 'the token asks for something that is not done here'],
    [{ jku: 'https://evil.example.com' }, 'the token asks for something that is not done here'],
    [{ kid: 'nobody' }, 'the key of the token is not known'],
    [{ alg: 'dir' }, 'the token cannot be decrypted'],
  ];
  for (const [more, reason] of cases) {
    const answer = await ask([part({ ...header, ...more }), ...rest].join('.'));
    if (reason.startsWith('the key')) assert.equal(answer.status, 401);
    else assert.equal(why(answer), reason, JSON.stringify(more));
  }
  for (let i = 1; i < 5; i++) {
    const parts = good.split('.');
    parts[i] = `${parts[i]!.startsWith('A') ? 'B' : 'A'}${parts[i]!.slice(1)}`;
    assert.equal(why(await ask(parts.join('.'))), 'the token cannot be decrypted', `part ${i}`);
  }
});
