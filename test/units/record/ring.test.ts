import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRing, RingTail, RingWriter } from '../../../src/base/ring.ts';

/** A record of that many bytes whose last word is a number of its own. */
function record(size: number, mark: number): Uint8Array {
  const words = new Int32Array(size / 4);
  words[0] = size;
  words[1] = 1;
  words[words.length - 1] = mark;
  return new Uint8Array(words.buffer);
}

test('what is written comes out in order, over many turns of the ring', () => {
  const ring = makeRing(4096);
  const writer = new RingWriter(ring);
  const tail = new RingTail(ring);
  let read = 0;
  for (let i = 0; i < 5000; i++) {
    const size = 16 + ((i * 56) % 1024);
    assert.ok(writer.write(record(size, i), size), `record ${i} finds room`);
    if (i % 3 !== 0) continue;
    for (let from = tail.next(); from >= 0; from = tail.next()) {
      const words = tail.words;
      assert.equal(words[(from + words[from >>> 2]!) / 4 - 1], read++);
    }
    tail.release();
  }
  assert.ok(read > 4990);
});

test('a full ring takes nothing, keeps what it has, and has room again once that is read', () => {
  const ring = makeRing(4096);
  const writer = new RingWriter(ring);
  const tail = new RingTail(ring);
  let written = 0;
  while (writer.write(record(256, written), 256)) written++;
  assert.equal(written, 16);
  writer.lose();
  assert.equal(tail.lost, 1);
  assert.ok(tail.next() >= 0);
  assert.equal(writer.write(record(256, 99), 256), false, 'passing over a record does not free it');
  tail.release();
  assert.equal(writer.write(record(256, 99), 256), true);
});

test('a record larger than the ring is refused for ever, not looped over', () => {
  const writer = new RingWriter(makeRing(4096));
  assert.equal(writer.write(record(8192, 0), 8192), false);
});

test('a record that its writer never finished is not there', () => {
  const ring = makeRing(4096);
  const writer = new RingWriter(ring);
  // A writer that dies has put bytes into the ring without moving the head.
  new Uint8Array(ring, 256).fill(0xff, 0, 512);
  const tail = new RingTail(ring);
  assert.equal(tail.next(), -1);
  writer.write(record(64, 5), 64);
  assert.equal(tail.next(), 0);
  assert.equal(tail.next(), -1);
});

test('head and tail may run over 2^32 units without losing their place', () => {
  const ring = makeRing(4096);
  const control = new Int32Array(ring, 0, 64);
  control[0] = -16;
  control[16] = -16;
  const writer = new RingWriter(ring);
  const tail = new RingTail(ring);
  for (let i = 0; i < 64; i++) {
    assert.ok(writer.write(record(64, i), 64));
    const from = tail.next();
    assert.equal(tail.words[from / 4 + 15], i);
    tail.release();
  }
});
