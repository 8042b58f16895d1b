import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZipFlaw, zipEntries } from '../../../src/base/zip.ts';
import { type Wanted, zipOf } from '../../zip.ts';

test('an archive gives its files and folders, stored or deflated, and which may be run', () => {
  const entries = zipEntries(
    zipOf([
      { name: 'lib/', mode: 0o040755 },
      { name: 'index.js', text: 'x'.repeat(1000) },
      { name: 'lib/run.sh', text: '#!', mode: 0o100755, isStored: true },
      { name: 'empty' },
      { name: 'mode.txt', text: 'made on another system', mode: 0 },
    ]),
  );
  assert.deepEqual(
    entries.map((e) => [e.name, e.isFolder, e.isExecutable, e.bytes().toString().slice(0, 3)]),
    [
      ['lib', true, true, ''],
      ['index.js', false, false, 'xxx'],
      ['lib/run.sh', false, true, '#!'],
      ['empty', false, false, ''],
      ['mode.txt', false, false, 'mad'],
    ],
  );
});

const flawed: Record<string, [wanted: readonly Wanted[], why: RegExp]> = {
  'leads up': [[{ name: '../index.js' }], /no name of a file/],
  'leads up from within': [[{ name: 'a/../../b' }], /no name of a file/],
  'is absolute': [[{ name: '/etc/passwd' }], /no name of a file/],
  'is named as on another system': [[{ name: 'a\\b' }], /no name of a file/],
  'names a drive': [[{ name: 'c:x' }], /no name of a file/],
  'is a link': [[{ name: 'link', text: '/etc/passwd', mode: 0o120777 }], /no plain file/],
  'is a device': [[{ name: 'disk', mode: 0o060644 }], /no plain file/],
  'is locked': [[{ name: 'a', flags: 1 }], /password/],
  'stands there twice': [[{ name: 'a' }, { name: 'a' }], /"a" twice/],
  'is file and folder': [[{ name: 'a' }, { name: 'a/b' }], /as a file and as a folder/],
  'has another name before its bytes': [[{ name: 'a', localName: 'b' }], /describes otherwise/],
  'shares its bytes': [
    [
      { name: 'a', text: 'x' },
      { name: 'a', text: 'x', shares: true },
    ],
    /share their bytes/,
  ],
  'is too large': [[{ name: 'a', size: 101 }], /more than 100 bytes/],
};
for (const [what, [wanted, why]] of Object.entries(flawed))
  test(`an archive with an entry that ${what} is refused`, () => {
    assert.throws(
      () => zipEntries(zipOf(wanted), 100),
      (flaw) => flaw instanceof ZipFlaw && why.test(flaw.message),
    );
  });

test('bytes that do not fit their checksum, or their size, are refused when they are unpacked', () => {
  const bytes = (wanted: Wanted) => () => zipEntries(zipOf([wanted]))[0]!.bytes();
  assert.throws(bytes({ name: 'a', text: 'abc', sum: 1 }), /checksum/);
  assert.throws(bytes({ name: 'a', text: 'abc', size: 2 }), /cannot be unpacked to the size/);
  assert.throws(bytes({ name: 'a', text: 'abc', size: 4 }), /another size/);
  assert.throws(
    bytes({ name: 'a', text: 'x'.repeat(1_000_000), size: 10 }),
    /cannot be unpacked to the size/,
  );
});

test('an archive cut anywhere, or with any byte turned over, is refused or gives what it gave', () => {
  const whole = zipOf([
    { name: 'a/b.js', text: 'some text' },
    { name: 'c', text: 'more' },
  ]);
  const given = (archive: Buffer): string =>
    JSON.stringify(zipEntries(archive).map((e) => e.bytes().toString()));
  const right = given(whole);
  for (let at = 0; at < whole.length; at++) {
    assert.throws(() => given(whole.subarray(0, at)), ZipFlaw, `cut at ${at}`);
    const turned = Buffer.from(whole);
    turned[at]! ^= 0xff;
    try {
      assert.equal(given(turned), right);
    } catch (flaw) {
      assert.ok(flaw instanceof ZipFlaw, `turned at ${at}: ${flaw}`);
    }
  }
});
