import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DROP, HeaderRules } from '../../../src/guard/dispatch/headers.ts';

test('spellings of names are remembered by number and by length', () => {
  const rules = new HeaderRules(['via']);
  for (let i = 0; i < 2_000; i++) rules.of(`X-${i}-${'y'.repeat(5_000)}`);
  assert.equal(rules.remembered, 0);
  for (let i = 0; i < 2_000; i++) assert.notEqual(rules.of(`X-${i}`), DROP);
  assert.equal(rules.remembered, 1_024);
  assert.equal(rules.of('VIA'), DROP);
});
