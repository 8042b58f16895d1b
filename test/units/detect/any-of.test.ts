import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AnyOf } from '../../../src/guard/decide/waf/detect/text/any-of.ts';

const strings = ['||', 'db.', 'while', 'ctx._source', ') OR (', '__construct()', '"map', '://'];

test('any of some strings is found wherever it stands in a text, and nothing else is', () => {
  const any = new AnyOf(strings);
  const pieces = fc.constantFrom(
    ...strings,
    ...strings.map((string) => string.slice(1)),
    ...strings.map((string) => string.slice(0, -1)),
    ...['', ' ', 'a', '|', 'é', '—', '\u{1f375}', 'orders of tea'],
  );
  let found = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
      const text = parts.join('');
      const holds = strings.some((string) => text.includes(string));
      if (holds) found++;
      assert.equal(any.isIn(text), holds, JSON.stringify(text));
    }),
    { numRuns: 2_000 },
  );
  assert.ok(found > 500 && found < 1_950, `${found} of 2 000 held one`);
});

test('characters that differ from those of a string by a multiple of 128 are none of it', () => {
  const any = new AnyOf(['db.']);
  assert.equal(any.isIn(String.fromCharCode(...['d', 'b', '.'].map((c) => c.charCodeAt(0) + 128))), false);
  assert.equal(any.isIn('the db.'), true);
});
