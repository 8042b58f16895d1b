import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decoded } from '../../../../src/guard/decide/authorize/tokens/base64url.ts';
import { Decrypter } from '../../../../src/guard/decide/authorize/tokens/decrypt.ts';
import { decryptKeys } from '../../../../src/guard/decide/authorize/tokens/decrypt-key.ts';
import { isFlaw } from '../../../../src/guard/decide/authorize/tokens/flaw.ts';
import { parsed, signerOf } from '../../../../src/guard/decide/authorize/tokens/jws.ts';
import {
  publicKey,
  publicKeys,
  secretKey,
  type VerifyKey,
} from '../../../../src/guard/decide/authorize/tokens/verify-key.ts';

type Jwk = Readonly<Record<string, string>>;
interface Example {
  readonly name: string;
  readonly key: Jwk;
  readonly token: string;
  readonly payload: string;
}
interface Examples {
  readonly signed: readonly Example[];
  readonly encrypted: readonly Example[];
  readonly refused: readonly Pick<Example, 'name' | 'token'>[];
  readonly keys: readonly Jwk[];
  readonly agreement: { readonly key: Jwk; readonly header: object; readonly derived: string };
}
const fixture = join(import.meta.dirname, '../../../fixtures/jose/rfc7515-7519.json');
const examples = JSON.parse(readFileSync(fixture, 'utf8')) as Examples;

const keyOf = (jwk: Jwk): VerifyKey =>
  jwk.kty === 'oct' ? secretKey(Buffer.from(jwk.k!, 'base64url'), '') : publicKey(jwk)!;

function payloadOf(token: string, key: VerifyKey): string {
  const signed = parsed(token);
  assert.ok(!isFlaw(signed), String(signed));
  const signer = signerOf(signed, [key]);
  return isFlaw(signer) ? signer : decoded(signed.payload)!.toString();
}

for (const { name, key, token, payload } of examples.signed)
  test(`${name}: the signature holds, and no other`, () => {
    assert.equal(payloadOf(token, keyOf(key)), payload);
    const [head, body, signature] = token.split('.') as [string, string, string];
    const spoilt = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
    assert.equal(payloadOf(`${head}.${body}.${spoilt}`, keyOf(key)), 'signature');
  });

for (const { name, key, token, payload } of examples.encrypted)
  test(`${name}: what is encrypted is read`, async () => {
    const opened = await new Decrypter(decryptKeys(JSON.stringify(key))).open(token);
    assert.equal(opened.toString(), payload);
  });

for (const { name, token } of examples.refused)
  test(`${name} is refused, whatever the key`, async () => {
    const rsa = examples.encrypted[0]!.key;
    const flaw =
      token.split('.').length === 5
        ? await new Decrypter(decryptKeys(JSON.stringify(rsa))).open(token)
        : parsed(token);
    assert.equal(flaw, name.includes('7515') ? 'malformed' : 'algorithm');
  });

test('RFC 7517 A.1: of its set the key for signatures is taken, and not the one for encryption', () => {
  const taken = publicKeys(examples.keys);
  assert.deepEqual(
    taken.map(({ kid }) => kid),
    ['2011-04-29'],
  );
  const { e, kty, n } = examples.keys[1]!;
  // The thumbprint that RFC 7638 section 3.1 gives for this key.
  assert.equal(
    createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url'),
    'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  );
});

test('RFC 7518 C: both sides agree on the key that it gives', async () => {
  const { key, header, derived } = examples.agreement;
  const head = Buffer.from(JSON.stringify(header)).toString('base64url');
  const iv = Buffer.alloc(12, 7);
  const cipher = createCipheriv('aes-128-gcm', Buffer.from(derived, 'base64url'), iv);
  cipher.setAAD(Buffer.from(head));
  const text = Buffer.concat([cipher.update('to Bob'), cipher.final()]);
  const parts = [iv, text, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
  const opened = await new Decrypter(decryptKeys(JSON.stringify(key))).open([head, '', ...parts].join('.'));
  assert.equal(opened.toString(), 'to Bob');
});
