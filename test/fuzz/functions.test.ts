import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameReader, frame } from '../../src/functions/frames.ts';

test('no bytes of a function make the reader of its frames throw, or hear what is no frame', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (chunks) => {
      const reader = new FrameReader(256, (said) => assert.equal(typeof said.say, 'string'));
      for (const chunk of chunks) reader.push(Buffer.from(chunk));
    }),
    { numRuns: 20_000, interruptAfterTimeLimit: 5000 },
  );
});

test('whatever is said is heard, wherever the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      (bodies, size) => {
        const heard: string[] = [];
        const reader = new FrameReader(65_536, (_, body) => void heard.push(body));
        const bytes = Buffer.concat(bodies.map((body) => frame({ say: 'log' }, body)));
        for (let at = 0; at < bytes.length; at += size) assert.ok(reader.push(bytes.subarray(at, at + size)));
        assert.deepEqual(
          heard,
          bodies.map((body) => body.toWellFormed()),
        );
      },
    ),
    { numRuns: 5000, interruptAfterTimeLimit: 5000 },
  );
});
