import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestIds } from '../../../src/base/request-id.ts';
import { newIds } from '../../../src/guard/accept/request-ids.ts';

test('request ids are random UUIDs of version 4, and no two are the same', () => {
  const ids = Array.from({ length: 10_000 }, () => newIds().id);
  for (const id of ids)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, ids.length);
  // Every digit that is random takes every value.
  for (let at = 0; at < 36; at++) {
    const values = new Set(ids.map((id) => id[at])).size;
    assert.equal(values, [8, 13, 14, 18, 23].includes(at) ? 1 : at === 19 ? 4 : 16, `${at}`);
  }
});

test('what goes with a new id is what is derived from it', () => {
  for (let i = 0; i < 1_000; i++) {
    const ids = newIds();
    assert.deepEqual(ids, requestIds(ids.id));
  }
});
