import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Watch } from '../../../src/operate/supervise/watch.ts';
import { temporaryFolder } from '../../folders.ts';
import { eventually } from '../../waiting.ts';

function watching(t: TestContext): { watch: Watch; next: () => Promise<void>; count: () => number } {
  let changes = 0;
  const watch = new Watch(() => {
    changes++;
  });
  t.after(() => watch.close());
  let seen = 0;
  return {
    watch,
    count: () => changes,
    async next() {
      await eventually(() => changes > seen);
      assert.equal(changes, ++seen);
    },
  };
}

test('several writes at once are one change, and a file that is replaced by renaming is still watched', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a.yaml');
  writeFileSync(file, '1');
  const { watch, next } = watching(t);
  watch.follow([file]);
  writeFileSync(file, '2');
  writeFileSync(file, '3');
  await next();
  writeFileSync(join(folder, 'draft'), '4');
  renameSync(join(folder, 'draft'), file);
  await next();
});

test('other files of the folder do not matter, and a file that comes back does', async (t) => {
  const folder = temporaryFolder(t);
  const { watch, next, count } = watching(t);
  watch.follow([join(folder, 'a.yaml')]);
  writeFileSync(join(folder, 'other.txt'), '1');
  await pause(250);
  assert.equal(count(), 0);
  writeFileSync(join(folder, 'a.yaml'), '1');
  await next();
});

test('a change while the list of files is taken over anew is not lost', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a.yaml');
  writeFileSync(file, '1');
  const { watch, next } = watching(t);
  watch.follow([file]);
  writeFileSync(file, '2');
  watch.follow([file, join(folder, 'assets')]);
  await next();
  mkdirSync(join(folder, 'assets'));
  await next();
  watch.follow([file, join(folder, 'assets')]);
  writeFileSync(join(folder, 'assets/code.js'), '1');
  await next();
});
