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
  const packings = ['cbor', 'msgpack', 'vnd.msgpack', 'protobuf', 'grpc', 'grpc-web-text', 'connect+proto'];
  for (const packing of packings)
    for (const body of [
      json,
      ` \n\t${json}`,
      nested,
      Buffer.from(json, 'utf16le'),
      `[${json}]`,
      `<a><b>${injected}</b></a>`,
    ])
      assert.equal(posted(`application/${packing}`, body), 'SQLi_BODY', `${packing} ${body.slice(0, 20)}`);
});

const uploaded = (content: Buffer | string, name = 'a.svg', type = 'image/svg+xml'): string => {
  const head = `--x\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  return posted(
    'multipart/form-data; boundary=x',
    Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x--\r\n')]),
  );
};

const wide = (text: string, size: 2 | 4, big: boolean): Buffer => {
  const bytes = Buffer.alloc(text.length * size);
  for (let i = 0; i < text.length; i++) bytes[i * size + (big ? size - 1 : 0)] = text.charCodeAt(i);
  return bytes;
};

test('XML that reaches outside itself does so in UTF-16 and UTF-32 as well, whatever its type and wherever it stands', () => {
  const include = '<a><i:include href="b.txt" xmlns:i="http://www.w3.org/2001/XInclude"/></a>';
  for (const text of [include, `\n<!-- b -->${include}`, `<?xml version="1.0"?>${include}`])
    for (const size of [2, 4] as const)
      for (const big of [false, true])
        for (const mark of [
          Buffer.alloc(0),
          size === 2 ? Buffer.from(big ? 'feff' : 'fffe', 'hex') : Buffer.alloc(0),
        ]) {
          const bytes = Buffer.concat([mark, wide(text, size, big)]);
          const shown = `${size} ${big} ${mark.length} ${text.slice(0, 8)}`;
          for (const type of [
            'application/xml',
            'text/plain',
            '',
            'application/octet-stream',
            'application/cbor',
            'application/grpc',
          ])
            assert.equal(posted(type, bytes), 'XMLExternalEntity', `${type} ${shown}`);
          assert.equal(uploaded(bytes), 'XMLExternalEntity', shown);
          const encoded = JSON.stringify({ a: bytes.toString('base64') });
          assert.equal(posted('application/json', encoded), 'XMLExternalEntity', shown);
        }
});

test('XML in EBCDIC is read in every code page that parsers know, in files as well', () => {
  // <?xml version="1.0" encoding="cp037"?><!DOCTYPE a SYSTEM "http://a.test/x"><a/>, and with the `!` of IBM500.
  const head = '4c6fa7949340a58599a28995957e7ff14bf07f408595839684899587' + '7e7f8397f0f3f77f6f6e';
  const doctype = 'c4d6c3e3e8d7c54081' + '40e2e8e2e3c5d4407f88a3a3977a6161814ba385a2a361a77f6e4c81616e';
  for (const mark of ['5a', '4f']) {
    const bytes = Buffer.from(`${head}4c${mark}${doctype}`, 'hex');
    assert.equal(uploaded(bytes), 'XMLExternalEntity', mark);
    assert.equal(posted('application/octet-stream', bytes), 'XMLExternalEntity', mark);
  }
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
