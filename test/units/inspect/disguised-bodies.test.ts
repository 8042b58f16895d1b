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

const uploaded = (content: Buffer | string, name = 'a.svg', type = 'image/svg+xml'): string => {
  const head = `--x\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  return posted(
    'multipart/form-data; boundary=x',
    Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x--\r\n')]),
  );
};

test('a file in UTF-16 or UTF-32 is looked at as the text it is', () => {
  const entity = `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`;
  assert.notEqual(
    uploaded(Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${entity}`, 'utf16le')),
    '',
  );
  assert.notEqual(uploaded(Buffer.from(`<?xml version="1.0"?>${entity}`, 'utf16le').swap16()), '');
  assert.notEqual(uploaded(Buffer.from(json, 'utf16le'), 'blob', 'application/json'), '');
  assert.notEqual(
    uploaded(Buffer.from([...json].flatMap((c) => [0, 0, 0, c.charCodeAt(0)])), 'blob', 'application/json'),
    '',
  );
});

test('a file is looked at to its end', () => {
  const late = JSON.stringify({ pad: 'a '.repeat(20_000), q: `1' or '1'='1` });
  assert.equal(uploaded(late, 'blob', 'application/json'), 'SQLi_BODY');
});

test('a program of a server within a picture is found, and what pictures hold themselves is not', () => {
  const gif = 'GIF89a\x01\0\x01\0\0\0\0;';
  for (const program of [
    '<?php system($_GET["c"]);?>',
    '<?=`$_GET[c]`?>',
    '<%Runtime.getRuntime().exec(request.getParameter("c"));%>',
  ])
    assert.notEqual(uploaded(`${gif}${program}\0\xff`, 'a.php', 'image/gif'), '', program);
  const packet =
    '<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/>';
  assert.equal(uploaded(`${gif}${packet}\0<%\x01\x02<?a\0`, 'a.gif', 'image/gif'), '');
});
