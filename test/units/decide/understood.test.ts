import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attackName } from '../../../src/base/attack-families.ts';
import { spelled } from '../../../src/guard/decide/waf/detect/sql/fingerprint.ts';
import { letters } from '../../../src/guard/decide/waf/detect/sql/token.ts';
import { searches } from '../../../src/guard/decide/waf/inspect/searches.ts';
import { around, short } from '../../../src/guard/decide/waf/lens/question.ts';
import { readable } from '../../../src/guard/decide/waf/texts/readable.ts';

test('everything that is looked for has a name that people use', () => {
  for (const sought of searches.keys()) assert.notEqual(attackName(sought), sought);
});

test('a fingerprint of SQL is read letter by letter, and every letter has a word', () => {
  assert.equal(spelled('s&s=o'), 'string AND/OR string comparison open string');
  const punctuation = /[.,:;(){}[\]]/;
  for (const letter of `${letters}f`)
    if (!punctuation.test(letter)) assert.notEqual(spelled(letter), letter, letter);
});

test('bytes of UTF-8 are shown as characters, what is none as it came, and nothing of a character that was cut', () => {
  const bytes = (text: string): string => Buffer.from(text).toString('latin1');
  assert.equal(readable(bytes('bär 日本 🙂')), 'bär 日本 🙂');
  for (const plain of ['b\u00e4r', 'Sch\u00e4', '\u00e4', 'b\u00e4r Sch\u00e4'])
    assert.equal(readable(plain), plain);
  assert.equal(readable('日本'), '日本');
  const text = bytes('日本🙂');
  for (let from = 0; from < text.length; from++)
    for (let to = from; to <= text.length; to++)
      assert.doesNotMatch(readable(text.slice(from, to)), /\ufffd/, `${from} to ${to}`);
  assert.equal(readable(text.slice(1, 8)), '本');
});

test('a long text is cut to what stands near the match, and says how long it was', () => {
  const text = `${'a'.repeat(300)}MATCH${'b'.repeat(300)}`;
  assert.equal(around(text, [300, 305]), `…${'a'.repeat(40)}«MATCH»${'b'.repeat(40)}…`);
  assert.match(short(text), /^a{200}… \(605 in all\)$/);
  assert.equal(short('short'), 'short');
});
