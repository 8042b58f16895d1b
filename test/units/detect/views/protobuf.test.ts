import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bodyParts } from '../../../../src/guard/decide/waf/detect/views/body.ts';
import { blockedBy } from '../../../corpora/report/default-set.ts';

const field = (number: number, value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value as string);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
};
const frame = (message: Buffer, flags = 0): Buffer => {
  const head = Buffer.alloc(5, flags);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
const read = (bytes: Buffer, contentType: string, whole = true): [string[], string] => {
  const texts: string[] = [];
  const { outcome } = bodyParts({ bytes, whole, contentType, contentEncoding: '' }, (name, value) =>
    texts.push(`${name}=${value}`),
  );
  return [texts, outcome];
};

const message = Buffer.concat([
  field(1, "x' or 1=1--"),
  Buffer.from([0x10, 0x96, 0x01]),
  field(3, Buffer.concat([field(1, '<script>'), field(2, 'ü')])),
]);
const texts = ["1=x' or 1=1--", '3.1=<script>', '3.2=ü'];
const seen = (found: readonly string[]): boolean => texts.every((text) => found.includes(text));

test('the texts of a message are seen by the numbers of their fields, however it is framed', () => {
  for (const [bytes, type] of [
    [message, 'application/x-protobuf'],
    [frame(message), 'application/grpc'],
    [Buffer.concat([frame(Buffer.alloc(0)), frame(message)]), 'application/grpc-web+proto'],
    [frame(gzipSync(message), 1), 'application/grpc+proto'],
    [Buffer.from(frame(message).toString('base64')), 'application/grpc-web-text'],
  ] as const) {
    const [found, outcome] = read(bytes, type);
    assert.ok(seen(found), `${type}: ${found}`);
    assert.equal(outcome, 'whole');
  }
});

test('what is no message is one text, and what is cut off shows what there is of it', () => {
  assert.deepEqual(read(Buffer.from('id=1;cat /etc/passwd'), 'application/grpc'), [
    ['=id=1;cat /etc/passwd', 'id=id', 'id=1;cat /etc/passwd'],
    'malformed',
  ]);
  const cut = frame(Buffer.concat([message, field(9, 'y'.repeat(100))])).subarray(0, 40);
  assert.ok(seen(read(cut, 'application/grpc', false)[0]));
});

test('messages of a thousand levels, and of random bytes, are read within bounds', () => {
  let deep: Buffer = Buffer.from('x');
  for (let i = 0; i < 1_000; i++) deep = field(1, deep.subarray(0, 16_000));
  read(deep, 'application/protobuf');
  let state = 7;
  for (let i = 0; i < 200; i++) {
    const bytes = Buffer.alloc(i * 7);
    for (let j = 0; j < bytes.length; j++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      bytes[j] = state >> 9;
    }
    read(bytes, i % 2 === 0 ? 'application/grpc' : 'application/protobuf');
  }
});

test('a key and a sum are no texts; what stands among a few odd bytes, or is long among many, is one', () => {
  const chance = (seed: number, algorithm: string) => createHash(algorithm).update(`${seed}`).digest();
  let refused = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const body = frame(Buffer.concat([field(1, chance(seed, 'md5')), field(3, chance(seed, 'sha256'))]));
    if (blockedBy({ target: '/a.B/C', headers: ['Content-Type', 'application/grpc'], body }) !== '')
      refused++;
  }
  assert.equal(refused, 0);
  const attack = "' or 1=1--";
  for (const [bytes, text] of [
    [Buffer.from(`\xff${attack}\xfe`, 'latin1'), `\xff${attack}\xfe`],
    [Buffer.concat([Buffer.alloc(40, 0xff), Buffer.from(attack), Buffer.alloc(40, 0xfe)]), attack],
    [Buffer.from(`caf\xe9 \xe0 la cr\xe8me`, 'latin1'), 'caf\xe9 \xe0 la cr\xe8me'],
    [Buffer.from('\xc0\xbcscript\xc0\xbe', 'latin1'), '\xc0\xbcscript\xc0\xbe'],
  ] as const)
    assert.ok(read(field(1, bytes), 'application/x-protobuf')[0].includes(`1=${text}`), text);
});
