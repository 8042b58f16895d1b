// What Chromium ran of values drawn from the grammars of HTML and JavaScript, and was not told; each beside what looks like it.
import { test } from 'node:test';
import { detectXss } from '../../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blocks, passes } from '../judged.ts';

test('a class that is made of a function calls it', () => {
  blocks(detectXss, [
    'new class extends alert{}',
    '";new class extends confirm{}//',
    'javascript:new class extends prompt{}',
    '<style onload="new class extends alert{}">',
  ]);
  passes(detectXss, ['class A extends B {}', 'new class extends Base {}', 'she extends alert {1}']);
});

test('a member that is taken out of an object again is called', () => {
  blocks(detectXss, ['1;Object.values({alert})[0](1)', '");Object.values({confirm})[0](1)//']);
  passes(detectXss, ['import {alert} from "ui"', 'f({alert})', 'show({ alert }, 1)']);
});

test('print() behind a string that is ended shows that code runs', () => {
  blocks(detectXss, [
    "'-print(1)-'",
    '");print()//',
    '`;print(1)//',
    'x"?print(1):"',
    "1');self['pri'+'nt'](1)//",
    "abc ');print.call(null,1)//",
    'x onfocus=print(1) autofocus',
  ]);
  passes(detectXss, [
    'print("a")',
    "print('a' + 'b')",
    '<a onclick="window.print()">Print</a>',
    "x = 'a'\nprint(x)",
    'cursor.forEach(print)',
  ]);
});
