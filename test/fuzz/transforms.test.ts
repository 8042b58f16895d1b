import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import transforms from '../../src/guard/decide/waf/transforms/index.ts';
import { linear } from './linear.ts';

/** Texts that are made of what the transformations look for. */
const pieces = [
  ...['%', '%u', '%uff', '%4', '%41', '+', '\\', '\\x', '\\u', '\\0', '\\6a', '&', '&#', '&#x', '&lt', ';'],
  ...[
    '0x',
    '4',
    'f',
    'a',
    'Z',
    '=',
    '/',
    '//',
    './',
    '../',
    '/*',
    '*/',
    '--',
    '#',
    '^',
    '\n',
    '\r\n',
    '"',
    "'",
  ],
  ...[' ', '\t', '\0', '\xa0', '\xc3\xa9', '\xe2\x82', '\xf0\x9f\x98\x80', '\xff', '`', ',', '('],
];
const text = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)) }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 30, size: 'max' }).map((parts) => parts.join('')),
);

/** A character of UTF-8 takes two bytes at least, and becomes six; digests have lengths of their own. */
const most: Readonly<Record<string, (length: number) => number>> = {
  UTF8_TO_UNICODE: (length) => 3 * length,
  MD5: () => 16,
  SHA256: () => 32,
};

for (const kind of transforms) {
  const apply = kind.compile();

  test(`${kind.name} gives bytes for bytes and never throws`, () => {
    const bound = most[kind.name] ?? ((length: number) => length);
    const property = fc.property(text, (given) => {
      const turned = apply(given);
      assert.ok(turned.length <= bound(given.length), 'longer than it may be');
      for (let i = 0; i < turned.length; i++) assert.ok(turned.charCodeAt(i) <= 255, 'more than a byte');
      assert.equal(apply(given), turned, 'a second time it gives something else');
    });
    fc.assert(property, { numRuns: 400 });
  });

  test(`${kind.name} takes time in proportion to its text, whatever is repeated, up to 64 KB`, () => {
    for (const piece of pieces)
      linear(JSON.stringify(piece), apply, piece.repeat(Math.ceil(65_536 / piece.length)));
  });
}
