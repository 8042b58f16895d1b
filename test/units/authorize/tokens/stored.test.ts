import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CompactEncrypt, importJWK } from 'jose';
import { Clock } from '../../../../src/base/clock.ts';
import { Trace } from '../../../../src/base/trace.ts';
import { keyAlgorithms } from '../../../../src/guard/decide/authorize/tokens/decrypt-key.ts';
import { isSecret } from '../../../../src/operate/key-store/jwk.ts';
import { layKeys } from '../../../../src/operate/key-store/lay.ts';
import type { Wanted } from '../../../../src/operate/key-store/made.ts';
import type { StoredKey } from '../../../../src/operate/key-store/store.ts';
import { publicSet, secretSet } from '../../../../src/operate/key-store/versions.ts';
import { keyFor } from '../../operate/key-store/at-hand.ts';
import { type Answered, notesOf, paperGateway } from '../gateway.ts';
import { ISSUER, TestIssuer } from './issuer.ts';

const text = (encryption: string): string => `authorizers:
  login:
    jwt:
      issuer: '${ISSUER}'
      audience: [shop]
      encryption: ${encryption}
apis: { shop: { to: 'http://127.0.0.1:9', authorizer: login } }
`;
const hour = 3_600_000;
const now = Date.UTC(2026, 10, 22, 12);

/** An API whose tokens are encrypted to `login` of the key store; what lies there can be changed. */
async function shop(_: TestContext, encryption = '{ keys: [login] }') {
  const issuer = new TestIssuer(Clock.byHand(now));
  const options = { file: 'portcullis.yaml', folder: '/', clock: issuer.clock, fetch: issuer.fetch };
  const gateway = await paperGateway(text(encryption), undefined, { ...options, tracing: true });
  const lay = (...keys: StoredKey[]) => layKeys(gateway.cells, new Map([['login', keys]]));
  const ask = (token: string): Promise<Answered> =>
    gateway.ask('/', { headers: { Authorization: `Bearer ${token}` } });
  const why = async (token: string): Promise<string> => {
    const trace = new Trace();
    await gateway.ask('/', { headers: { Authorization: `Bearer ${token}` }, trace });
    const step = trace.steps.flatMap((one) => [one, ...one.steps]).find(({ name }) => name === 'login')!;
    return `${step.because} ${step.looked.decryptedBy ?? ''}`.trim();
  };
  return { issuer, lay, ask, why };
}

/** A token encrypted with what is handed out of a key. */
async function sealed(content: string, key: StoredKey, header: object = {}): Promise<string> {
  const [jwk] = (isSecret(key.jwk) ? secretSet : publicSet)([key]).keys;
  return new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg: key.alg, enc: key.enc || 'A256GCM', kid: key.kid, ...header })
    .encrypt(await importJWK(jwk!, key.alg));
}

test('a key of the store decrypts what is encrypted to what was handed out of it, for each algorithm and curve', async (t) => {
  const { issuer, lay, ask } = await shop(t);
  const signed = await issuer.token();
  const ways: Wanted[] = keyAlgorithms.flatMap((alg): Wanted[] =>
    alg.startsWith('RSA')
      ? [{ alg, bits: 2048 }]
      : alg.startsWith('ECDH')
        ? ['P-256', 'P-384', 'P-521', 'X25519'].map((curve) => ({ alg, curve }))
        : alg === 'dir'
          ? ['A128GCM', 'A256GCM', 'A192CBC-HS384', 'A256CBC-HS512'].map((enc) => ({ alg, enc }))
          : [{ alg }],
  );
  for (const wanted of ways) {
    const key = await keyFor(wanted);
    lay(key);
    const answer = await ask(await sealed(signed, key));
    assert.equal(answer.status, 504, JSON.stringify(wanted));
    assert.equal(answer.x.caller!.principalId, 'ann');
  }
});

test('a token that was read before is refused once its key is gone, or the time of it is over', async (t) => {
  const { issuer, lay, ask } = await shop(t);
  const [first, second] = [await keyFor({ alg: 'ECDH-ES' }, 1), await keyFor({ alg: 'ECDH-ES' }, 2)];
  lay(first);
  const token = await sealed(await issuer.token(), first);
  const status = async (): Promise<number> => (await ask(token)).status;
  assert.equal(await status(), 504);
  lay(second, { ...first, until: now + hour / 2 });
  assert.equal(await status(), 504);
  issuer.clock.advance(hour / 2 - 1);
  assert.equal(await status(), 504);
  issuer.clock.advance(1);
  assert.equal(await status(), 401);
  lay(first);
  assert.equal(await status(), 504, 'it is there again, and taken for what it is');
  lay(second);
  assert.equal(await status(), 401);
});

test('an explanation tells which key decrypted a token, or why none did', async (t) => {
  const { issuer, lay, why } = await shop(t);
  const [rsa, ec] = [await keyFor({ alg: 'RSA-OAEP-256', bits: 2048 }), await keyFor({ alg: 'ECDH-ES' })];
  const signed = await issuer.token();
  const good = await sealed(signed, rsa);
  assert.match(
    await why(good),
    /known: it is encrypted to the key "[\w-]+", and the keys here are none; the key store has no key login\.$/,
  );
  lay(rsa, { ...ec, until: now + hour });
  assert.equal(await why(good), `The token holds, and speaks of ann. login ${rsa.kid}`);
  assert.equal(await why(good), `The token holds, and speaks of ann. login ${rsa.kid}`, 'a second time too');
  assert.match(
    await why(await sealed(signed, ec)),
    new RegExp(`login ${ec.kid} \\(until 2026-11-22T13:00:00\\.000Z\\)$`),
  );
  assert.match(
    await why(await sealed(signed, { ...rsa, alg: 'RSA-OAEP' })),
    new RegExp(`the key login ${rsa.kid} is for RSA-OAEP-256, and the token has RSA-OAEP with "A256GCM"`),
  );
  const other = { ...(await keyFor({ alg: 'RSA-OAEP-256', bits: 2048 }, 5)), kid: rsa.kid };
  assert.match(
    await why(await sealed(signed, other)),
    new RegExp(
      `cannot be decrypted: it was changed on its way, or is encrypted to another key than login ${rsa.kid}\\.$`,
    ),
  );
  assert.match(await why(await sealed('no token', rsa)), /what is inside is no signed token\./);
  assert.match(
    await why(await sealed(signed, rsa, { kid: `a\n"b${'c'.repeat(300)}` })),
    /to the key "a\\n\\"bc{70,80}…, and the keys/,
  );
  const secret = await keyFor({ alg: 'dir', enc: 'A256GCM' });
  lay(secret);
  assert.match(
    await why(await sealed(signed, { ...secret, enc: 'A128CBC-HS256' })),
    /is for dir with A256GCM, and the token has dir with "A128CBC-HS256"/,
  );
});

test('encryption that names neither keys nor files, and a name that none can have, are errors at their line', async () => {
  const of = (encryption: string) => notesOf(text(encryption), { file: 'portcullis.yaml' });
  assert.match(
    (await of('{ required: true }')).join(),
    /portcullis\.yaml:6 error .*must name what tokens are encrypted to: keys of the key store, or keyFiles/,
  );
  assert.match((await of("{ keys: ['../x'] }")).join(), /portcullis\.yaml:6 error .*must be 1 to 64 letters/);
  assert.match((await of('{ keys: [] }')).join(), /portcullis\.yaml:6 error /);
});
