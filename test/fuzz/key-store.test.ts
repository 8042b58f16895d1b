import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Decrypter } from '../../src/guard/decide/authorize/tokens/decrypt.ts';
import { isFlaw } from '../../src/guard/decide/authorize/tokens/flaw.ts';
import { StoredKeys } from '../../src/guard/decide/authorize/tokens/stored-keys.ts';
import { Halt } from '../../src/operate/halt.ts';
import { layKeys } from '../../src/operate/key-store/lay.ts';
import { storeIn } from '../../src/operate/key-store/store.ts';
import { keyFor, memory } from '../units/operate/key-store/at-hand.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const key = await keyFor({ alg: 'dir', enc: 'A256GCM' });
const whole = JSON.stringify({
  keys: { login: [{ ...key, madeAt: new Date(key.madeAt).toISOString() }] },
});

test('a store that was changed in any place is read, or refused without a word of what it holds', () => {
  assert.equal(storeIn(whole, 'f').size, 1);
  const spoilt = fc
    .tuple(fc.nat(whole.length), fc.nat(8), fc.string({ unit: 'binary', maxLength: 6 }))
    .map(([at, gone, more]) => whole.slice(0, at) + more + whole.slice(at + gone));
  fc.assert(
    fc.property(fc.oneof(spoilt, fc.json(), fc.string({ unit: 'binary' })), (text) => {
      try {
        for (const [name, keys] of storeIn(text, 'f')) {
          assert.match(name, /^[A-Za-z0-9][\w.-]{0,63}$/);
          assert.ok(
            keys.every(({ jwk }) => jwk.k === key.jwk.k),
            'only under its own thumbprint',
          );
        }
      } catch (fault) {
        assert.ok(fault instanceof Halt, String(fault));
        assert.ok(!fault.message.includes(String(key.jwk.k).slice(0, 12)), fault.message);
      }
    }),
    { numRuns: 5_000 },
  );
});

test('whatever a caller writes into a header opens nothing and breaks nothing, and is told in one line', async () => {
  const { laid, cells } = memory();
  const decrypter = new Decrypter([], [new StoredKeys('login', cells)]);
  layKeys(laid, new Map([['login', [key]]]));
  const header = fc.record(
    {
      alg: fc.oneof(fc.constantFrom('dir', 'RSA-OAEP', 'ECDH-ES', 'A128KW'), fc.jsonValue()),
      enc: fc.oneof(fc.constantFrom('A256GCM', 'A128CBC-HS256'), fc.jsonValue()),
      kid: fc.oneof(fc.constant(key.kid), fc.jsonValue()),
      epk: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 4, maxLength: 4 }),
      async (written, rest) => {
        const parts = rest.map((bytes) => Buffer.from(bytes).toString('base64url'));
        const told = { by: '', why: '' };
        assert.ok(isFlaw(await decrypter.decrypt([part(written), ...parts].join('.'), 0, told)));
        assert.equal(told.by, '');
        assert.ok(told.why.length < 600 && !/[\r\n]/.test(told.why), told.why);
      },
    ),
    { numRuns: 1_500 },
  );
});
