import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fault } from '../../../src/base/fault.ts';
import { Body } from '../../../src/guard/dispatch/mapping/body.ts';
import { Mapping } from '../../../src/guard/dispatch/mapping/mapping.ts';
import { compileTemplate, templateFlaw } from '../../../src/guard/dispatch/mapping/template.ts';
import { siteOf } from '../dispatch/site.ts';
import { paperRequest } from '../paper-wire.ts';

const site = siteOf({ type: 'MOCK', settings: {}, variables: { team: 'pets' } });

function mapping(
  target = '/p?q=one&q=two&sp=a%20b',
  headers = ['X-Mine', 'here', 'Origin', 'https://a.test'],
): Mapping {
  const x = paperRequest({ target, headers });
  x.params = { id: '7', q: 'path' };
  x.stagePath = '/prod/p';
  return new Mapping(x);
}

function run(
  text: string,
  body = '{"a":{"b":[1,2,{"c":"x"}]},"n":null,"t":true,"s":"it\'s"}',
  of = mapping(),
): string {
  const template = compileTemplate(text, site);
  if (typeof template === 'string') throw new Error(template);
  return template.render(of, new Body(Buffer.from(body), 'request'));
}

const table: readonly (readonly [template: string, text: string])[] = [
  // References.
  ['plain $ and # and $1.50 and #1', 'plain $ and # and $1.50 and #1'],
  ['$x', '$x'],
  ['$!x', ''],
  ['${x}y', '${x}y'],
  ['#set($x = 1)$x', '1'],
  ['#set($x = 1)${x}0', '10'],
  ['#set($x = "a")$x.', 'a.'],
  ['#set($x = $input.path("$.none"))[$x]', '[]'],
  ['\\$x \\\\ \\#if', '$x \\\\ #if'],
  ['#[[ $x #if ]]#', ' $x #if '],
  ['a## comment\nb', 'ab'],
  ['a#* $x #end *#b', 'ab'],
  // What comes in.
  ["$input.json('$.a.b')", '[1,2,{"c":"x"}]'],
  ["$input.json('$.a.b[2].c')", '"x"'],
  ["$input.json('$.none')", '""'],
  ["$input.json('$.n')", 'null'],
  ["$input.json('$..c')", '["x"]'],
  ["$input.path('$.a')", '{b=[1, 2, {c=x}]}'],
  ["$input.path('$.a').b[0]", '1'],
  ["$input.path('$.a.b').size()", '3'],
  ["$input.path('$').a.b.get(2).c", 'x'],
  ['$input.params("id")$input.params("q")$input.params("sp")$input.params("x-mine")', '7patha bhere'],
  ['[$input.params("none")]', '[]'],
  ['$input.params().querystring.get("q")', 'two'],
  ['#foreach($p in $input.params().path.keySet())$p,#end', 'id,q,'],
  ['$util.escapeJavaScript($input.path("$.s"))', "it\\'s"],
  ['$util.escapeJavaScript($input.path("$.s")).replaceAll("\\\\\'", "\'")', "it's"],
  ['$util.urlEncode("a b/ü*")|$util.urlDecode("a+b%2F")', 'a+b%2F%C3%BC*|a b/'],
  ['$util.base64Decode($util.base64Encode("pets"))', 'pets'],
  ['$util.parseJson(\'{"k":[1]}\').k[0]', '1'],
  [
    '$context.httpMethod $context.stage $context.identity.sourceIp [$context.none][$context.identity.none]',
    'GET prod 203.0.113.7 [][]',
  ],
  ['$stageVariables.team$stageVariables.get("team") [$stageVariables.none]', 'petspets []'],
  // Directives.
  ['#if($input.path("$.t"))yes#{else}no#end', 'yes'],
  ['#if($input.path("$.n"))yes#elseif($input.path("$.s") == "it\'s")its#else no#end', 'its'],
  ['#if($none == "" && !$none)empty#end', 'empty'],
  ['#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end', '1,2,3'],
  ['#foreach($i in $input.path("$.a.b"))$foreach.index:$velocityCount;#end', '0:1;1:2;2:3;'],
  ['#foreach($i in [3,2,1])#if($i == 2)#break#end$i#end!', '3!'],
  ['#set($m = {"a":1,"b":[true]})#foreach($e in $m.entrySet())$e.key=$e.value;#end', 'a=1;b=[true];'],
  [
    '#set($m = {})#set($m.x = 1)#set($m["y"] = 2)$m.put("z", 3)$m $m.size() $m.containsKey("x")',
    '{x=1, y=2, z=3} 3 true',
  ],
  ['#set($l = [])#set($d = $l.add("a"))#set($d = $l.add("b"))$l $l.contains("b") $l[-1]', '[a, b] true b'],
  ['#macro(q $a)"$a"#end#q("x")#q(1)', '"x""1"'],
  ['#define($b)$x!#end#set($x = "late")$b', 'late!'],
  ['a#stop b', 'a'],
  ['#set($x = 1)\n  #set($y = 2)\n$x$y', '  12'],
  // Expressions.
  ['#set($x = 1 + 2 * 3 - 4)$x', '3'],
  ['#set($x = (1 + 2) * 3)$x #set($y = 7 / 2)$y #set($z = 7 % 2)$z #set($w = 7.0 / 2)$w', '9 3 1 3'],
  ['#set($x = "a" + 1)$x', 'a1'],
  ['#set($t = "x")#set($x = "${t}-${t}y $none")$x $t[no', 'x-xy $none x[no'],
  ['#set($x = \'$t ""\')$x #set($y = "say ""hi""")$y', '$t "" say "hi"'],
  ['#if(1 < 2 and 2 >= 2 && !(3 ne 3))1#end#if("b" > "a" or false)2#end', '12'],
  ['#set($i = 0)$i.parseInt("12")', '12'],
  ['#set($s = "a,b,,c,,")$s.split(",") $s.split(",").size()', '[a, b, , c] 4'],
  [
    '#set($s = "Pets.Test")$s.toLowerCase().substring(0,4).concat("!") $s.indexOf(".") $s.length() $s.startsWith("Pets")',
    'pets! 4 9 true',
  ],
  [
    '#set($s = "a1b22")$s.replaceAll("([0-9]+)", "<$1>") $s.replaceAll("[0-9]", "") $s.matches("[ab0-9]+") $s.matches("a")',
    'a<1>b<22> ab true false',
  ],
  ['#set($s = "x")$s.getClass() $s.class $s.constructor $s.none()', '   '],
];

describe('a mapping template', () => {
  for (const [template, text] of table)
    test(`${JSON.stringify(template)} gives ${JSON.stringify(text)}`, () =>
      assert.equal(run(template), text));

  test('sets what overrides parameters, and nothing else of the context', () => {
    const of = mapping();
    run(
      '#set($context.requestOverride.header.X-Mine = "yes")#set($context.responseOverride.status = 418)#set($context.responseOverride.header.Access-Control-Allow-Origin = $input.params().header.get("Origin"))',
      '{}',
      of,
    );
    assert.equal(
      JSON.stringify(of.requestOverride),
      '{"header":{"X-Mine":"yes"},"querystring":{},"path":{}}',
    );
    assert.deepEqual({ ...of.responseOverride }.status, 418);
    assert.throws(() => run('#set($context.stage = "x")'), /cannot be set/);
  });

  test('reaches nothing of JavaScript through names that every object has', () => {
    for (const reach of [
      '$input.path("$").constructor',
      '$input.path("$.a").__proto__',
      '$input.constructor.constructor',
      '$util.constructor("x")',
      '$context.__proto__',
      '$stageVariables.constructor',
      '$input.params().toString.call',
      '$input.path("$.a.b").constructor',
      '#set($m = {})#set($m.__proto__ = {"polluted": 1})#set($n = {})$n.polluted',
      '#set($x = $input.path("$"))#set($x["__proto__"] = {"polluted": 1})$x.b.polluted',
    ])
      assert.equal(run(`[${reach}]`), '[]', reach);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.equal(run("$input.path('$').__proto__.k", '{"__proto__":{"k":"own"}}'), 'own');
  });

  test('is bounded in time, loops, depth and size, whatever the caller sends', () => {
    const list = JSON.stringify(Array(1001).fill(1));
    const limits: [string, string][] = [
      ["#foreach($i in $input.path('$'))x#end", list],
      ['#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])x#end#end#end', '{}'],
      ['#set($s = "xxxxxxxxxx")#foreach($i in [1..1000])#set($s = $s + $s)#end', '{}'],
      ['#macro(m)#m()#end#m()', '{}'],
      ['#define($d)$d#end$d', '{}'],
      ["$input.json('$..*..*..*')", JSON.stringify({ a: Array(20_000).fill({ b: [1, [2], [[3]]] }) })],
      ['$input.body.replaceAll("(a|b)+c", "")', '{}'],
      ['$input.body.replaceAll("a+b", "")', `"${'a'.repeat(30_000)}"`],
      ['$input.body.replace("a", $input.body)', `"${'a'.repeat(30_000)}"`],
      ['#foreach($i in [1..10001])x#end', '{}'],
    ];
    for (const [template, body] of limits)
      assert.throws(
        () => run(template, body),
        (fault) => fault instanceof Fault && fault.code === 'gateway.configuration',
        template,
      );
  });

  test('that reads a body which is no JSON is the caller’s fault', () => {
    assert.throws(
      () => run("$input.json('$')", '{"a":'),
      (fault) => (fault as Fault).code === 'client.not-json',
    );
    assert.throws(
      () => run("$input.path('$')", '['.repeat(1000)),
      (fault) => (fault as Fault).code === 'client.not-json',
    );
    assert.equal(run("$input.json('$')", ''), '{}');
    assert.equal(run('$input.body', 'not json'), 'not json');
  });

  test('that cannot be read is refused with its line', () => {
    for (const [template, why] of [
      ['\n#if($x)', /line 2: #if has no #end/],
      ['#end', /#end has no #if/],
      ['#foreach($x $y)#end', /must be written/],
      ['#set($x)', /must have =/],
      ['#set($x = )', /a value is missing/],
      ['#set($x = "a)', /has no end/],
      ['#if($x)#else#else#end', /follows an #else/],
      ['#evaluate($input.body)', /only the template itself is run/],
      ['#parse("x")', /only the template itself/],
      ['${x', /has no }/],
      [`#set($x = ${'('.repeat(200)}1`, /nests more than/],
      ['#if(true)'.repeat(200), /nests more than/],
    ] as const)
      assert.match(templateFlaw(template), why, template);
    assert.equal(templateFlaw('{"a": "#foo", "b": "$"}'), '');
  });
});
