import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CHUNKED,
  declaredLength,
  findHeadEnd,
  NO_LENGTH,
  parseHeaders,
} from '../../../src/base/http1/http1.ts';

const parse = (block: string, most?: number) => parseHeaders(block, 0, block.length, most);

test('headers are read as received, without the white space around values', () => {
  assert.deepEqual(parse('Host: a\r\nX-Empty:\r\nx-pad: \t b c \t\r\nX-Text: caf\xe9\r\n'), [
    'Host',
    'a',
    'X-Empty',
    '',
    'x-pad',
    'b c',
    'X-Text',
    'caf\xe9',
  ]);
  assert.deepEqual(parse(''), []);
});

const flawed: Record<string, string> = {
  'a bare LF': 'A: b\nC: d\r\n',
  'a bare LF at the end': 'A: b\n',
  'a bare CR': 'A: b\rc\r\n',
  'a bare CR before the end': 'A: b\r\r\n',
  'a NUL': 'A: b\0c\r\n',
  'a control character': 'A: b\x01\r\n',
  'a DEL': 'A: b\x7f\r\n',
  'a folded line': 'A: b\r\n c\r\n',
  'a line folded with a tab': 'A: b\r\n\tc\r\n',
  'a space before the colon': 'A : b\r\n',
  'a tab before the colon': 'A\t: b\r\n',
  'no name': ': b\r\n',
  'no colon': 'A\r\n',
  'a name that is no token': 'A(b): c\r\n',
  'a name with obs-text': 'A\xe9: c\r\n',
  'a space in front': ' A: b\r\n',
  'a blank line': 'A: b\r\n\r\n',
  'no end': 'A: b',
};
for (const [what, block] of Object.entries(flawed)) {
  test(`a header block with ${what} is flawed`, () => assert.equal(typeof parse(block), 'string'));
}

test('more header lines than allowed are a flaw', () => {
  assert.equal(typeof parse('A: b\r\n'.repeat(3), 3), 'object');
  assert.equal(typeof parse('A: b\r\n'.repeat(4), 3), 'string');
});

test('the end of a head is found across pieces', () => {
  const buffer = Buffer.from('GET / HTTP/1.1\r\nA: b\r\n\r\nrest');
  const end = buffer.indexOf('rest');
  for (let searched = 0; searched < end; searched++) assert.equal(findHeadEnd(buffer, 0, searched), end);
  assert.equal(findHeadEnd(buffer.subarray(0, end - 1), 0), -1);
});

test('a length is declared once, as decimal digits, or by the chunked coding alone', () => {
  const length = (...headers: string[]) => declaredLength(headers, false);
  assert.equal(length('Host', 'a'), NO_LENGTH);
  assert.equal(length('content-LENGTH', '12'), 12);
  assert.equal(length('Content-Length', '0012'), 12);
  assert.equal(length('Content-Length', '9007199254740991'), 9007199254740991);
  assert.equal(length('Transfer-Encoding', 'Chunked'), CHUNKED);
  for (const bad of [
    '',
    '+1',
    '-1',
    '1 ',
    ' 1',
    '0x1',
    '1,1',
    '1, 1',
    '1.0',
    '1e3',
    '9007199254740992',
    '1'.repeat(20),
  ]) {
    assert.equal(typeof length('Content-Length', bad), 'string', JSON.stringify(bad));
  }
  assert.equal(typeof length('Content-Length', '1', 'Content-Length', '1'), 'string');
  assert.equal(typeof length('Content-Length', '1', 'Content-Length', '2'), 'string');
  assert.equal(typeof length('Content-Length', '1', 'Transfer-Encoding', 'chunked'), 'string');
  assert.equal(typeof length('Transfer-Encoding', 'chunked', 'Content-Length', '1'), 'string');
  assert.equal(typeof length('Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked'), 'string');
  for (const bad of [
    '',
    'xchunked',
    'chunked, identity',
    'chunked, chunked',
    'identity',
    'chunked;a=b',
    ',chunked',
  ]) {
    assert.equal(typeof length('Transfer-Encoding', bad), 'string', JSON.stringify(bad));
  }
  assert.equal(typeof declaredLength(['Transfer-Encoding', 'chunked'], true), 'string');
});
