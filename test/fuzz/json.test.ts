import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placesOf } from '../../src/guard/decide/waf/json/pointers.ts';
import { scanJson } from '../../src/guard/decide/waf/json/scan.ts';
import { cpuTime } from '../cpu-time.ts';

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Names and values of a document, in the order written. */
function leaves(value: unknown, found: string[]): string[] {
  if (Array.isArray(value)) for (const item of value) leaves(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      found.push(bytes(key));
      leaves(item, found);
    }
  } else found.push(typeof value === 'string' ? bytes(value) : JSON.stringify(value));
  return found;
}

test('all of a JSON document is read, as JSON.parse reads it', () => {
  const document = fc
    .jsonValue({ maxDepth: 4 })
    .map((value) => (typeof value === 'object' && value !== null ? value : [value]));
  const property = fc.property(document, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
    const text = JSON.stringify(value, null, indent);
    const { texts, flaw } = scanJson(bytes(text), null, 'ALL');
    assert.deepEqual([texts, flaw], [leaves(JSON.parse(text), []), '']);
    const keys = scanJson(bytes(text), null, 'KEY').texts.length;
    assert.equal(keys + scanJson(bytes(text), null, 'VALUE').texts.length, texts.length);
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('what is no JSON is read up to somewhere, and never throws', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '\\u00',
      '1',
      '-',
      'true',
      'nul',
      ' ',
      '\n',
      '\x00',
      '\xff',
    ],
  );
  const places = placesOf(['/a', '/a/0']);
  const property = fc.property(fc.array(piece, { maxLength: 24, size: 'max' }), (parts) => {
    const text = parts.join('');
    const { texts } = scanJson(text, null, 'ALL');
    assert.ok(texts.reduce((sum, t) => sum + t.length, 0) <= text.length);
    scanJson(text, places, 'VALUE');
  });
  fc.assert(property, { numRuns: 5_000 });
});

test('64 KB of the worst that can be asked of it take no longer than the same of plain values', () => {
  for (const piece of ['[', '{"a":', '"\\u0041",', '{"":', '[1,', '"', ':', ' ']) {
    const text = `[${piece.repeat(65_536 / piece.length)}`;
    assert.ok(cpuTime(() => scanJson(text, null, 'ALL')) < 100_000, piece);
  }
});
