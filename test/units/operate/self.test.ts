import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { selfCommand } from '../../../src/operate/cli/self.ts';
import { temporaryFolder } from '../../folders.ts';

const program = resolve('bin/portcullis.mjs');

test('a command is printed as it can be pasted: what only npm finds is called through npx', (t) => {
  const home = temporaryFolder(t);
  const linked = (folder: string): string => {
    mkdirSync(join(home, folder), { recursive: true });
    symlinkSync(program, join(home, folder, 'portcullis'));
    return `/usr/bin:${join(home, folder)}`;
  };
  const own = linked('_npx/0a1b/node_modules/.bin');
  const everywhere = linked('bin');
  assert.equal(selfCommand(own, '/', 'exec'), 'npx portcullis');
  assert.equal(selfCommand(everywhere, '/', 'exec'), 'portcullis');
  assert.equal(selfCommand(everywhere, '/', ''), 'portcullis');
  // Of `npm start`: npm puts a folder on the path that the shell behind it does not have.
  assert.equal(selfCommand(own, resolve('.'), 'start'), 'node bin/portcullis.mjs');
  assert.equal(selfCommand(`${own}:${join(home, 'bin')}`, '/', 'start'), 'portcullis');
  // Somebody put it on the path.
  assert.equal(selfCommand(own, '/', ''), 'portcullis');
  assert.equal(selfCommand('/usr/bin', resolve('.'), 'exec'), 'node bin/portcullis.mjs');
});
