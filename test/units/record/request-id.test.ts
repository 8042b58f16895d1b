import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { extendedRequestId } from '../../../src/base/request-id.ts';

test('an extended request id is sixteen characters of base64 that end in =', () => {
  for (const id of [randomUUID(), '', 'UUID_REPLACED_INVALID_REQUEST_ID', 'é'])
    assert.match(extendedRequestId(id), /^[A-Za-z0-9+/]{15}=$/);
});

test('ids that differ in the last bit of one digit, wherever it stands, have different extended ids', () => {
  const id = '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f';
  const seen = new Set([extendedRequestId(id)]);
  let made = 1;
  for (let i = 0; i < id.length; i++) {
    if (id[i] === '-') continue;
    seen.add(
      extendedRequestId(id.slice(0, i) + (Number.parseInt(id[i]!, 16) ^ 1).toString(16) + id.slice(i + 1)),
    );
    made++;
  }
  assert.equal(seen.size, made);
  assert.equal(extendedRequestId(id), extendedRequestId(id));
});
