// Streams of Ruby's Marshal that make objects or name classes, wherever in the data; what sessions hold is let pass.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { detectDeserialization } from '../../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import { judgeMarshal } from '../../../../src/guard/decide/waf/detect/deserialization/marshal.ts';

const stream = (values: string): Buffer => Buffer.from(`\x04\x08${values}`, 'latin1');
const counted = (text: string): string => String.fromCharCode(text.length + 5) + text;
const symbol = (text: string): string => `:${counted(text)}`;
const string = (text: string): string => `I"${counted(text)}\x06:\x06ET`;

/** Data of each type that plain sessions hold. */
const data = [
  ...[
    '0',
    'T',
    'F',
    'i\0',
    'i\x06',
    'i\xfa',
    'i\x02\x10\x27',
    'i\xfe\xf0\xd8',
    'l+\x07\x01\x02\x03\x04',
    'f\x083.5',
  ],
  ...[
    string('id'),
    '"\x07id',
    symbol('a'),
    '[\x07i\x06i\x07',
    '[\0',
    '{\x06i\x06T',
    '}\x06i\x06Ti\0',
    '/\x06x\0',
  ],
  ...[
    'I/\x06x\0\x06:\x06EF',
    `U${symbol('Rational')}[\x07i\x06i\x07`,
    `Iu${symbol('Time')}\x0d12345678\x06:\x09zone0`,
  ],
];

/** What makes an object or names a class. */
const objects = [
  `o${symbol('Gem::Installer')}\0`,
  `o${symbol('Hi')}\x06:\x07@ai\x06`,
  `S${symbol('St')}\x06:\x06ai\x06`,
  `U${symbol('Gem::Version')}[\x06${string('1.2')}`,
  `u${symbol('Old')}\x08abc`,
  `Iu${symbol('Old')}\x08abc\x06:\x06ET`,
  `C${symbol('Hs')}{\0`,
  `IC${symbol('Sr')}"\x06x\x06:\x06ET`,
  `e${symbol('Kernel')}o${symbol('String')}\0`,
  `c${counted('Class')}`,
  `m${counted('Kernel')}`,
  `M${counted('Old')}`,
];

test('an object is found behind data of any kind and within any', () => {
  for (const object of objects) {
    assert.equal(judgeMarshal(stream(object))?.score, 85, JSON.stringify(object));
    for (const before of data) {
      for (const whole of [
        `[\x07${before}${object}`,
        `{\x07i\x06${before}i\x07${object}`,
        `{\x06${object}${before}`,
      ])
        assert.equal(judgeMarshal(stream(whole))?.score, 85, JSON.stringify(whole));
    }
  }
});

test('a class that stands as a link to a symbol is the class that the symbol named', () => {
  assert.ok(judgeMarshal(stream(`[\x07${symbol('Hi')}o;\0\0`)));
  assert.equal(judgeMarshal(stream(`[\x07${symbol('Set')}o;\0\0`)), null);
});

test('data alone, also with names of classes in texts and symbols, makes none', () => {
  for (const one of [...data, string('oGem::Installer'), symbol('Kernel'), string('o:\x08Abc')])
    assert.equal(judgeMarshal(stream(`[\x07${one}${one}`)), null, JSON.stringify(one));
  for (const odd of ['', '\xff', '1', '[\xff', 'z', 'i', 'o', 'o:', '[\x04\xff\xff\xff\xff', 'o:\x08abc\0'])
    assert.equal(judgeMarshal(stream(odd)), null, JSON.stringify(odd));
});

test('a stream is found raw, in base64 also of mails, in hexadecimal and compressed', () => {
  const long = stream(`[\x07${string('x'.repeat(90))}m${counted('Kernel')}`);
  for (const bytes of [...objects.map(stream), long])
    for (const text of [
      bytes.toString('latin1'),
      bytes.toString('base64'),
      bytes.toString('base64').replace(/.{60}/g, '$&\n'),
      bytes.toString('base64').replace(/.{60}/g, '$&\r\n'),
      `${bytes.toString('base64url')}--${'ab'.repeat(20)}`,
      bytes.toString('hex'),
      deflateSync(bytes).toString('base64'),
    ])
      assert.ok(detectDeserialization(text), JSON.stringify(text));
});
