import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Clock } from '../../src/base/clock.ts';
import { publicAlgorithms } from '../../src/guard/decide/authorize/tokens/algorithms.ts';
import { decoded } from '../../src/guard/decide/authorize/tokens/base64url.ts';
import { Decrypter, decryptKeys } from '../../src/guard/decide/authorize/tokens/decrypt.ts';
import { isFlaw } from '../../src/guard/decide/authorize/tokens/flaw.ts';
import { FixedKeys } from '../../src/guard/decide/authorize/tokens/key-set.ts';
import { presentedIn } from '../../src/guard/decide/authorize/tokens/presented.ts';
import { Verifier } from '../../src/guard/decide/authorize/tokens/verifier.ts';
import { publicKey, publicKeys } from '../../src/guard/decide/authorize/tokens/verify-key.ts';
import { csvKeys } from '../../src/operate/control/apigateway/csv-keys.ts';
import { AwsError } from '../../src/operate/control/aws-error.ts';
import { ISSUER, keyFor, part, TestIssuer } from '../units/authorize/tokens/issuer.ts';

const runs = 2_000;
const issuer = new TestIssuer(Clock.byHand(Date.UTC(2026, 10, 22, 12)), [keyFor('RS256'), keyFor('ES256')]);
const secret = Buffer.alloc(32, 7).toString('base64url');
const verifier = new Verifier({
  ...{ by: 'login', clock: issuer.clock, mustEncrypt: false },
  decrypter: new Decrypter(decryptKeys(JSON.stringify({ kty: 'oct', k: secret }))),
  issuers: [
    {
      ...{ issuer: ISSUER, audiences: ['shop'], skewMs: 0, check: () => null },
      keys: new FixedKeys(publicKeys(issuer.keys.map((key) => issuer.jwk(key)))),
      ...{ algorithms: new Set<string>(publicAlgorithms), types: new Set(['', 'jwt']) },
    },
  ],
});
const json = fc.jsonValue() as fc.Arbitrary<object>;
const headers = fc.record(
  {
    alg: fc.oneof(fc.constantFrom(...publicAlgorithms, 'none', 'HS256', 'dir', 'A256KW', 'RSA-OAEP'), json),
    kid: fc.oneof(fc.constantFrom(...issuer.keys.map(({ kid }) => kid)), json),
    enc: fc.oneof(fc.constantFrom('A256GCM', 'A128CBC-HS256'), json),
    typ: json,
    crit: json,
    jwk: json,
    zip: json,
  },
  { requiredKeys: [] },
);
const text = fc.oneof(fc.base64String(), fc.string(), json.map(part), fc.constant(''));

test('nothing that was not signed is ever taken, and nothing is thrown', async () => {
  const token = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.tuple(headers.map(part), text, text).map((parts) => parts.join('.')),
    fc.tuple(headers.map(part), text, text, text, text).map((parts) => parts.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(token, async (made) => {
      assert.ok(isFlaw(await verifier.verify(made)), made);
    }),
    { numRuns: runs },
  );
});

test('a token that is changed in any letter is none', async () => {
  for (const key of issuer.keys) {
    const good = await issuer.token({}, {}, key);
    assert.equal(isFlaw(await verifier.verify(good)), false);
    const change = fc.tuple(fc.nat(good.length - 1), fc.string({ minLength: 0, maxLength: 2 }));
    await fc.assert(
      fc.asyncProperty(change, async ([at, instead]) => {
        const made = good.slice(0, at) + instead + good.slice(at + 1);
        if (made !== good) assert.ok(isFlaw(await verifier.verify(made)), made);
      }),
      { numRuns: runs },
    );
  }
});

test('what is decoded has one form, and whatever else is there is none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.base64String(), fc.string()), (made) => {
      const bytes = decoded(made);
      if (bytes !== null) assert.equal(bytes.toString('base64url'), made);
    }),
    { numRuns: runs },
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const made = Buffer.from(bytes);
      assert.deepEqual(decoded(made.toString('base64url')), made);
    }),
    { numRuns: runs },
  );
});

test('keys, headers and lists of keys are read or refused, and nothing is thrown', () => {
  const jwk = fc.record(
    {
      kty: fc.oneof(fc.constantFrom('RSA', 'EC', 'OKP', 'oct'), json),
      crv: fc.oneof(fc.constantFrom('P-256', 'P-521', 'Ed25519', 'X25519'), json),
      ...{ n: text, e: text, x: text, y: text, kid: json, use: json, key_ops: json, alg: json },
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(jwk, (made) => void publicKey(made)),
    { numRuns: runs },
  );
  fc.assert(
    fc.property(fc.string(), (made) => void presentedIn(made)),
    { numRuns: runs },
  );
  const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', '\n', '""', 'name', 'key'));
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 30 }), (cells) => {
      try {
        for (const { name, key } of csvKeys(`name,key\n${cells.join('')}`))
          assert.ok(`${name}${key}`.length >= 0);
      } catch (fault) {
        assert.ok(fault instanceof AwsError, String(fault));
      }
    }),
    { numRuns: runs },
  );
});
