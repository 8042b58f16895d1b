import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { uncoded } from '../../../src/guard/decide/waf/detect/views/content-coding.ts';

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
