import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../../src/base/clock.ts';
import { isFlaw } from '../../../../src/guard/decide/authorize/tokens/flaw.ts';
import { RemoteKeys } from '../../../../src/guard/decide/authorize/tokens/key-set.ts';
import { Verifier } from '../../../../src/guard/decide/authorize/tokens/verifier.ts';
import { ISSUER, keyFor, TestIssuer } from './issuer.ts';

const minute = 60_000;
const hour = 60 * minute;

function pair(hardCapMs = 24 * hour) {
  const clock = Clock.byHand(Date.UTC(2026, 10, 22, 12));
  const issuer = new TestIssuer(clock);
  const keys = new RemoteKeys({
    issuer: ISSUER,
    jwksUri: '',
    hardCapMs,
    clock,
    fetch: issuer.fetch,
    cells: (_, bytes) => new SharedArrayBuffer(bytes),
  });
  const verifier = new Verifier({
    ...{ by: 'login', clock, decrypter: null, mustEncrypt: false },
    issuers: [
      {
        ...{ issuer: ISSUER, audiences: ['shop'], skewMs: 0, keys, check: () => null },
        ...{ algorithms: new Set(['RS256']), types: new Set(['']) },
      },
    ],
  });
  const verify = async (token: string): Promise<string> => {
    const known = await verifier.verify(token);
    return isFlaw(known) ? known : 'known';
  };
  return { clock, issuer, keys, verifier, verify };
}

const away = (): never => {
  throw new Error('connect ECONNREFUSED');
};

test('an issuer that is away for an hour is missed by nobody whose key is known', async () => {
  const { clock, issuer, verify, keys } = pair();
  assert.equal(await verify(await issuer.token({ jti: 'first' })), 'known');
  issuer.instead = away;
  for (let i = 0; i < 60; i++) {
    clock.advance(minute);
    assert.equal(await verify(await issuer.token({ jti: String(i) })), 'known', `minute ${i}`);
  }
  assert.match(keys.failing, /ECONNREFUSED/);
  const asked = issuer.asked.length;
  assert.ok(asked < 120, `it was asked ${asked} times in an hour`);
  issuer.instead = null;
  clock.advance(2 * minute);
  await verify(await issuer.token({ jti: 'back' }));
  await new Promise(setImmediate);
  assert.equal(keys.failing, '');
});

test('beyond the hard cap no key is relied on any more, until the issuer is back', async () => {
  const { clock, issuer, verify } = pair(3 * hour);
  await verify(await issuer.token());
  issuer.instead = away;
  clock.advance(4 * hour);
  assert.equal(
    await verify(await issuer.token({ jti: 'at the cap' })),
    'known',
    'an hour fresh, three beside',
  );
  clock.advance(minute);
  assert.equal(await verify(await issuer.token({ jti: 'beyond' })), 'unavailable');
  issuer.instead = null;
  clock.advance(minute);
  assert.equal(await verify(await issuer.token({ jti: 'back' })), 'known');
});

test('keys are fetched anew before they grow old, and nobody waits for it', async () => {
  const { clock, issuer, verifier, keys } = pair();
  await verifier.verify(await issuer.token());
  const [first] = issuer.asked;
  assert.equal(issuer.asked.length, 2);
  clock.advance(49 * minute);
  const token = await issuer.token({ jti: 'a' });
  const known = verifier.verify(token);
  assert.equal(known instanceof Promise, false, 'a key that is known is used at once');
  await new Promise(setImmediate);
  assert.equal(issuer.asked.length, 4);
  assert.equal(issuer.asked[2], first);
  assert.equal(keys.candidates(issuer.keys[0]!.kid) instanceof Promise, false);
});

test('how long keys are fresh is what their publisher says, within bounds', async () => {
  for (const [maxAge, least, most] of [
    ['1', 4, 6],
    ['7200', 90, 121],
    ['99999999', 1000, 1441],
  ] as const) {
    const { clock, issuer, verify } = pair();
    issuer.maxAge = maxAge;
    await verify(await issuer.token());
    const before = issuer.asked.length;
    let at = 0;
    while (issuer.asked.length === before && at < 3000) {
      clock.advance(minute);
      at++;
      await verify(await issuer.token({ jti: String(at), exp: 9e9 }));
    }
    assert.ok(at >= least * 0.8 && at <= most, `${maxAge} s: after ${at} minutes`);
  }
});

test('an unknown key is asked for at once, and then no more often than every 30 seconds', async () => {
  const { clock, issuer, verify } = pair();
  await verify(await issuer.token());
  clock.advance(minute);
  const rotated = keyFor('RS256');
  issuer.keys = [...issuer.keys, rotated];
  assert.equal(await verify(await issuer.token({}, {}, rotated)), 'known', 'a key that is new');
  const asked = issuer.asked.length;
  const stranger = keyFor('RS256');
  for (let i = 0; i < 200; i++) {
    const token = await issuer.token({ jti: String(i) }, { kid: `stranger-${i}` }, stranger);
    assert.equal(await verify(token), 'key');
  }
  assert.equal(issuer.asked.length, asked, 'it was asked just now');
  clock.advance(30_000);
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => verify(await issuer.token({}, { kid: `s${i}` }, stranger))),
  );
  assert.equal(issuer.asked.length, asked + 2, 'one look-up for all of them');
});

test('a key that its issuer takes back ends what was verified with it', async () => {
  const { clock, issuer, verify } = pair();
  const [old] = issuer.keys;
  const token = await issuer.token({ exp: 9e9 }, {}, old);
  assert.equal(await verify(token), 'known');
  issuer.keys = [keyFor('RS256')];
  clock.advance(50 * minute);
  await verify(token);
  await new Promise(setImmediate);
  assert.equal(await verify(token), 'key');
});

test('a set that is suddenly empty is taken for a mishap, and an issuer that calls itself otherwise is not believed', async () => {
  const { clock, issuer, verify, keys } = pair();
  await verify(await issuer.token());
  const known = issuer.keys;
  issuer.keys = [];
  clock.advance(50 * minute);
  assert.equal(await verify(await issuer.token({ jti: 'a' }, {}, known[0])), 'known');
  await new Promise(setImmediate);
  assert.match(keys.failing, /holds none that can be used/);
  for (const [description, why] of [
    [{ issuer: 'https://evil.example.com/', jwks_uri: `${ISSUER}keys` }, /says that it is another issuer/],
    [{ issuer: ISSUER, jwks_uri: 'http://127.0.0.1:80/keys' }, /must be an https:\/\/ address as well/],
    [{ issuer: ISSUER, jwks_uri: 'file:///etc/passwd' }, /must be an https:\/\/ address/],
    [{ issuer: ISSUER }, /gives no jwks_uri/],
  ] as const) {
    const other = pair();
    other.issuer.description = description;
    assert.equal(await other.verify(await other.issuer.token()), 'unavailable');
    assert.match(other.keys.failing, why);
  }
});

test('where there is no page of OpenID Connect, that of OAuth 2 is asked', async () => {
  const { issuer, verify } = pair();
  const answer = issuer.fetch;
  issuer.instead = async (request) => {
    if (request.url.endsWith('openid-configuration')) return { status: 404, headers: {}, body: '' };
    if (request.url === 'https://login.example.com/.well-known/oauth-authorization-server')
      return { status: 200, headers: {}, body: JSON.stringify(issuer.description) };
    issuer.instead = null;
    return answer(request);
  };
  assert.equal(await verify(await issuer.token()), 'known');
});

test('ten thousand distinct tokens a second leave no more behind than the cache holds', async () => {
  const { clock, issuer, verifier } = pair();
  const [key] = issuer.keys;
  const once = await issuer.token({}, {}, key);
  await verifier.verify(once);
  // Signing them would take longer than the test is about: what is looked up is the digest of the whole.
  const tokens = await Promise.all(Array.from({ length: 300 }, (_, i) => issuer.token({ jti: String(i) })));
  for (const token of tokens) await verifier.verify(token);
  assert.equal(verifier.kept, 301);
  for (let i = 0; i < 10_000; i++) await verifier.verify(`${once}${i}`);
  assert.equal(verifier.kept, 301, 'what does not hold is not kept');
  clock.advance(hour);
  assert.equal(await verifier.verify(once), 'expired');
  assert.equal(verifier.kept, 300);
});
