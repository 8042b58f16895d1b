import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { Halt } from '../../../../src/operate/halt.ts';
import { wishFlaw, wishOf } from '../../../../src/operate/key-store/made.ts';
import {
  changeStore,
  mostOfName,
  readStore,
  type StoredKey,
  storeFileOf,
} from '../../../../src/operate/key-store/store.ts';
import { publicSet, rotated, withoutEnded } from '../../../../src/operate/key-store/versions.ts';
import { runCommand } from '../../../cli.ts';
import { temporaryFolder } from '../../../folders.ts';
import { keyFor, put } from './at-hand.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 0, 1);
const small = { alg: 'A256KW' };

test('a store is read as it was written, by nobody but its owner', async (t) => {
  const file = storeFileOf(temporaryFolder(t));
  assert.equal(readStore(file).size, 0);
  const old = { ...(await keyFor(small, now)), until: now + hour };
  const keys = {
    login: [await keyFor({ alg: 'ECDH-ES' }), old],
    rsa: [await keyFor({ alg: 'RSA-OAEP', bits: 2048 })],
  };
  await put(file, keys);
  assert.deepEqual(Object.fromEntries(readStore(file)), keys);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!existsSync(`${file}.lock`));
});

test('a key is called by its thumbprint (RFC 7638), as jose finds it out', async () => {
  for (const wanted of [
    { alg: 'RSA-OAEP-256', bits: 2048 },
    { alg: 'ECDH-ES', curve: 'P-521' },
    { alg: 'ECDH-ES', curve: 'X25519' },
    { alg: 'dir', enc: 'A128GCM' },
  ]) {
    const key = await keyFor(wanted);
    assert.equal(key.kid, await calculateJwkThumbprint(key.jwk as JWK), key.alg);
    assert.deepEqual(wishOf(key), wanted);
  }
});

test('what is handed out of a key has nothing of its private half, and of a secret nothing at all', async () => {
  for (const wanted of [{ alg: 'RSA-OAEP-256', bits: 2048 }, { alg: 'ECDH-ES+A128KW' }]) {
    const key = await keyFor(wanted);
    const text = JSON.stringify(publicSet([key]));
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])
      if (member in key.jwk) assert.ok(!text.includes(String(key.jwk[member])), member);
  }
  const secret = await keyFor(small);
  assert.throws(() => publicSet([secret]), /no public part/);
});

test('a flag that does not go with the algorithm is told', () => {
  assert.match(wishFlaw({ alg: 'A128KW', bits: 2048 }), /^--bits goes with RSA-OAEP alone, not with A128KW$/);
  assert.match(wishFlaw({ alg: 'RSA-OAEP', curve: 'P-256' }), /^--curve goes with ECDH-ES alone/);
  assert.match(wishFlaw({ alg: 'A128KW', enc: 'A128GCM' }), /^--enc goes with dir alone/);
});

test('older keys decrypt on for as long as it is said, and no longer than they were to', async () => {
  const [a, b, c] = await Promise.all([now, now + 1, now + 2].map((at) => keyFor(small, at)));
  const second = rotated([a!], b!, now, 10 * hour);
  assert.deepEqual(
    second.map(({ until }) => until),
    [null, now + 10 * hour],
  );
  const third = rotated(second, c!, now + hour, 24 * hour);
  assert.deepEqual(
    third.map(({ until }) => until),
    [null, now + 25 * hour, now + 10 * hour],
  );
  assert.deepEqual(
    rotated(second, c!, now + hour, 2 * hour).map(({ until }) => until),
    [null, now + 3 * hour, now + 3 * hour],
  );
  assert.deepEqual(rotated(second, c!, now + hour, 0), [c]);
  const store = new Map([['login', third]]);
  assert.equal(withoutEnded(store, now + 10 * hour - 1), null);
  assert.deepEqual(withoutEnded(store, now + 10 * hour)!.get('login'), third.slice(0, 2));
});

test('many who change the store at once all have their way, and a lock that a dead one left holds nobody up', async (t) => {
  const file = storeFileOf(temporaryFolder(t));
  const key = await keyFor(small);
  writeFileSync(`${file}.lock`, '');
  utimesSync(`${file}.lock`, 1, 1);
  const names = Array.from({ length: 20 }, (_, i) => `key${i}`);
  await Promise.all(names.map((name) => changeStore(file, (store) => new Map([...store, [name, [key]]]))));
  assert.deepEqual([...readStore(file).keys()].sort(), [...names].sort());
  await assert.rejects(
    changeStore(file, () => {
      throw new Error('no');
    }),
  );
  assert.ok(!existsSync(`${file}.lock`));
});

test('commands in processes of their own do not lose the keys of one another', async (t) => {
  const data = temporaryFolder(t);
  const ends = await Promise.all(
    ['a', 'b', 'c'].map((name) => runCommand(['keys', 'make', name, '--alg', 'A128KW', '--data', data])),
  );
  assert.deepEqual(
    ends.map(({ code }) => code),
    [0, 0, 0],
  );
  assert.deepEqual([...readStore(storeFileOf(data)).keys()].sort(), ['a', 'b', 'c']);
});

test('a damaged store is told with its place, never replaced, and nothing of it is shown', async (t) => {
  const data = temporaryFolder(t);
  const file = storeFileOf(data);
  const key = await keyFor(small);
  await put(file, { login: [key] });
  const whole = readFileSync(file, 'utf8');
  const other = await keyFor({ alg: 'A128KW' });
  const damages: [string, RegExp][] = [
    [whole.slice(0, -9), /it is damaged: it is no JSON$/],
    ['', /no JSON$/],
    ['null', /damaged: it is not as this gateway writes it$/],
    [whole.replace(key.kid, other.kid), /keys\.login\.0 is not as/],
    [whole.replace('A256KW', 'RSA-OAEP'), /keys\.login\.0 is not as/],
    [whole.replace('A256KW', 'RS256'), /keys\.login\.0\.alg is not as/],
    [whole.replace('"until": null', '"until": "2026-01-01T00:00:00.000Z"'), /keys\.login is not as/],
    [whole.replace('"login"', '"__proto__"'), /not as this gateway writes it$/],
    [whole.replace('"k"', '"x"'), /keys\.login\.0 is not as/],
  ];
  for (const [text, message] of damages) {
    writeFileSync(file, text);
    assert.throws(
      () => readStore(file),
      (fault: Halt) =>
        fault instanceof Halt && message.test(fault.message) && !fault.message.includes(String(key.jwk.k)),
      text,
    );
    const { code, err } = await runCommand(['keys', 'rotate', 'login', '--data', data]);
    assert.deepEqual([code, /cannot read the key store/.test(err)], [5, true]);
    assert.equal(readFileSync(file, 'utf8'), text);
    if (text !== damages[0]![0]) continue;
    assert.equal((await runCommand(['keys', 'make', 'other', '--alg', 'A128KW', '--data', data])).code, 5);
  }
});

test('a store that this user may not read, and a folder that cannot be written, are told', {
  skip: process.getuid?.() !== 0,
}, async (t) => {
  const data = temporaryFolder(t);
  chmodSync(data, 0o755);
  const uid = 65_534;
  const refused = await runCommand(['keys', 'make', 'login', '--alg', 'A128KW', '--data', data], { uid });
  assert.equal(refused.code, 5);
  assert.match(refused.err, /cannot write to the data folder \S+: this user has no permission to/);
  await put(storeFileOf(data), { login: [await keyFor(small)] });
  const { code, err } = await runCommand(['keys', 'list', '--data', data], { uid });
  assert.equal(code, 5);
  assert.match(err, /cannot read the key store \S+key-store\.json: this user has no permission to/);
  chownSync(data, uid, uid);
  await put(storeFileOf(data), { login: [await keyFor(small)] });
  const own = await runCommand(['keys', 'list', '--data', data], { uid });
  assert.deepEqual(
    [own.code, /login/.test(own.out)],
    [0, true],
    'what root changes stays that of the folder',
  );
});

test('a name has eight keys at most', async (t) => {
  const data = temporaryFolder(t);
  const file = storeFileOf(data);
  const keys: StoredKey[] = [];
  for (let i = 0; i < mostOfName; i++)
    keys.push({ ...(await keyFor(small, now + i)), until: i === 0 ? null : Date.now() + hour });
  await put(file, { login: keys });
  const { code, err } = await runCommand(['keys', 'rotate', 'login', '--data', data]);
  assert.equal(code, 2);
  assert.match(err, /login has 8 keys that decrypt, and takes no more\n {2}Wait until /);
  assert.equal((await runCommand(['keys', 'rotate', 'login', '--keep', '0s', '--data', data])).code, 0);
  assert.equal(readStore(file).get('login')!.length, 1);
});
