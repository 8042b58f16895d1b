import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AwsError } from '../../src/operate/control/aws-error.ts';
import { decoded, encoded } from '../../src/operate/control/cbor.ts';
import { Query } from '../../src/operate/control/query.ts';
import type { ControlState } from '../../src/operate/control/state.ts';

test('what is written in CBOR is read as it was', () => {
  const value = fc.jsonValue({ maxDepth: 6 }).filter((v) => !JSON.stringify(v).includes('null'));
  fc.assert(
    fc.property(value, (v) => {
      assert.deepEqual(decoded(encoded(v)), structuredClone(v));
    }),
    { numRuns: 500 },
  );
});

test('any bytes are CBOR or are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decoded(bytes);
      } catch (fault) {
        assert.ok(fault instanceof RangeError);
      }
    }),
    { numRuns: 5_000 },
  );
});

test('any form is read or is refused', async () => {
  const name = fc.stringMatching(/^(?:member|__proto__|constructor|[ab0-3.]){1,6}$/);
  const query = new Query('v', []);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, fc.string()), { maxLength: 12 }), async (members) => {
      const body = new URLSearchParams(members).toString();
      const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body };
      await assert.rejects(query.run(request, {} as ControlState), AwsError);
    }),
    { numRuns: 1_000 },
  );
  assert.equal(Object.keys(Object.prototype).length, 0);
});
