import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress } from '../../../../src/guard/decide/waf/detect/xss/address.ts';
import { dereferenced } from '../../../../src/guard/decide/waf/detect/xss/html/references.ts';
import { readTag } from '../../../../src/guard/decide/waf/detect/xss/html/tag.ts';
import { unescaped } from '../../../../src/guard/decide/waf/detect/xss/script/escapes.ts';
import { dangerOfStyle } from '../../../../src/guard/decide/waf/detect/xss/style.ts';
import { narrowed, survey } from '../../../../src/guard/decide/waf/detect/xss/survey.ts';

const attributesOf = (text: string): string[] =>
  readTag(text, 0, false).attributes.map(({ name, value }) => `${name}=${value}`);

test('a tag is read as the standard reads it', () => {
  assert.deepEqual(attributesOf('<a B=c d = "e>f" g=\'h\'i=j/k l>'), ['b=c', 'd=e>f', 'g=h', 'i=j/k', 'l=']);
  assert.deepEqual(attributesOf('<img """x=y>'), ['"""x=y']);
  assert.deepEqual(attributesOf('<a =b=c>'), ['=b=c']);
  assert.deepEqual(attributesOf('<a b=>c'), ['b=']);
  assert.deepEqual(attributesOf('<a b="c'), ['b=c']);
  assert.equal(readTag('<sVg:Script/x>', 0, false).name, 'script');
  assert.equal(readTag('</a b>', 0, false).closing, true);
  assert.equal(readTag('<a b', 0, false).whole, false);
});

test('read anew, a tag ends where the next begins', () => {
  const tag = readTag('<a b="<img src=x', 0, true);
  assert.equal(tag.to, 6);
  assert.equal(tag.whole, false);
});

test('character references are undone as in attributes', () => {
  for (const [written, meant] of [
    ['&#97;&#x62;&#X63;', 'abc'],
    ['&#97b&#x', 'ab&#x'],
    ['&#x110000;&#0;', '\ufffd\ufffd'],
    ['&colon;&Tab;&lpar;&NewLine;', ':\t(\n'],
    ['&lt&gt;&quot', '<>"'],
    ['&lt=&amp', '&lt=&'],
    ['&colon &nothing; &', '&colon &nothing; &'],
  ] as const) {
    assert.equal(dereferenced(written), meant, written);
  }
});

test('escapes of JavaScript are undone', () => {
  for (const [written, meant] of [
    ['\\x61\\u0062\\u{63}\\144', 'abcd'],
    ['\\n\\t\\"\\q', '\n\t"q'],
    ['a\\\nb\\\r\nc', 'abc'],
    ['\\x6\\u00\\u{zz}\\', '600{zz}'],
  ] as const) {
    assert.equal(unescaped(written), meant, written);
  }
});

test('a URL is told by its scheme, as browsers read it', () => {
  for (const [url, kind, scheme] of [
    ['  JaVa\tScript:x', 'code', 'javascript'],
    ['\u0001javascript:x', 'code', 'javascript'],
    ['feed:javascript:x', 'code', 'javascript'],
    ['data:text/html,x', 'document', 'data:text/html'],
    ['data:image/svg+xml,x', 'image', 'data:image/svg+xml'],
    ['data:image/png;base64,x', 'here', 'data:image/png;base64'],
    ['//a.test/x', 'elsewhere', ''],
    ['\\/a.test', 'elsewhere', ''],
    ['HTTPS://a.test', 'elsewhere', 'https'],
    ['/x:y', 'here', ''],
    ['a b:c', 'here', 'ab'],
    ['?javascript:x', 'here', ''],
  ] as const) {
    const address = readAddress(url);
    assert.equal(address.kind, kind, url);
    assert.equal(address.scheme, scheme, url);
  }
});

test('a style is dangerous by what runs in it, however it is spelled', () => {
  for (const css of [
    'width:expression(x)',
    'width : exp/**/ression (x)',
    'width:\\65xpression(x)',
    'a{b:url( javascript:x)}',
    '@import "javascript:x"',
    'behavior: url(x.htc)',
  ]) {
    assert.equal(dangerOfStyle(css)?.runs, true, css);
  }
  assert.equal(dangerOfStyle('@import url(//a.test/x.css)')?.runs, false);
  for (const css of [
    'color:red',
    'background:url(/a.png)',
    'freedom of expression (art. 10): x',
    'scroll-behavior: smooth',
  ]) {
    assert.equal(dangerOfStyle(css), null, css);
  }
});

test('short and long values are surveyed alike', () => {
  for (const mark of '<=(`:\'"{&[¼＜：x ') {
    assert.equal(survey(mark), survey(`${'a'.repeat(200)}${mark}`), mark);
  }
});

test('narrowing keeps every place', () => {
  assert.equal(narrowed('a＜ｂ（１）¼〈'), 'a<b(1)<<');
});
