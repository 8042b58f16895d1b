import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { defaultLimits } from '../../../src/guard/accept/limits.ts';

const MIB = 1024 * 1024;
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

test('a listener has a connection for each MB of memory at most, and 16 384 whatever there is', () => {
  const { connections } = defaultLimits;
  assert.ok(connections >= 1_024 && connections <= 16_384, `${connections}`);
  assert.ok(connections <= Math.max(1_024, memory / MIB));
});

test('bodies that are kept whole have a sixteenth of the memory together, 256 MB at most', () => {
  const { keptBytes } = defaultLimits;
  assert.ok(keptBytes >= 64 * MIB && keptBytes <= 256 * MIB, `${keptBytes}`);
  assert.ok(keptBytes <= Math.max(64 * MIB, memory / 16));
});
