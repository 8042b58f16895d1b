import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gathered } from '../../../src/base/gathered.ts';

const gathered = (pieces: readonly Buffer[]): Buffer => {
  const all = new Gathered();
  for (const piece of pieces) all.add(piece);
  assert.equal(all.length, Buffer.concat(pieces).length);
  return all.whole();
};

test('pieces of any size come out in their order', () => {
  const sizes = [1, 0, 5000, 16_384, 3, 70_000, 16_383, 1, 1, 4096, 0, 65_536, 2];
  const pieces = sizes.map((size, i) => Buffer.alloc(size, 65 + i));
  for (let from = 0; from < pieces.length; from++) {
    const these = pieces.slice(from);
    assert.ok(gathered(these).equals(Buffer.concat(these)), `from ${from}`);
  }
  assert.equal(gathered([]).length, 0);
});

test('a piece that stays alone is not copied', () => {
  const piece = Buffer.from('alone');
  assert.equal(gathered([piece, Buffer.alloc(0)]), piece);
});

test('small pieces are copied: what they are views of may go, or be written over', () => {
  const lent = Buffer.from('ab');
  const all = new Gathered();
  all.add(Buffer.from('>'));
  all.add(lent);
  lent.write('xy');
  all.add(lent.subarray(0, 1));
  assert.equal(all.whole().toString(), '>abx');
});
