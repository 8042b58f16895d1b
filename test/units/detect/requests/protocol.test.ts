import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AnomalyKind,
  bodyAnomalies,
  headAnomalies,
} from '../../../../src/guard/decide/waf/detect/protocol/protocol.ts';
import { requestOf } from './request-of.ts';

const ask = (headers: string, target = '/a', method = 'GET') =>
  requestOf(`${method} ${target} HTTP/1.1\nHost: shop.example\n${headers}`).envelope;
const kinds = (headers: string, target?: string, method?: string): AnomalyKind[] =>
  headAnomalies(ask(headers, target, method))
    .filter(({ score }) => score >= 50)
    .map(({ kind }) => kind);

test('an ordinary request has no anomaly, and takes no memory to say so', () => {
  const first = headAnomalies(ask('Accept: */*', '/a?b=c%20d'));
  assert.equal(first, headAnomalies(ask('User-Agent: x', '/')));
  assert.equal(first.length, 0);
});

test('Connection may name what belongs to the connection, and nothing that goes on', () => {
  assert.deepEqual(kinds('Connection: keep-alive, TE, upgrade'), []);
  assert.deepEqual(kinds('Connection: X-Real-IP'), ['hop-by-hop']);
  assert.deepEqual(kinds('Connection: close, foo\nFoo: bar'), ['hop-by-hop']);
  assert.deepEqual(kinds('Connection: close, foo'), []);
});

test('a path that was asked for elsewhere must be the one asked for here', () => {
  assert.deepEqual(kinds('X-Original-URL: /a?x=1'), []);
  assert.deepEqual(kinds('X-Original-URL: /prefix/a'), []);
  assert.deepEqual(kinds('X-Original-URL: /admin'), ['spoofed']);
  assert.deepEqual(kinds('X-Original-URL: /admin/', '/'), ['spoofed']);
});

test('only a caller on this machine comes from this machine', () => {
  const at = ask('X-Real-IP: 127.0.0.1');
  assert.equal(headAnomalies(at)[0]?.kind, 'spoofed');
  assert.deepEqual(headAnomalies({ ...at, client: { text: '127.0.0.1' } }), []);
  assert.deepEqual(headAnomalies({ ...at, client: { text: '::1' } }), []);
});

test('a method that writes is not put in the place of one that reads', () => {
  assert.deepEqual(kinds('X-HTTP-Method-Override: DELETE'), ['method']);
  assert.deepEqual(kinds('X-HTTP-Method-Override: DELETE', '/a', 'POST'), []);
  assert.deepEqual(kinds('X-HTTP-Method-Override: GET', '/a', 'POST'), []);
  assert.deepEqual(kinds('', '/a?_method=delete'), ['method']);
});

test('ranges that overlap or do not exist are found, those of players and viewers are not', () => {
  assert.deepEqual(kinds('Range: bytes=0-99,50-150'), []);
  assert.deepEqual(kinds('Range: bytes=0-,0-,0-,0-'), ['range']);
  assert.deepEqual(kinds('Range: bytes=0-18446744073709551615'), ['range']);
  assert.deepEqual(kinds('Range: seconds=9-1'), []);
});

test('a content type is read by its grammar', () => {
  const of = (value: string) => kinds(`Content-Type: ${value}`, '/a', 'POST');
  for (const fine of [
    'text/html',
    'text/html;',
    'multipart/form-data; boundary="a;b=c"',
    'application/json;charset="utf-8"',
  ])
    assert.deepEqual(of(fine), [], fine);
  for (const odd of [
    'text/html; charset="utf-8',
    'multipart/form-data; boundary=""',
    'a/b; charset=utf-7',
    'a/b; charset=csIBM037',
    'a/b; charset=ibm_1047',
    'a/b, c/d',
  ])
    assert.deepEqual(of(odd), ['content type'], odd);
});

test('escapes that no encoder makes are found; nested addresses are not', () => {
  assert.deepEqual(kinds('', '/a?u=https%3A%2F%2Fb%3Fc%3D%252F%25252F'), []);
  assert.deepEqual(kinds('', '/a?u=%2561%256c'), ['encoding']);
  assert.deepEqual(kinds('', '/a?u=10%2550'), []);
  assert.deepEqual(kinds('', '/a?u=%c0%ae'), ['encoding']);
  assert.deepEqual(kinds('', '/a/..%c1%1c../b'), ['encoding']);
  assert.deepEqual(kinds('', '/a?u=..%c0%2f..'), ['encoding']);
  assert.deepEqual(kinds('', '/a?u=VOIL%c0%2f'), []);
  assert.deepEqual(kinds('', '/a?u=%C0%AF%B4%F3'), []);
  assert.deepEqual(kinds('', '/a?u=%00'), ['null']);
});

test('a thousand arguments, and a name as long as a text, are too many and too long', () => {
  assert.deepEqual(kinds('', `/a?${'a=1&'.repeat(1100)}`), ['length']);
  assert.deepEqual(kinds('', `/a?${'a=1&'.repeat(900)}`), []);
  assert.deepEqual(kinds('', `/a?${'n'.repeat(600)}=1`), ['length']);
  assert.deepEqual(kinds('', `/a?${'n'.repeat(600)}`), []);
});

test('a request within a body is found where another server would read one', () => {
  const body = (text: string, type = 'text/plain') =>
    bodyAnomalies(ask(`Content-Type: ${type}`, '/', 'POST'), text);
  assert.equal(body('0\r\n\r\nGET /x HTTP/1.1\r\nA: b')[0]?.kind, 'smuggling');
  assert.equal(body('GET /x HTTP/1.1\r\nHost: b')[0]?.kind, 'smuggling');
  assert.deepEqual(body('GET /x HTTP/1.1\r\nHost: b', 'message/http'), []);
  assert.deepEqual(body('the log says\r\nGET /x HTTP/1.1\r\n200'), []);
});

test('what is told of a header holds none of its control characters, and little of it', () => {
  const [anomaly] = headAnomalies(ask(`X-Forwarded-Host: \u001b[31m${'x"'.repeat(500)}`));
  assert.match(anomaly!.what, /^[^\u0000-\u001f]{1,100}$/);
});
