import assert from 'node:assert/strict';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDataFolder } from '../../../src/operate/supervise/kept/data-folder.ts';

test('a data folder of another user is refused; one’s own, root’s, and any by root are taken', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-owner-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const owner = process.getuid!();
  const stranger = owner + 1_000;
  if (owner === 0) {
    assert.equal(openDataFolder(folder, stranger).path, folder, 'root’s');
    chownSync(folder, stranger + 1, stranger + 1);
  }
  assert.throws(() => openDataFolder(folder, stranger), /belongs to another user/);
  assert.equal(openDataFolder(folder, owner === 0 ? stranger + 1 : owner).path, folder);
  assert.equal(openDataFolder(folder, 0).path, folder);
});
