import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../src/base/fault.ts';
import { bodyOf, type Door, door, statuses } from './caller.ts';

const HOST = 'Host: a.test\r\n';
const get = (headers: string): string => `GET /a HTTP/1.1\r\n${HOST}${headers}\r\n`;
const post = (headers: string, body = ''): string => `POST /a HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;
const chunked = (body: string): string => post('Transfer-Encoding: chunked\r\n', body);

// What is sent, and the status it must get. Each on a connection of its own, which must be closed after it.
const table: readonly [what: string, bytes: string, status: number][] = [
  ['a bare LF behind the request line', `GET /a HTTP/1.1\n${HOST}\r\n`, 400],
  ['bare LFs alone', 'GET /a HTTP/1.1\nHost: a\n\n', 400],
  ['a bare LF in the headers', get('A: b\nC: d\r\n'), 400],
  ['a bare LF for the blank line', `GET /a HTTP/1.1\r\n${HOST}\n`, 400],
  ['a bare CR in the request line', `GET /a\r HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a bare CR in a header', get('A: b\rc\r\n'), 400],
  ['a NUL in the target', `GET /a\0b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a NUL in a header', get('A: b\0c\r\n'), 400],
  ['a control character in a header', get('A: \x1b[2J\r\n'), 400],
  ['a folded header', get('A: b\r\n c\r\n'), 400],
  ['a header folded with a tab', get('A: b\r\n\tc\r\n'), 400],
  ['a first header with a space in front', `GET /a HTTP/1.1\r\n ${HOST}\r\n`, 400],
  ['white space before a colon', get('Content-Length : 5\r\n'), 400],
  ['an empty header name', get(': b\r\n'), 400],
  ['a header without a colon', get('Abc\r\n'), 400],
  ['a header name that is no token', get('A[b]: c\r\n'), 400],
  ['no Host', 'GET /a HTTP/1.1\r\n\r\n', 400],
  ['Host twice', get('Host: b.test\r\n'), 400],
  ['Host twice, the same', get(HOST), 400],
  ['an empty Host', 'GET /a HTTP/1.1\r\nHost:\r\n\r\n', 400],
  ['a Host with a path', 'GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
  ['a Host with user info', 'GET /a HTTP/1.1\r\nHost: me@a\r\n\r\n', 400],
  ['two hosts in one', 'GET /a HTTP/1.1\r\nHost: a, b\r\n\r\n', 400],
  ['both lengths', post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), 400],
  [
    'both lengths, the other way round',
    post('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', 'x'),
    400,
  ],
  ['two lengths', post('Content-Length: 5\r\nContent-Length: 6\r\n', 'hello'), 400],
  ['one length twice', post('Content-Length: 5\r\nContent-Length: 5\r\n', 'hello'), 400],
  ['a list of lengths', post('Content-Length: 5, 5\r\n', 'hello'), 400],
  ['a signed length', post('Content-Length: +5\r\n', 'hello'), 400],
  ['a negative length', post('Content-Length: -5\r\n', 'hello'), 400],
  ['an empty length', post('Content-Length:\r\n', 'hello'), 400],
  ['a hexadecimal length', post('Content-Length: 0x5\r\n', 'hello'), 400],
  ['a length past 2^53', post('Content-Length: 9007199254740993\r\n'), 400],
  ['a length with a space in it', post('Content-Length: 5 5\r\n', 'hello'), 400],
  ['an unknown transfer coding', post('Transfer-Encoding: gzip, chunked\r\n'), 501],
  ['a transfer coding that is not the last', post('Transfer-Encoding: chunked, identity\r\n'), 400],
  ['chunked twice', post('Transfer-Encoding: chunked, chunked\r\n'), 400],
  ['a made-up transfer coding', post('Transfer-Encoding: xchunked\r\n'), 400],
  ['a transfer coding behind a vertical tab', post('Transfer-Encoding: \x0bchunked\r\n'), 400],
  ['two transfer codings', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n'), 400],
  ['an empty transfer coding', post('Transfer-Encoding:\r\n'), 400],
  ['a transfer coding in HTTP/1.0', `POST /a HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`, 400],
  ['a chunk size in 0x form', chunked('0x5\r\nhello\r\n0\r\n\r\n'), 400],
  ['a negative chunk size', chunked('-5\r\nhello\r\n0\r\n\r\n'), 400],
  ['a chunk size that overflows', chunked('FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n'), 400],
  ['a bare LF behind a chunk size', chunked('5\nhello\r\n0\r\n\r\n'), 400],
  ['a bare LF in a chunk extension', chunked('5;a\nhello\r\n0\r\n\r\n'), 400],
  ['no CRLF behind a chunk', chunked('5\r\nhello0\r\n\r\n'), 400],
  ['a trailer with a bare LF', chunked('0\r\nA: b\n\r\n'), 400],
  ['an expectation that is not 100-continue', post('Expect: 200-ok\r\nContent-Length: 1\r\n', 'x'), 417],
  ['CONNECT', `CONNECT a.test:443 HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['TRACE', `TRACE /a HTTP/1.1\r\n${HOST}\r\n`, 501],
  ['a method that is no token', `G(T /a HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['no method', ` /a HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['no target', `GET  HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['two spaces before the target', `GET  /a HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['two spaces before the version', `GET /a  HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a space behind the version', `GET /a HTTP/1.1 \r\n${HOST}\r\n`, 400],
  ['a tab for a space', `GET\t/a\tHTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a space in the target', `GET /a b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a fragment in the target', `GET /a#b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['raw UTF-8 in the target', `GET /caf\xc3\xa9 HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a target without a slash', `GET a HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['`*` as the target of GET', `GET * HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a target of another scheme', `GET ftp://a/b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['an absolute target without authority', `GET http:///b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['an absolute target with user info', `GET http://me@a/b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['HTTP/0.9', 'GET /a\r\n\r\n', 400],
  ['HTTP/1.2', `GET /a HTTP/1.2\r\n${HOST}\r\n`, 400],
  ['HTTP/2.0', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['http/1.1 in small letters', `GET /a http/1.1\r\n${HOST}\r\n`, 400],
  ['two empty lines in front', `\r\n\r\nGET /a HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['the first bytes of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n', 400],
  ['a request line of 64 KB', `GET /${'a'.repeat(65_536)} HTTP/1.1\r\n${HOST}\r\n`, 414],
  ['a request line of 64 KB without an end', `GET /${'a'.repeat(65_536)}`, 414],
  ['a target of 10241 bytes', `GET /${'a'.repeat(10_240)} HTTP/1.1\r\n${HOST}\r\n`, 414],
  ['a header of 64 KB', get(`A: ${'b'.repeat(65_536)}\r\n`), 431],
  ['a header without an end', `GET /a HTTP/1.1\r\n${HOST}A: ${'b'.repeat(20_000)}`, 431],
  ['201 header lines', get('A: b\r\n'.repeat(200)), 431],
  ['a declared body of 100 MB', post('Content-Length: 104857600\r\n', 'a'.repeat(1000)), 413],
  ['a declared body of 10485761 bytes', post('Content-Length: 10485761\r\n'), 413],
];

async function outcome(d: Door, bytes: string): Promise<{ text: string; code: string }> {
  const caller = await d.call();
  caller.write(bytes);
  const text = await caller.end();
  return { text, code: (d.seen.at(-1)?.fault as Fault | null)?.code ?? '' };
}

for (const [what, bytes, status] of table) {
  test(`${what}: ${status}, and the connection is closed`, async (t) => {
    const d = await door(t, async (x) => {
      x.wire.send(200, [], await bodyOf(x));
    });
    const { text, code } = await outcome(d, bytes);
    assert.equal(d.seen.length, 1);
    assert.notEqual(code, '');
    if (status === 417) assert.equal(code, 'client.expectation');
    else assert.deepEqual(statuses(text), [status]);
    assert.match(text, /\r\nConnection: close\r\n/);
  });
}

test('a flawed request is told with the method and target it had', async (t) => {
  const d = await door(t);
  await outcome(d, `PUT /a?b HTTP/1.1\r\n${HOST}A : b\r\n\r\n`);
  assert.equal(d.seen[0]!.method, 'PUT');
  assert.equal(d.seen[0]!.target, '/a?b');
  await outcome(d, '\x16\x03\x01\n');
  assert.equal(d.seen[1]!.method, '');
});

const taken: readonly [what: string, bytes: string][] = [
  ['a target of 10240 bytes', `GET /${'a'.repeat(10_239)} HTTP/1.1\r\n${HOST}\r\n`],
  ['a header block of 10240 bytes', get(`A: ${'b'.repeat(10_240 - HOST.length - 7)}\r\n`)],
  ['200 header lines', get('A: b\r\n'.repeat(199))],
  ['obs-text in a header', get('A: \xe9\xff\r\n')],
  ['an empty line in front', `\r\n${get('')}`],
  ['a header that says Upgrade', get('Connection: Upgrade\r\nUpgrade: h2c\r\n')],
  ['an unknown method', `BREW /a HTTP/1.1\r\n${HOST}\r\n`],
  ['chunk extensions and trailers', chunked('5;a="b"\r\nhello\r\n0\r\nX: y\r\n\r\n')],
];
for (const [what, bytes] of taken) {
  test(`${what}: 200, and the connection is kept`, async (t) => {
    const d = await door(t);
    const caller = await d.call();
    caller.write(bytes);
    const text = await caller.until((s) => /hello \/.*$/.test(s));
    assert.deepEqual(statuses(text), [200]);
    assert.match(text, /\r\nConnection: keep-alive\r\n/);
  });
}
