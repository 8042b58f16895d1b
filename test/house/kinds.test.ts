import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

test('every index of kinds is fresh', () => {
  assert.doesNotThrow(() =>
    execFileSync(process.execPath, ['scripts/index.ts', '--check'], { stdio: 'pipe' }),
  );
});
