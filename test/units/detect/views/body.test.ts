import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { bodyParts } from '../../../../src/guard/decide/waf/detect/views/body.ts';

interface Sent {
  readonly type?: string;
  readonly coding?: string;
  readonly whole?: boolean;
  readonly most?: number;
}

/** `kind outcome`, why if it is not whole, and `where name=value` of each part. */
function told(sent: Buffer | string, { type = '', coding = '', whole = true, most }: Sent = {}): string[] {
  const bytes = typeof sent === 'string' ? Buffer.from(sent) : sent;
  const lines: string[] = [];
  const take = (name: string, value: string, where: string): unknown =>
    lines.push(`${where} ${name}=${value}`);
  const { kind, outcome, why } = bodyParts(
    { bytes, whole, contentType: type, contentEncoding: coding },
    take,
    most,
  );
  return [`${kind} ${outcome}${why === '' ? '' : `: ${why}`}`, ...lines];
}

const key = 'json-key /a=a';

test('keys and scalars of YAML are told apart, however they are quoted', () => {
  const text = [
    '# c',
    '"b c": "x\\x27 y',
    '  z"',
    'd:',
    "  - 'it''s'",
    '  - plain text # no',
    '  - {e: f}',
    's: |',
    '  one line',
    'u: !!str v',
    'x: >',
    '  of',
    '  lines',
    'open: "a',
  ].join('\n');
  const [kind, whole, ...parts] = told(text, { type: 'application/yaml' });
  assert.equal(kind, 'yaml whole');
  assert.equal(whole, `text =${text}`);
  assert.deepEqual(
    parts.filter((line) => line.startsWith('json ')),
    [
      "json /b c=x' y z",
      "json /d=it's",
      'json /d=plain text',
      'json /d/e=f',
      'json /s=one line',
      'json /u=v',
      'json /open=a',
    ],
  );
  assert.ok(parts.includes('json-key /b c=b c'));
  assert.equal(told("'".repeat(9_999), { type: 'text/x-yaml' }).length, 3);
});

test('keys within keys are told with those around them, in YAML and CBOR as in JSON', () => {
  const yaml = ['a:', '  constructor:', '    prototype:', '      x: 1', '  b: 2', 'c: 3'].join('\n');
  assert.deepEqual(
    told(yaml, { type: 'application/yaml' }).filter((line) => line.startsWith('json ')),
    ['json /a/constructor/prototype/x=1', 'json /a/b=2', 'json /c=3'],
  );
  const cbor = { type: 'application/cbor' };
  const inner = ['json-key /a/b=b', 'json /a/b=c', 'json-key /d=d', 'json /d=e'];
  assert.deepEqual(told(Buffer.from('a26161a1616261636164 6165'.replace(' ', ''), 'hex'), cbor), [
    'packed whole',
    key,
    ...inner,
  ]);
});

test('JSON behind what keeps it from being run is looked at value by value, and as a whole', () => {
  for (const before of [")]}'\n", ")]}',\n", ')]}', 'while(1);', 'for(;;);', ' throw 1; ']) {
    const text = `${before}{"a":"b\\u0027"}`;
    const parts = [`text =${text}`, key, "json /a=b'"];
    assert.deepEqual(told(text, { type: 'application/json' }), ['json malformed: is no JSON', ...parts]);
    assert.deepEqual(told(text, { type: 'text/plain' }), ['text whole', ...parts]);
  }
  assert.deepEqual(told(")]}' {", { type: 'text/plain' }), ['text whole', "text =)]}' {"]);
});

test('a boundary is the parameter of that name, also in pieces', () => {
  const body = '--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--';
  for (const parameters of [
    'boundary=B',
    'BOUNDARY = "B"',
    'xboundary=A; boundary=B',
    'a="; boundary=A"; boundary=B',
    'boundary*1=""; boundary*0=B',
  ])
    assert.deepEqual(told(`pre\r\n${body}`, { type: `multipart/form-data; ${parameters}` }), [
      'multipart whole',
      'rest =pre',
      'multipart-name a=a',
      'multipart a=x',
    ]);
});

test('keys and texts of CBOR and MessagePack are told apart, and what is neither is a text', () => {
  const cbor = { type: 'application/cbor' };
  const map = ['json-key /a=a', 'json /a=b', 'json-key /c=c', 'json /c=d'];
  const hex = (bytes: string): Buffer => Buffer.from(bytes, 'hex');
  assert.deepEqual(told(hex('a26161616261638161 64'.replace(' ', '')), cbor), ['packed whole', ...map]);
  assert.deepEqual(told(hex('bf616161626163 9f6164ffff'.replace(' ', '')), cbor), ['packed whole', ...map]);
  assert.deepEqual(told(hex('7f61616162ff'), cbor), ['packed whole', 'json /=ab']);
  assert.deepEqual(told(hex('c1a161611a00000001'), cbor), ['packed whole', key]);
  const pack = { type: 'application/msgpack' };
  assert.deepEqual(told(hex('82a161a162a16391a164'), pack), ['packed whole', ...map]);
  assert.deepEqual(told(hex('de0002a161d90162a163dc0001a164'), pack), ['packed whole', ...map]);
  assert.deepEqual(told(hex('81a161cd0102'), pack), ['packed whole', key]);
  for (const type of ['application/cbor', 'application/msgpack'])
    assert.deepEqual(told(hex('dbffffffff41'), { type }).slice(0, 1), [
      'packed malformed: is no '.concat(type.slice(12)),
    ]);
});

test('pairs are also parted by semicolons where those seem to part them', () => {
  assert.deepEqual(told('a=1;b=2&c=d;e', { type: 'application/x-www-form-urlencoded' }), [
    'form whole',
    'form-name a=a',
    'form a=1;b=2',
    'form-name a=a',
    'form a=1',
    'form-name b=b',
    'form b=2',
    'form-name c=c',
    'form c=d;e',
  ]);
});

test('what stands behind the last pair that is told apart is handed over, also where semicolons part the pairs', () => {
  const type = 'application/x-www-form-urlencoded';
  for (let n = 4_080; n < 4_100; n++)
    for (const tail of ['&z=last', ';y=1&z=last', ';z=last'])
      assert.match(told(`${'a=b&'.repeat(n)}a=1;b=2${tail}`, { type }).at(-1)!, /last$/);
});

test('what is compressed and does not say so is looked at as it is and inflated', () => {
  const text = '{"a":"b"}';
  const json = { type: 'application/json' };
  for (const packed of [
    gzipSync(text),
    zstdCompressSync(text),
    gzipSync(gzipSync(text)),
    Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 1]), zstdCompressSync(text)]),
  ]) {
    const lines = told(packed, json);
    assert.equal(lines[0], 'json whole');
    assert.deepEqual(lines.slice(-2), [key, 'json /a=b']);
  }
  assert.deepEqual(
    told(gzipSync(gzipSync('a=b')), { coding: 'gzip' }).slice(-1),
    ['form a=b'],
    'a layer more',
  );
  const named = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from('a=<script>')]);
  assert.match(told(named, { type: 'application/x-www-form-urlencoded' }).join(), /=<script>/, 'as it is');
  assert.deepEqual(told(Buffer.from([0x1f, 0x8b, 8, 1, 2, 3, 4, 5, 6, 7, 8])).length, 1, 'none');
  const [bomb] = told(gzipSync(Buffer.alloc(50_000_000, 'x')), { type: 'application/gzip' });
  assert.equal(bomb, 'text truncated: longer than is looked at');
});

test('a body is read by its Content-Type', () => {
  assert.deepEqual(told(''), ['none whole']);
  assert.deepEqual(told('{"a":"b"}', { type: 'application/json; charset=utf-8' }), [
    'json whole',
    key,
    'json /a=b',
  ]);
  assert.deepEqual(told('["b"]', { type: 'application/vnd.api+json' }), ['json whole', 'json /0=b']);
  assert.deepEqual(told('a=b', { type: 'application/x-www-form-urlencoded' }), [
    'form whole',
    'form-name a=a',
    'form a=b',
  ]);
  assert.deepEqual(told('<a>b</a>', { type: 'application/soap+xml' }), ['xml whole', 'xml /a=b']);
  assert.deepEqual(told('{ me { name } }', { type: 'application/graphql' }), [
    'text whole',
    'text ={ me { name } }',
  ]);
  assert.deepEqual(
    told('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n\u00e9\r\n--B--', {
      type: 'multipart/form-data; boundary=B',
    }),
    [...['multipart whole', 'multipart-name a=a', 'multipart a=é']],
  );
});

test('a body is read by its looks where the Content-Type is away or says otherwise', () => {
  assert.deepEqual(told(' {"a":"b"}', { type: 'text/plain' }), ['json whole', key, 'json /a=b']);
  assert.deepEqual(told('{"a":"b"}', { type: 'application/x-www-form-urlencoded' }).slice(0, 3), [
    'json whole',
    key,
    'json /a=b',
  ]);
  assert.deepEqual(told('<?xml version="1.0"?><a>b</a>', { type: 'text/plain' }).at(-1), 'xml /a=b');
  assert.deepEqual(told('<a>b</a>'), ['xml whole', 'xml /a=b']);
  assert.deepEqual(told('a=%27b'), ['form whole', 'form-name a=a', "form a='b"]);
  assert.deepEqual(told('a=b', { type: 'text/plain' }), [
    'form whole',
    'form-name a=a',
    'form a=b',
    'text =a=b',
  ]);
  assert.deepEqual(told('a=b', { type: 'application/json' }).slice(-3), [
    'form-name a=a',
    'form a=b',
    'text =a=b',
  ]);
  assert.equal(told('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--B--')[2], 'multipart a=b');
  assert.deepEqual(told('<b>bold</i> text', { type: 'text/plain' }), [
    'text whole',
    'text =<b>bold</i> text',
  ]);
});

test('a body that is no text has no parts', () => {
  assert.deepEqual(told(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), { type: 'image/png' }), [
    'binary whole',
  ]);
  assert.deepEqual(told(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), ['binary whole']);
});

test('what is out of shape is handed over in parts, and whole where readers may part it otherwise', () => {
  assert.deepEqual(told('{"a":"b"', { type: 'application/json' }), [
    ...['json misshapen: is no JSON', key, 'json /a=b'],
  ]);
  for (const text of ['{"a":"b",c:1}', `{"a":'b'}`, '{"a":"b"}c', '{"a":"b" or 1=1}'])
    assert.equal(told(text, { type: 'application/json' }).at(-1), `text =${text}`);
  assert.equal(told('<a><b></a', { type: 'text/xml' }).at(-1), 'text =<a><b></a');
});

test('charsets are read by mark, by zero bytes, by name', () => {
  const text = '{"a":"é<b>"}';
  const wide = Buffer.from(text, 'utf16le');
  const parts = [key, 'json /a=é<b>'];
  const type = 'application/json';
  for (const bytes of [
    ...[
      wide,
      Buffer.from(wide).swap16(),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(`\ufeff${text}`),
    ],
    Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    Buffer.from(text, 'latin1'),
  ])
    assert.deepEqual(told(bytes, { type }).slice(1), parts);
  assert.deepEqual(told(wide, { type: `${type};charset="UTF-16LE"` }).slice(1), parts);
  assert.deepEqual(
    told(Buffer.from([0x5b, 0x22, 0x82, 0xa0, 0x22, 0x5d]), { type: `${type}; charset=shift_jis` })[1],
    'json /0=あ',
  );
  assert.deepEqual(told(text, { type: `${type}; charset=ibm037` }), [
    ...['json malformed: a charset that is not known', ...parts],
  ]);
});

test('bytes that only claim to be UTF-16 are read as what they are', () => {
  const attack = "a=' or 1=1--";
  const form = 'application/x-www-form-urlencoded';
  for (const bytes of [
    Buffer.from(attack),
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(attack)]),
    Buffer.from(`\0${attack}`),
  ])
    assert.match(told(bytes, { type: `${form}; charset=utf-16` }).at(-1)!, /=' or 1=1--$/);
});

test('content codings are undone, and one over the other', () => {
  const json = '{"a":"b"}';
  const parts = ['json whole', key, 'json /a=b'];
  assert.deepEqual(told(gzipSync(json), { coding: 'gzip' }), parts);
  assert.deepEqual(told(deflateSync(json), { coding: 'Deflate' }), parts);
  assert.deepEqual(told(deflateRawSync(json), { coding: 'deflate' }), parts);
  assert.deepEqual(told(brotliCompressSync(json), { coding: 'br' }), parts);
  assert.deepEqual(told(brotliCompressSync(gzipSync(json)), { coding: 'gzip, br' }), parts);
  assert.deepEqual(told(zstdCompressSync(json), { coding: 'zstd' }), parts);
  assert.deepEqual(told(gzipSync(json), { coding: 'gzip;q=1' }), parts);
});

test('all frames of zstd are read, as servers do, and past those that are to be skipped', () => {
  const skipped = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 0]);
  const long = `[1,${'"aaaaaaaa",'.repeat(300)}`;
  const all = told(Buffer.from(`${long}2]`));
  for (const text of ['[1,', long])
    for (const options of [{}, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }]) {
      const [one, two] = [zstdCompressSync(text, options), zstdCompressSync('2]', options)];
      for (const frames of [
        [one, two],
        [skipped, one, two],
        [one, skipped, skipped, two, skipped],
        [zstdCompressSync(''), one, zstdCompressSync(''), two],
      ])
        assert.deepEqual(
          told(Buffer.concat(frames), { coding: 'zstd' }),
          text === long ? all : ['json whole', 'json-literal /0=1', 'json-literal /1=2'],
        );
    }
  assert.match(
    told(Buffer.concat([zstdCompressSync('[1,'), Buffer.from('2]')]), { coding: 'zstd' })[0]!,
    /: is no zstd$/,
  );
  const many = Buffer.concat(Array(100).fill(zstdCompressSync(' ')));
  assert.match(told(many, { coding: 'zstd' })[0]!, /: is no zstd$/);
});

test('a coding that is none is told, and the body read as it stands', () => {
  const [first, ...parts] = told('{"a":"b"}', { coding: 'gzip' });
  assert.equal(first, 'json malformed: is no gzip');
  assert.deepEqual(parts, [key, 'json /a=b']);
  assert.match(told('{}', { coding: 'exi' })[0]!, /: a content coding that is not known$/);
  assert.match(told(gzipSync('{}'), { coding: 'compress' })[0]!, /is in a content coding that is not known$/);
  assert.match(
    told(Buffer.from([0xa5, 0x81]), { type: 'a/b; charset=x-1' })[0]!,
    /: is in a charset that is not known$/,
  );
  assert.match(told('ab', { type: 'a/b; charset=x-1' })[0]!, /: a charset that is not known$/);
  assert.match(told('{}', { coding: 'gzip, gzip, gzip' })[0]!, /more than two content codings$/);
});

test('of a compressed body that was cut off, what there is is read', () => {
  const noise = Array.from({ length: 400 }, (_, i) => `"${(i * 7919) % 1009}"`).join();
  const bytes = gzipSync(`["' or 1=1",${noise}]`);
  const [first, second] = told(bytes.subarray(0, bytes.length >> 1), { coding: 'gzip', whole: false });
  assert.equal(first, 'json truncated: longer than is looked at');
  assert.equal(second, "json /0=' or 1=1");
});

test('of a bomb the beginning is looked at, and that is told', () => {
  const [first, second] = told(gzipSync(`a=<script>&b=${'x'.repeat(20_000_000)}`), { coding: 'gzip' });
  assert.equal(first, 'form truncated: inflates past its bound');
  assert.equal(second, 'form-name a=a');
  assert.match(
    told(brotliCompressSync(Buffer.alloc(20_000_000)), { coding: 'br' })[0]!,
    /inflates past its bound$/,
  );
});

test('a body is looked at up to the bound given', () => {
  assert.deepEqual(told('a=bcdef', { most: 4 }), [
    'form truncated: longer than is looked at',
    'form-name a=a',
    'form a=bc',
  ]);
});

test('JSON that was cut off is not malformed for what it leaves open, and is for the rest', () => {
  const cut = (text: string): string => told(text, { type: 'application/json', whole: false })[0]!;
  for (const text of ['{"a":"b', '{"a":["b",{"c":tr', '{"a":1,', '{"a', '[1.'])
    assert.equal(cut(text), 'json truncated: longer than is looked at');
  const parts = (text: string): number => told(text, { type: 'application/json', whole: false }).length;
  // Malformed before it was cut: the text is looked at as a whole, too.
  assert.equal(parts('{"a":"b'), 3);
  assert.equal(parts('{"a":b,"c":"d'), 6);
});

test('what its type says is packed is read as a document besides, where it is one', () => {
  assert.deepEqual(told('{"a":"b"}', { type: 'application/msgpack' }), ['packed whole', key, 'json /a=b']);
  assert.deepEqual(told('a=b', { type: 'application/cbor' }).slice(1), [
    'json /==',
    'rest =b',
    'form-name a=a',
    'form a=b',
  ]);
  const packed = Buffer.from([0x81, 0xa1, 0x61, 0xa1, 0x62]);
  assert.deepEqual(told(packed, { type: 'application/msgpack' }), ['packed whole', key, 'json /a=b']);
});
