// Whoever attacks says of a body what suits him, and an application need not ask.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateSync } from 'node:zlib';
import { blockedBy } from '../../corpora/report/default-set.ts';

const injected = "1' UNION SELECT username,password FROM users-- ";
const json = JSON.stringify({ a: injected });

const posted = (type: string, body: string | Buffer, ...headers: string[]): string =>
  blockedBy({ method: 'POST', target: '/a', headers: ['Content-Type', type, ...headers], body });

test('JSON is looked at as JSON whatever packing its type tells of', () => {
  const nested = JSON.stringify({ a: JSON.stringify({ b: `\n${injected}` }) });
  const wide = Buffer.from(json, 'utf16le');
  const packings = ['cbor', 'msgpack', 'vnd.msgpack', 'protobuf', 'grpc', 'grpc-web-text', 'connect+proto'];
  for (const packing of packings)
    for (const body of [json, ` \n\t${json}`, nested, wide, `[${json}]`, `<a><b>${injected}</b></a>`])
      assert.equal(posted(`application/${packing}`, body), 'SQLi_BODY', `${packing} ${body.slice(0, 20)}`);
});

test('JSON in a multipart body without a part is looked at as JSON', () => {
  const hidden = JSON.stringify({ a: JSON.stringify({ b: Buffer.from('|id').toString('base64') }) });
  assert.notEqual(posted('application/json', hidden), '');
  assert.notEqual(posted('multipart/form-data; boundary=x', hidden), '');
});

test('a form is looked at as a form whatever packing its type tells of', () => {
  const form = `a=${encodeURIComponent(injected)}`;
  for (const packing of ['cbor', 'msgpack', 'grpc-web-text'])
    assert.equal(posted(`application/${packing}`, form), 'SQLi_BODY', packing);
});

test('every header that names a content coding counts', () => {
  for (const [coding, body] of [
    ['br', brotliCompressSync(json)],
    ['deflate', deflateSync(json)],
  ] as const)
    for (const [first, second] of [
      ['identity', coding],
      [coding, 'identity'],
      ['', coding],
    ])
      assert.equal(
        posted('application/json', body, 'Content-Encoding', first!, 'content-encoding', second!),
        'SQLi_BODY',
        `${first} ${second}`,
      );
  const twice = deflateSync(brotliCompressSync(json));
  assert.equal(
    posted('application/json', twice, 'Content-Encoding', 'br', 'Content-Encoding', 'deflate'),
    'SQLi_BODY',
  );
});
