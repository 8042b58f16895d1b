import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unsnappy } from '../../../../src/guard/decide/waf/detect/views/snappy.ts';
import { blockedBy } from '../../../corpora/report/default-set.ts';

const most = 8 * 65_536;
const read = (...bytes: number[]): string => unsnappy(Buffer.from(bytes), most).toString('latin1');
const code = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** Literals alone, of at most 60 bytes each. */
function literally(bytes: Buffer): Buffer {
  const out: Buffer[] = [Buffer.from([(bytes.length & 127) | 128, bytes.length >> 7])];
  for (let at = 0; at < bytes.length; at += 60) {
    const piece = bytes.subarray(at, at + 60);
    out.push(Buffer.from([(piece.length - 1) << 2]), piece);
  }
  return Buffer.concat(out);
}

test('literals and copies are undone, also those that repeat what they write', () => {
  assert.equal(read(5, 4 << 2, ...code('abcde')), 'abcde');
  assert.equal(read(8, 3 << 2, ...code('abcd'), 1, 4), 'abcdabcd');
  assert.equal(read(9, 0, ...code('a'), ((8 - 1) << 2) | 2, 1, 0), 'aaaaaaaaa');
  assert.equal(read(6, 2 << 2, ...code('abc'), ((3 - 1) << 2) | 3, 3, 0, 0, 0), 'abcabc');
  assert.equal(read(3, 60 << 2, 2, ...code('abc')), 'abc');
});

test('of what is cut off and of what is too long there is the beginning', () => {
  assert.equal(read(9, 8 << 2, ...code('abcd')), 'abcd');
  assert.equal(read(9, 3 << 2, ...code('abcd'), ((5 - 1) << 2) | 2, 1), 'abcd');
  const grows = Buffer.from([
    ...[0x80, 0x08],
    0,
    97,
    ...Array(16)
      .fill([(63 << 2) | 2, 1, 0])
      .flat(),
  ]);
  assert.equal(unsnappy(grows, 100).toString('latin1'), 'a'.repeat(100));
});

test('what is no block, says too little of itself or copies what is not there is refused', () => {
  for (const bytes of [
    [],
    [0xff, 0xff, 0xff, 0xff, 0xff, 1],
    [2, 4 << 2, ...code('abcde')],
    [3, 0, 97, 1, 9],
    [3, 0, 97, 1, 0],
    [1, 0, 97, 0, 98],
  ])
    assert.throws(() => read(...bytes), bytes.join());
});

const wrote = (body: Buffer): string =>
  blockedBy({
    method: 'POST',
    target: '/api/v1/write',
    headers: ['Content-Type', 'application/x-protobuf', 'Content-Encoding', 'snappy'],
    body,
  });
const field = (number: number, inner: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, inner.length]), Buffer.from(inner)]);
const label = (name: string, value: string): Buffer =>
  field(1, Buffer.concat([field(1, name), field(2, value)]));
const series = (...labels: Buffer[]): Buffer => literally(field(1, Buffer.concat(labels)));

test('what Prometheus sends on passes, with the mounts and devices it measures', () => {
  assert.equal(wrote(series(label('__name__', 'up'), label('job', 'api'))), '');
  assert.equal(wrote(series(label('device', '/dev/sda1'), label('mountpoint', '/etc/hosts'))), '');
});

test('attacks in Snappy, files under other names, and what only says that it is Snappy are blocked', () => {
  for (const value of [
    "' or 1=1-- ",
    '<script>alert(1)</script>',
    ';cat /etc/passwd',
    '${jndi:ldap://a.test/x}',
  ])
    assert.notEqual(wrote(series(label('job', value))), '', value);
  assert.notEqual(wrote(series(label('mountpoint', '/etc/passwd'))), '');
  assert.notEqual(wrote(series(label('job', '/etc/hosts'))), '');
  assert.notEqual(wrote(series(label('device', '/etc/hosts'))), '');
  assert.equal(wrote(Buffer.from([3, 0, 97, 1, 9, 200, 255])), 'ContentCodingAbuse');
  assert.equal(
    wrote(Buffer.concat([series(label('job', 'api')), Buffer.from([0, 98, 255])])),
    'ContentCodingAbuse',
  );
});
