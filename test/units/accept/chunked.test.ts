import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChunkedDecoder } from '../../../src/base/http1/http1.ts';

function decode(pieces: readonly string[]): { payload: string; decoder: ChunkedDecoder } {
  const decoder = new ChunkedDecoder();
  let payload = '';
  for (const piece of pieces) payload += decoder.push(Buffer.from(piece, 'latin1'))?.toString('latin1') ?? '';
  return { payload, decoder };
}

const BODY = '5;name="v w"\r\nhello\r\n00A\r\n, big worl\r\n1\r\nd\r\n0;last\r\nX-Sum: 1\r\nX-Two:\r\n\r\n';

test('a chunked body is taken apart, its extensions and trailers dropped', () => {
  const { payload, decoder } = decode([`${BODY}GET / HTTP/1.1`]);
  assert.equal(payload, 'hello, big world');
  assert.ok(decoder.done);
  assert.equal(decoder.used, BODY.length);
  assert.equal(decoder.total, 16);
});

test('a chunked body reads the same wherever it is split', () => {
  for (let at = 0; at <= BODY.length; at++) {
    const { payload, decoder } = decode([BODY.slice(0, at), BODY.slice(at)]);
    assert.equal(payload, 'hello, big world');
    assert.ok(decoder.done);
  }
  assert.equal(decode([...BODY]).payload, 'hello, big world');
});

test('a chunk that is a whole piece is handed on without a copy', () => {
  const decoder = new ChunkedDecoder();
  decoder.push(Buffer.from('5\r\n'));
  const piece = Buffer.from('hello');
  assert.equal(decoder.push(piece), piece);
});

const flawed: Record<string, string> = {
  'a bare LF behind the size': '5\nhello\r\n',
  'a bare CR behind the size': '5\rhello\r\n',
  'a bare LF behind the chunk': '5\r\nhello\n0\r\n\r\n',
  'no CRLF behind the chunk': '5\r\nhello0\r\n\r\n',
  'a longer chunk than its size': '5\r\nhello!\r\n',
  'a size in 0x form': '0x5\r\nhello\r\n',
  'a negative size': '-5\r\nhello\r\n',
  'a signed size': '+5\r\nhello\r\n',
  'no size': '\r\nhello\r\n',
  'an extension without a size': ';a=b\r\n',
  'a space before the size': ' 5\r\nhello\r\n',
  'a space behind the size': '5 \r\nhello\r\n',
  'a size past 2^53': '20000000000001\r\n',
  'a size of seventeen digits': `${'0'.repeat(16)}5\r\n`,
  'a bare LF in an extension': '5;a\nb\r\nhello\r\n',
  'a NUL in an extension': '5;a\0\r\nhello\r\n',
  'extensions without end': `5;${'a'.repeat(20_000)}`,
  'trailers without end': `0\r\nA: ${'b'.repeat(20_000)}`,
  'a bare LF in the trailers': '0\r\nA: b\n\r\n',
  'a folded trailer': '0\r\nA: b\r\n c\r\n\r\n',
  'a trailer without a name': '0\r\n: b\r\n\r\n',
  'a trailer without a colon': '0\r\nA\r\n\r\n',
  'a bare LF at the end': '0\r\n\n',
};
for (const [what, body] of Object.entries(flawed)) {
  test(`a chunked body with ${what} is flawed, whole and byte by byte`, () => {
    assert.notEqual(decode([body]).decoder.flaw, '');
    assert.equal(decode([...body]).decoder.flaw, decode([body]).decoder.flaw);
  });
}
