import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenCache } from '../../../../src/guard/decide/authorize/tokens/token-cache.ts';

test('a cache holds twice its measure at most, and what is asked for stays', () => {
  const cache = new TokenCache<number>(100);
  cache.set('kept', -1);
  for (let i = 0; i < 100_000; i++) {
    cache.set(String(i), i);
    if (i % 50 === 0) assert.equal(cache.get('kept'), -1);
    assert.ok(cache.size <= 200);
  }
  assert.equal(cache.get('5'), undefined);
  assert.equal(cache.get('99999'), 99_999);
  const heavy = new TokenCache<number>(100, 1_000);
  for (let i = 0; i < 1000; i++) {
    heavy.set(String(i), i, 300);
    assert.ok(heavy.size <= 6);
    // What is asked for again weighs what it did.
    for (let back = Math.max(0, i - 5); back < i; back++) heavy.get(String(back));
    assert.ok(heavy.size <= 6);
  }
  cache.delete('kept');
  assert.equal(cache.get('kept'), undefined);
});
