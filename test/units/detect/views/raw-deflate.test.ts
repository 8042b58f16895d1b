import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { mayBeDeflated } from '../../../../src/guard/decide/waf/detect/views/raw-deflate.ts';
import { decodedViews } from '../../../../src/guard/decide/waf/detect/views/views.ts';

const attack = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x; ' or '1'='1</r>";
const told = (encoded: string): boolean => mayBeDeflated(encoded, 0, encoded.length);
const last = (bytes: Buffer): string | undefined =>
  decodedViews(bytes.toString('base64')).list.find(({ how }) => how.join(' ') === 'base64 deflate')?.text;

test('what is deflated without a frame is seen in base64, whatever its blocks', () => {
  for (const level of [0, 1, 6, 9])
    for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY])
      assert.equal(last(deflateRawSync(attack, { level, strategy })), attack, `${level} ${strategy}`);
});

test('an empty block in front does not hide what follows', () => {
  const rest = deflateRawSync(attack);
  assert.equal(last(Buffer.concat([Buffer.from('000000ffff', 'hex'), rest])), attack);
  const blocks = deflateRawSync(attack, { finishFlush: constants.Z_SYNC_FLUSH });
  assert.equal(last(blocks), attack);
});

test('in base64url, in lines and percent-encoded it is the same', () => {
  const bytes = deflateRawSync(attack);
  const lines = bytes.toString('base64').replace(/.{60}/g, '$&\r\n');
  for (const encoded of [bytes.toString('base64url'), lines, encodeURIComponent(bytes.toString('base64'))])
    assert.ok(
      decodedViews(encoded).list.some(({ text }) => text === attack),
      encoded,
    );
});

test('every text that zlib deflates may be one', () => {
  const level = fc.constantFrom(0, 1, 6, 9);
  const strategy = fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 12, maxLength: 300 }),
      level,
      strategy,
      (text, l, s) => {
        fc.pre(text.isWellFormed() && !/[\0-\x08\x0e-\x1f\x7f]/.test(text));
        const encoded = deflateRawSync(text, { level: l, strategy: s }).toString('base64');
        assert.ok(told(encoded.replace(/=+$/, '')), JSON.stringify(text));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('words, digests and tokens are none', () => {
  for (const text of [
    'internationalization',
    'getUserPreferencesById42',
    'd41d8cd98f00b204e9800998ecf8427e',
    'Zm9vYmFyYmF6cXV4cXV1eA',
    'eyJhbGciOiJIUzI1NiJ9',
  ])
    assert.equal(told(text), false, text);
  let found = 0;
  for (let i = 0; i < 5_000; i++) if (told(randomBytes(24).toString('base64url'))) found++;
  assert.ok(found < 50, `${found} of 5000`);
});
