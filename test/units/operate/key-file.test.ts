import assert from 'node:assert/strict';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { keyCells, TokenKeys } from '../../../src/guard/decide/waf/tokens/keys.ts';
import {
  keyFileOf,
  keyMs,
  readKeys,
  rotated,
  writeKeys,
} from '../../../src/operate/supervise/kept/key-file.ts';
import { Keyring } from '../../../src/operate/supervise/kept/keyring.ts';
import { silentLog } from '../../../src/operate/supervise/process-log.ts';
import { temporaryFolder } from '../../folders.ts';

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 0, 1);

function folderOf(t: { after(end: () => void): void }): string {
  const folder = temporaryFolder(t);
  return folder;
}

const cellsOf = () => new Map([[keyCells.id, new SharedArrayBuffer(keyCells.bytes)]]);

test('a key signs until another is made, and holds for four days after that', () => {
  const first = rotated(null, now);
  const second = rotated(first, now + 30 * day);
  assert.deepEqual(
    second.keys.slice(1).map((key) => key.id),
    [first.keys[0]!.id],
  );
  assert.equal(rotated(second, now + 33 * day).keys.length, 3);
  const third = rotated(second, now + 35 * day);
  assert.deepEqual(
    third.keys.map((key) => key.madeAt),
    [now + 35 * day, now + 30 * day],
  );
  assert.equal(rotated(third, now + 35 * day, true).keys.length, 1);
});

test('more than four keys are never kept', () => {
  let keys = rotated(null, now);
  for (let i = 1; i < 9; i++) keys = rotated(keys, now + i);
  assert.equal(keys.keys.length, 4);
  assert.equal(keys.keys[0]!.madeAt, now + 8);
});

test('keys are read as they were written, by nobody but their owner', (t) => {
  const file = keyFileOf(folderOf(t));
  assert.equal(readKeys(file), null);
  const keys = rotated(rotated(null, now), now + day);
  writeKeys(file, keys);
  assert.deepEqual(readKeys(file), keys);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('a file of keys that holds something else is told at the start, and replaces nothing later', (t) => {
  const folder = folderOf(t);
  const file = keyFileOf(folder);
  writeFileSync(file, '{"keys":[{"id":1,"secret":"c2hvcnQ=","madeAt":"2026-01-01T00:00:00Z"}]}');
  assert.throws(() => readKeys(file), /cannot read the keys of tokens/);
  assert.throws(() => new Keyring(folder, silentLog()).lay(cellsOf()), /cannot read the keys of tokens/);
  rmSync(file);
  const keyring = new Keyring(folder, silentLog());
  t.after(() => keyring.close());
  const cells = cellsOf();
  keyring.lay(cells);
  const keys = new TokenKeys(cells.get(keyCells.id)!);
  const { id } = keys.newest();
  writeFileSync(file, 'nonsense');
  keyring.look();
  assert.equal(keys.newest().id, id);
});

test('a changed file is in force when it is looked at, and an old key is replaced', (t) => {
  const folder = folderOf(t);
  const keyring = new Keyring(folder, silentLog());
  t.after(() => keyring.close());
  const cells = cellsOf();
  keyring.lay(cells);
  const keys = new TokenKeys(cells.get(keyCells.id)!);
  const first = keys.newest().id;
  const file = keyFileOf(folder);
  const next = rotated(readKeys(file), Date.now());
  writeKeys(file, next);
  keyring.look();
  assert.equal(keys.newest().id, next.keys[0]!.id);
  assert.notEqual(keys.byId(first), null);
  keyring.look(Date.now() + keyMs);
  assert.notEqual(keys.newest().id, next.keys[0]!.id);
  assert.notEqual(keys.byId(next.keys[0]!.id), null, 'what it signed a moment ago holds on');
});

test('where nothing asks for tokens no key is made', (t) => {
  const folder = folderOf(t);
  new Keyring(folder, silentLog()).lay(new Map());
  assert.equal(readKeys(keyFileOf(folder)), null);
});
