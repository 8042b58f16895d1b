import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';

test('each request of the tour is stopped by the layer it is meant for, and the good one is answered', async () => {
  const { code, out } = await new Promise<{ code: number; out: string }>((resolve) => {
    execFile(process.execPath, ['examples/every-layer/tour.ts'], (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), out: stdout + stderr }),
    );
  });
  assert.equal(code, 0, out);
  assert.match(out, /integration +an order as it should be +200 \{"placed": true\}/);
  assert.doesNotMatch(out, /was expected/);
});
