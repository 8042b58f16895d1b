import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import { readRegular, regularBytes, textOfRegular } from '../../../src/base/regular-file.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { listCell } from '../../../src/guard/decide/waf/managed/lists/listed.ts';
import { rangesBytes, SharedRanges, wideRoom } from '../../../src/guard/decide/waf/managed/lists/ranges.ts';
import { textOf } from '../../../src/operate/certificates/text-of.ts';
import { readStore } from '../../../src/operate/key-store/store.ts';
import { Lists } from '../../../src/operate/lists/lists.ts';
import { silentLog } from '../../../src/operate/supervise/process-log.ts';
import { emptyDefinition } from '../../definition.ts';
import { temporaryFolder } from '../../folders.ts';

/** A pipe that nobody writes to: whoever opens it as a file waits without end. */
function pipe(t: TestContext): string {
  const path = join(temporaryFolder(t), 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

test('a file is read, also by a link to it', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), 'text');
  symlinkSync('file', join(folder, 'link'));
  assert.equal(textOfRegular(join(folder, 'link')), 'text');
});

test('a pipe, a device and a folder are no files, and nobody waits for them', async (t) => {
  for (const path of [pipe(t), '/dev/zero', temporaryFolder(t)]) {
    assert.throws(() => readRegular(path), { code: 'it is no regular file' });
    await assert.rejects(regularBytes(path), { code: 'it is no regular file' });
    assert.equal(await textOf(path), null);
  }
  assert.throws(() => readRegular('/nowhere/file'), { code: 'ENOENT' });
});

const shop = { to: 'http://127.0.0.1:9', authorizer: 'them' };
const jwt = { issuer: 'https://issuer.test', audience: ['shop'] };
const geo = { name: 'r', statement: { GeoMatchStatement: { CountryCodes: ['NL'] } }, action: 'block' };
const named: [string, (path: string) => object][] = [
  ['passwords', (file) => ({ apis: { shop }, authorizers: { them: { basic: { file } } } })],
  ['keys', (jwksFile) => ({ apis: { shop }, authorizers: { them: { jwt: { ...jwt, jwksFile } } } })],
  ['a secret', (secretFile) => ({ apis: { shop }, authorizers: { them: { jwt: { ...jwt, secretFile } } } })],
  [
    'an identity',
    (secretFile) => ({
      settings: { identities: { ada: { keys: { AKIAEXAMPLEADA000000: { secretFile } } } } },
    }),
  ],
  ['countries', (countryDatabase) => ({ settings: { countryDatabase }, webAcls: { acl: { rules: [geo] } } })],
];

for (const [what, of] of named) {
  test(`a pipe in the place of a file of ${what} is told by the readers, at its line`, (t) => {
    const path = pipe(t);
    const file = join(temporaryFolder(t), 'portcullis.yaml');
    writeFileSync(file, JSON.stringify({ apis: { shop: { to: shop.to } }, ...of(path) }));
    const command = ['src/operate/cli/portcullis.ts', 'check', file];
    const { stdout, stderr, signal } = spawnSync(process.execPath, command, {
      encoding: 'utf8',
      timeout: 30_000,
    });
    assert.equal(signal, null, 'it waits for the pipe');
    assert.match(stdout, /yaml:1 error .*pipe.*(?:no regular file|there is no file)/, stderr);
  });
}

test('a pipe in the place of a list is left out, and the other sources of the list count', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'list.txt');
  writeFileSync(file, '203.0.113.0/24\n');
  const settings = settingsShape.parse({ lists: { reputation: [pipe(t), file] } });
  const memory = new SharedArrayBuffer(rangesBytes(wideRoom));
  const errors: string[] = [];
  const log = { ...silentLog(), error: (message: string) => errors.push(message) };
  const lists = new Lists(folder, log as never);
  t.after(() => lists.close());
  lists.begin(emptyDefinition({ settings }), new Map([[listCell('reputation'), memory]]));
  assert.equal(new SharedRanges(memory, wideRoom).has(parseAddress('203.0.113.9')!), true);
  assert.match(errors.join('\n'), /the list reputation lacks .*is no regular file/);
});

test('a pipe in the place of a store of keys is told', (t) => {
  assert.throws(() => readStore(pipe(t)), /no regular file/);
});
