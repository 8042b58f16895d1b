import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { looselyUrlDecoded, urlDecoded } from '../../../../src/guard/decide/waf/detect/views/url.ts';
import { decodedViews, PLAIN } from '../../../../src/guard/decide/waf/detect/views/views.ts';
import { classesOf, mayBeEncoded } from '../../../../src/guard/decide/waf/inspect/characters.ts';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const shown = (value: string, plus = false): [string, string][] =>
  decodedViews(value, plus).list.map((view) => [view.how.join(' '), view.text]);

const among = (text: string, every: number, what: string): string =>
  base64(text).replaceAll(new RegExp(`.{${every}}`, 'g'), `$&${what}`);
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

const script = '<script>alert(1)</script>';
const tautology = "' or 1=1--";

/** A value, and the last of its views. */
const vectors: [encoding: string, value: string, how: string, text: string][] = [
  ['percent-encoding', '%3Cb%3e', 'url', '<b>'],
  ['percent-encoding twice', '%253Cb%253e', 'url url', '<b>'],
  ['percent-encoding four times', '%2525253Cb', 'url url url url', '<b'],
  ['percent-encoding of UTF-8', '%e2%82%ac%20%c3%a9', 'url', '€ é'],
  ['%u of IIS', '%u003cb%U0027', 'url', "<b'"],
  ['%u of a full-width form', '%uff1cb', 'url nfkc', '<b'],
  ['little base64 in a data URL', 'data:text/plain;base64,e3s3Kjd9fQ==', 'base64', '{{7*7}}'],
  ['less of it without padding', 'data:;base64,PChpZCk', 'base64', '<(id)'],
  ['a command behind a pipe, as base64', 'fGlk', 'base64', '|id'],
  ['little base64 as the last segment of a path', '/items/e3s3Kjd9fQ', 'base64', '{{7*7}}'],
  ['a command behind an ampersand, as base64', 'Jmxz', 'base64', '&ls'],
  ['a stray percent sign before an escape', '%%3C', 'url', '%<'],
  ['entities by name', '&lt;b&gt;&quot;&apos;&lpar;&colon;&Tab;', 'entities', '<b>"\'(:\t'],
  ['entities without semicolon', '&ltb&gt &quotx', 'entities', '<b> "x'],
  ['entities by number', '&#60;b&#x3E;&#0000039', 'entities', "<b>'"],
  ['entities without semicolon by number', '&#60b&#x3Ez', 'entities', '<b>z'],
  ['entities within entities', '&amp;lt;b', 'entities entities', '<b'],
  ['\\x escapes', '\\x3cb\\x3E', 'escapes', '<b>'],
  ['\\u escapes', '\\u003cb\\u{3e}\\U0000003c', 'escapes', '<b><'],
  ['\\u escapes of a string within a string', '\\\\u003cb', 'escapes', '<b'],
  ['octal escapes', '\\74b\\076 \\047', 'escapes', "<b> '"],
  ['surrogate pairs', '\\ud83d\\ude00', 'escapes', '😀'],
  ['UTF-7', '+ADw-script+AD4-', 'utf-7', '<script>'],
  ['UTF-7 of several characters', '+ADwAcwBjAHIAaQBwAHQAPg-x', 'utf-7', '<script>x'],
  ['overlong UTF-8 of two bytes', '%c0%bcb', 'url utf-8', '<b'],
  ['overlong UTF-8 of three bytes', '%e0%80%af', 'url utf-8', '/'],
  ['overlong UTF-8 of six bytes', '%fc%80%80%80%80%ae', 'url utf-8', '.'],
  ['bytes of UTF-8', 'caf\xc3\xa9', 'utf-8', 'café'],
  ['a full-width semicolon and nothing of the prose that has it', 'x；id', 'nfkc', 'x;id'],
  ['the same in a longer text', `${'a'.repeat(40)}；id`, 'nfkc', `${'a'.repeat(40)};id`],
  ['full-width forms', '＜script＞＇', 'nfkc', "<script>'"],
  ['mathematical letters', '<\ud835\udcc8cript>', 'nfkc', '<script>'],
  ['NUL characters', '<scr\0ipt>', 'nulls', '<script>'],
  ['base64', base64(script), 'base64', script],
  ['base64 without padding', base64(tautology).replaceAll('=', ''), 'base64', tautology],
  ['base64url', Buffer.from('?>~~<b>?').toString('base64url'), 'base64', '?>~~<b>?'],
  ['base64 in lines', base64(script).replaceAll(/(.{12})/g, '$1\r\n'), 'base64', script],
  [
    'base64 whose + became a blank',
    base64('"><svg onload=x>>>;').replaceAll('+', ' '),
    'base64',
    '"><svg onload=x>>>;',
  ],
  ['base64 behind a word', `Basic ${base64("admin:' or '1'='1")}`, 'base64', "admin:' or '1'='1"],
  ['base64 in a data URI', `data:text/html;base64,${base64(script)}`, 'base64', script],
  ['base64 behind a path', `/a/b/${base64(script)}`, 'base64', script],
  ['base64 twice', base64(base64(script)), 'base64 base64', script],
  ['base64 of percent-encoding', base64(encodeURIComponent(script)), 'base64 url', script],
  ['percent-encoded base64', encodeURIComponent(base64(`${script}??>`)), 'url base64', `${script}??>`],
  [
    'base64 of UTF-16',
    base64(Buffer.from('cat /etc/passwd', 'utf16le')),
    'base64 charset',
    'cat /etc/passwd',
  ],
  ['base64 of gzip', base64(gzipSync(script)), 'base64 gzip', script],
  ['base64 of zlib', base64(deflateSync(script)), 'base64 zlib', script],
  ['base64 of text with an odd byte', base64(Buffer.from(`${script}\xff`, 'latin1')), 'base64', `${script}ÿ`],
  ['hexadecimal digits', hex(script), 'hex', script],
  ['hexadecimal digits behind 0x', `0x${hex("' or 1")}`, 'hex', "' or 1"],
  ['hexadecimal digits in a text', `id=0x${hex('../etc')}, x`, 'hex', '../etc'],
  ['hexadecimal digits of gzip', gzipSync(script).toString('hex'), 'hex gzip', script],
  [
    'base64 of UTF-16, its bytes the other way',
    base64(utf16be('cat /etc/passwd')),
    'base64 charset',
    'cat /etc/passwd',
  ],
  ['hexadecimal digits with blanks', '27 20 6f 72 20 31 3d 31', 'hex', "' or 1=1"],
  ['hexadecimal digits with colons', '27:20:6F:72:20:31:3D:31', 'hex', "' or 1=1"],
  ['hexadecimal digits as .NET writes them', '27-20-6F-72-20-31-3D-31', 'hex', "' or 1=1"],
  ['little base64 with what decoders skip', 'MScg!b3Ig!MT0x', 'base64', "1' or 1=1"],
  ['base64 with what no decoder knows', 'MScg中b3Ig中MT0x', 'base64', "1' or 1=1"],
  ['base64 behind what decoders skip', `=*. ${base64(script)}`, 'base64', script],
  ['base64 with full stops', among(script, 5, '.'), 'base64', script],
  ['base64 with blanks', among(script, 3, ' '), 'base64', script],
  ['base64 with one blank late in it', base64(script).replace(/.{18}/, '$& '), 'base64', script],
  ['base64 with one dash late in it', base64(script).replace(/.{18}/, '$&-'), 'base64', script],
  ['base64 in lines with blanks', among(script, 9, '\r\n \t'), 'base64', script],
  ['base64 with as much else', among(script, 1, '!'), 'base64', script],
  ['base64url among base64', `Pz5+f!jxiPl9hPz8-`, 'base64', '?>~~<b>_a??>'],
  [
    'base64 of gzip with what decoders skip',
    base64(gzipSync(script)).replaceAll(/.{7}/g, '$&*'),
    'base64 gzip',
    script,
  ],
  [
    'the claims of a token',
    `eyJhbGciOiJub25lIn0.${base64('{"sub":"\' or 1=1--"}')}.`,
    'base64',
    '{"sub":"\' or 1=1--"}',
  ],
];

for (const [encoding, value, how, text] of vectors) {
  test(`${encoding} is undone: ${JSON.stringify(value).slice(0, 40)}`, () => {
    assert.deepEqual(shown(value).at(-1), [how, text]);
    assert.equal(decodedViews(value).truncated, false);
  });
}

test('every one of them is asked for', () => {
  for (const [encoding, value] of vectors)
    assert.equal(mayBeEncoded(value, classesOf(value)), true, `${encoding}: ${value}`);
});

test('base64 with a padding in its middle is read to there, and to its end', () => {
  const texts = decodedViews(among(script, 22, '=')).list.map((view) => view.text);
  assert.deepEqual(texts.toSorted(), ['<script>alert(1)', script].toSorted());
});

const plain = [
  ...['', 'a', 'hello', 'O’Brien', '5 < 6 && 7 > 3', '100%', '50% off & more', 'C:\\Users\\me\\new', 'a+b=c'],
  ...['user_profile_settings', 'internationalization', '/api/v1/users/profile/settings', 'X-Request-Id'],
  ...['550e8400-e29b-41d4-a716-446655440000', '550e8400e29b41d4a716446655440000', '20240131123456'],
  ...['d41d8cd98f00b204e9800998ecf8427e', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', '0xdeadbeefcafebabe'],
  ...['dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U', '7YXqQwErTyUiOpAsDfGhJkLzXcVbNm12', '+442071234567'],
  ...['こんにちは（世界）！', '你好，世界；再见？', '名字；id（a）', 'Привет, мир', 'naïve café', 'Ünïcödé'],
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQ',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  ...['XK4F2-9QWER-TT7YU-MN8BV-3CDFG', 'ABCD-EFGH-IJKL-MNOP', '1.24.0-rc.3+build.77', 'a.b.c.d.e.f.g.h.i.j'],
  ...[
    '2024-01-31 12:30:00',
    '00:1a:2b:3c:4d:5e',
    '20 71 23 45 67 89',
    '+44 20 7123 4567',
    '4111 1111 1111 1111',
  ],
  ...[
    'SHA256:47DE.QpjH.BSa+/TIm',
    'Can you call me back at 12:30, please?',
    'com.example.shop.Cart',
    'Dear all, I am out.',
  ],
  ...[
    '5e:9c:a3:11:27:20:6f:72:20:31:3d:31:b0:42:f7:88',
    'NL91 ABNA 0417 1643 00',
    'x=1, y=2, z=3',
    '12-34-56-78-90-12',
  ],
  base64('cursor-2024-01-01'),
  base64('user_12345@example'),
];

for (const value of plain) {
  test(`nothing is decoded in ${JSON.stringify(value).slice(0, 50)}, and the shared PLAIN is given`, () => {
    assert.deepEqual(shown(value), []);
    assert.equal(decodedViews(value), PLAIN);
  });
}

test('a plus is a blank only when told', () => {
  assert.deepEqual(shown('union+select'), []);
  assert.deepEqual(shown('union+select', true), [['url', 'union select']]);
});

test('encodings one in the other are undone four deep, and one more is told', () => {
  const nested = (times: number): string => {
    let value = '<b>';
    for (let i = 0; i < times; i++) value = encodeURIComponent(value);
    return value;
  };
  assert.equal(shown(nested(4)).at(-1)![1], '<b>');
  assert.equal(decodedViews(nested(4)).truncated, false);
  assert.equal(decodedViews(nested(5)).truncated, true);
  assert.equal(decodedViews(nested(5)).list.length, 4);
});

for (const coding of ['base64', 'hex'] as const)
  test(`${coding} in ${coding} is undone to a depth, and what lies deeper is said`, () => {
    const nested = (depth: number): string => {
      let text = "1' UNION SELECT password FROM users-- -";
      for (let i = 0; i < depth; i++) text = Buffer.from(text).toString(coding);
      return text;
    };
    assert.match(decodedViews(nested(4)).list.at(-1)!.text, /UNION/);
    assert.equal(decodedViews(nested(4)).truncated, false);
    for (const depth of [5, 6, 8]) assert.equal(decodedViews(nested(depth)).truncated, true, `${depth}`);
  });

test('there are never more views than are bounded, and that there would be is told', () => {
  const many = Array.from({ length: 300 }, (_, i) => base64(`<script>alert(${i})</script>`)).join(' , ');
  const { list, truncated } = decodedViews(many);
  // One look is for what they are together.
  assert.equal(list.length, 255);
  assert.equal(truncated, true);
});

test('of what inflates past its bound the beginning is looked at, and that is told', () => {
  for (const bytes of [gzipSync, deflateSync, deflateRawSync].map((pack) => pack('<b>'.repeat(1_000_000)))) {
    const { list, truncated } = decodedViews(base64(bytes));
    assert.equal(truncated, true);
    assert.match(list[0]!.text, /^(?:<b>)+(?:<b?)?$/);
    assert.ok(list[0]!.text.length <= 64 * bytes.length);
  }
});

test('of a value past 64 KB the beginning is looked at, and that is told', () => {
  const { list, truncated } = decodedViews(`%3Cb${'x'.repeat(70_000)}`);
  assert.equal(list[0]!.text.startsWith('<bx'), true);
  assert.equal(list[0]!.text.length, 65_534);
  assert.equal(truncated, true);
  assert.equal(decodedViews('x'.repeat(70_000)).truncated, true);
});

test('serialised objects are shown by their beginning', () => {
  const java = Buffer.from('aced0005737200116a6176612e7574696c2e486173684d6170', 'hex');
  assert.deepEqual(shown(base64(java))[0], ['base64', java.toString('latin1')]);
  assert.deepEqual(shown(java.toString('hex'))[0], ['hex', java.toString('latin1')]);
});

test('words of four letters, and data URLs of little that says nothing, are no base64', () => {
  for (const text of [
    'font',
    'flow',
    'Open',
    'June',
    'data',
    'foul',
    'Yale',
    'Cold',
    'data:,fGlk',
    'data:a/b;base64,!',
  ])
    assert.equal(decodedViews(text), PLAIN, text);
});

test('a long value is decoded as a short one is', () => {
  const filler = 'x'.repeat(300);
  for (const text of [
    '%41',
    'a+b%2b',
    '%',
    '%zz%4',
    '%u0141%u00e9',
    '%c3%a9',
    'é%41ÿ',
    '中%41',
    '%e4%b8',
    '+%00%0a',
  ])
    for (const plus of [true, false])
      for (const decode of [urlDecoded, looselyUrlDecoded])
        assert.equal(decode(filler + text, plus), filler + decode(text, plus), text);
});

test('what also reads as UTF-7 at a chance is inflated as often as it is packed', () => {
  // Two streams of gzip in one of deflate; the base64 of one holds `+AEA`, which is an `@` in UTF-7.
  const packed =
    'AWwAk/9INHNJQUFBQUFBQUFBL013S2ZaMGhBRnovNEppNzlKU3Y1TGt5aUl6d3pDRDVBeGZnN0NnaUVwbnkrQlFINS93RXIrQUVBT1RWTzkwazFESDBMendyRXpuWkpBdVd3RFBEdnVuUkFBQUFBPT0=';
  const texts = decodedViews(packed).list.map(({ text }) => text);
  assert.ok(texts.includes(`<x>{{7*7}}$(id)' or ";)>../{{7*7}}' or `), JSON.stringify(texts));
});
