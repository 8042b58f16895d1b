import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { uncoded } from '../../../src/guard/decide/waf/detect/views/content-coding.ts';
import { blockedBy } from '../../corpora/report/default-set.ts';

const most = 8 * 65_536;

test('a large document that was compressed is told from a bomb', () => {
  const orders = Array.from({ length: 20_000 }, (_, i) => ({
    id: i * 7919,
    sku: `B-${(i * 31) % 997}`,
    price: i / 3,
  }));
  const document = gzipSync(JSON.stringify(orders));
  assert.ok(document.length < 65_536 * 6);
  const { bytes, why } = uncoded(document.subarray(0, 65_536), 'gzip', most);
  assert.notEqual(why, 'inflates past its bound');
  assert.ok(bytes.length > 0 && bytes.length <= most);
  for (const zeros of [50_000_000, 5_000_000]) {
    assert.equal(uncoded(gzipSync(Buffer.alloc(zeros)), 'gzip', most).why, 'inflates past its bound');
  }
});

const pushed = (body: Buffer | string, coding = 'aes128gcm'): string =>
  blockedBy({
    method: 'POST',
    target: '/push/abc',
    headers: ['Content-Type', 'application/octet-stream', 'Content-Encoding', coding, 'TTL', '60'],
    body,
  });
const noise = Buffer.from(Array.from({ length: 120 }, (_, i) => (i * 97 + 131) & 255));
const message = (recordSize: number, keyLength: number): Buffer =>
  Buffer.concat([
    noise.subarray(0, 16),
    Buffer.from([0, 0, recordSize >> 8, recordSize & 255, keyLength]),
    noise,
  ]);

test('a message of Web Push, which is encrypted for somebody else, is passed on', () => {
  assert.equal(pushed(message(4096, 65)), '');
  assert.equal(pushed(message(18, 0)), '');
});

test('what only says that it is encrypted is looked at as it is, or blocked', () => {
  assert.equal(pushed(message(17, 65)), 'ContentCodingAbuse');
  assert.equal(pushed(message(4096, 200)), 'ContentCodingAbuse');
  assert.equal(pushed(Buffer.from([255, 254, 253])), 'ContentCodingAbuse');
  assert.equal(pushed(message(4096, 65), 'aes256gcm'), 'ContentCodingAbuse');
  assert.notEqual(pushed(`{"q":"' or 1=1-- "}`), '');
  assert.notEqual(pushed(gzipSync('{"q":"x\' union select 1,version()-- "}'), 'aes128gcm'), '');
});
