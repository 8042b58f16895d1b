import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileEcma } from '../../../src/base/regex/ecma.ts';

const texts = [
  '',
  'a',
  'abc',
  'Aa1aaaaaa',
  'é',
  '😀',
  'foo bar',
  'a@b',
  'a..b',
  'a.b',
  'Z',
  'a\n',
  '\n',
  '\u2028',
  '\u00a0',
  '1',
  '-',
  'x@',
  '@x',
  'YWJj',
  '\x01',
  '日本語',
  '\ud800',
  'x\ud83dy',
  ']',
  '\\',
  'aaa',
  'ab'.repeat(50),
  '_',
  'À',
  'ß',
  '٣',
];

test('patterns give what V8 gives for them under the flag u', () => {
  const patterns = [
    '^[a-z]+$',
    'a|b',
    '^(?=.*[A-Z])(?=.*\\d).{8,}$',
    '^.{1,4000}$',
    '^.$',
    '\\p{L}+$',
    '^\\P{L}$',
    '^[^é]$',
    '^\\S+@\\S+$',
    '\\bfoo\\b',
    '^(a+)+$',
    '^[\\w\\-\\.]+$',
    '^\\u{1F600}$',
    '^\\ud83d\\ude00$',
    '[\\d\\-x]',
    '^$',
    '',
    '^(?!.*\\.\\.)[a-z.]+$|^Z$',
    '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$',
    '\\cA',
    '^[\\s\\S]$',
    '^[^\\s]$',
    '\\Boo',
    '^a{2,3}?$',
    '(?<n>a)b',
    '^[\\]\\\\]$',
    '^[^]$',
    '^(?!a)',
    '^(?=a)a|b',
    '\\x41',
    '^\\0?$',
    '^(?:(?:ab)*)*$',
    '[^\\w\\s]',
    '^\\p{Script=Han}+$',
    '.',
  ];
  for (const pattern of patterns) {
    const [own, native] = [compileEcma(pattern), new RegExp(pattern, 'u')];
    for (const text of texts)
      assert.equal(own.test(text), native.test(text), `${pattern} of ${JSON.stringify(text)}`);
  }
});

test('what a strict reader would not take is read as browsers and Java read it', () => {
  assert.ok(compileEcma('^\\@\\_\\-$').test('@_-'));
  assert.ok(compileEcma('^a{,3}$').test('a{,3}'));
  assert.ok(compileEcma('^[\\w-.]+$').test('a-.'));
  assert.ok(compileEcma('^]$').test(']'));
});

test('what cannot be had in linear time is refused, and so is what is no pattern', () => {
  for (const pattern of [
    '(a)\\1',
    '\\k<n>',
    '(?!x)y',
    'a(?=b)',
    '(?<=a)b',
    '^(?:(?=a)a)',
    '(a',
    'a)',
    '[a',
    '*a',
    'a**',
    '\\',
    '[z-a]',
    '\\p{Nothing}',
    '(?i)a',
    'a{3,2}',
    `(${'a?'.repeat(2000)})`,
    '('.repeat(200),
  ])
    assert.throws(() => compileEcma(pattern), /.../, pattern);
});
