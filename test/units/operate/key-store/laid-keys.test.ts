import assert from 'node:assert/strict';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { StoredKeys } from '../../../../src/guard/decide/authorize/tokens/stored-keys.ts';
import { LaidKeys } from '../../../../src/operate/key-store/laid-keys.ts';
import { readStore, storeFileOf } from '../../../../src/operate/key-store/store.ts';
import { temporaryFolder } from '../../../folders.ts';
import { heardLog } from '../../../heard-log.ts';
import { keyFor, memory, put } from './at-hand.ts';

/** The keys of one name as two workers see them, and what was logged. */
function workers(t: TestContext) {
  const folder = temporaryFolder(t);
  const file = storeFileOf(folder);
  const { log, lines: said } = heardLog();
  const { laid, cells } = memory();
  const [one, two] = [new StoredKeys('login', cells), new StoredKeys('login', cells)];
  const keeper = new LaidKeys(folder, log);
  t.after(() => keeper.close());
  return { file, said, laid, one, two, keeper };
}

test('keys reach every worker when the store changes; one that stays is the same, and one that is gone holds no more', async (t) => {
  const { file, laid, one, two, keeper } = workers(t);
  const [a, b] = await Promise.all([keyFor({ alg: 'ECDH-ES' }), keyFor({ alg: 'RSA-OAEP', bits: 4096 })]);
  assert.deepEqual(one.current(), [], 'before they are laid');
  await put(file, { login: [a!], other: [b!] });
  keeper.begin(laid);
  const [first] = one.current();
  assert.deepEqual([first!.kid, first!.name, two.current().length], [a!.kid, 'login', 1]);
  await put(file, { login: [b!] });
  keeper.look();
  assert.equal(first!.holds, true, 'as long as nobody looks');
  assert.deepEqual(
    one.current().map(({ kid }) => kid),
    [b!.kid],
  );
  assert.equal(first!.holds, false);
  const before = one.current();
  keeper.begin(laid);
  assert.equal(one.current()[0], before[0]);
});

test('eight keys of RSA with 4096 bits have room', async (t) => {
  const { file, laid, one, keeper } = workers(t);
  const key = await keyFor({ alg: 'RSA-OAEP', bits: 4096 });
  const older = { ...key, until: Date.now() + 3_600_000 };
  await put(file, { login: [key, ...Array.from({ length: 7 }, () => older)] });
  keeper.begin(laid);
  assert.equal(one.current().length, 8);
});

test('a key that is not there, and a store that is damaged, are logged once; the keys in force stay with the damaged one', async (t) => {
  const { file, said, laid, one, keeper } = workers(t);
  keeper.begin(laid);
  keeper.look();
  assert.deepEqual(
    said.map((text) => text.slice(0, 31)),
    ['the key store has no key login:'],
  );
  const key = await keyFor({ alg: 'A256KW' });
  await put(file, { login: [key] });
  keeper.look();
  writeFileSync(file, '{');
  keeper.look();
  keeper.look();
  assert.equal(one.current().length, 1);
  assert.equal(said.length, 2);
  assert.match(said[1]!, /it is no JSON; the keys in force stay$/);
  await put(file, { login: [key] }).catch(() => rmSync(file));
  keeper.look();
  assert.equal(one.current().length, 0, 'a file that is gone has no keys');
  assert.ok(!said.join().includes(String(key.jwk.k)));
});

test('a key whose time is over is taken out of the file', async (t) => {
  const { file, laid, one, keeper } = workers(t);
  const now = Date.now();
  const [a, b] = await Promise.all([keyFor({ alg: 'A256KW' }, now), keyFor({ alg: 'A256KW' }, now + 1)]);
  await put(file, { login: [a!, { ...b!, until: now + 60_000 }] });
  keeper.begin(laid);
  await keeper.settled;
  assert.equal(readStore(file).get('login')!.length, 2);
  keeper.look(now + 60_000);
  await keeper.settled;
  assert.deepEqual(readStore(file).get('login'), [a]);
  keeper.look();
  assert.equal(one.current().length, 1);
});

test('where nothing decrypts with keys of the store, it is not looked at', (t) => {
  const { file, said, keeper } = workers(t);
  writeFileSync(file, 'nonsense');
  chmodSync(file, 0);
  keeper.begin(new Map([['tokens/keys/https://login.example.com', new SharedArrayBuffer(8)]]));
  keeper.look();
  assert.deepEqual(said, []);
});
