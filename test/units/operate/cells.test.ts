import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf } from '../../../src/guard/serve/gateway.ts';
import { SharedCells } from '../../../src/operate/supervise/cells.ts';

/** Lays out one generation that asks for these sizes. */
function next(shared: SharedCells, sizes: Readonly<Record<string, number>>): void {
  const { cells, settle } = shared.layOut();
  for (const [id, bytes] of Object.entries(sizes)) cells(id, bytes);
  settle();
}

test('an id that keeps its size keeps its bytes over reloads; one that changes it begins anew', () => {
  const shared = new SharedCells();
  next(shared, { a: 8, b: 8 });
  const [a, b] = [shared.laid.get('a'), shared.laid.get('b')];
  next(shared, { a: 8, b: 16 });
  assert.equal(shared.laid.get('a'), a);
  assert.notEqual(shared.laid.get('b'), b);
  assert.equal(shared.bytes, 24);
});

test('an id that is no longer asked for is kept for one generation more, and then freed', () => {
  const shared = new SharedCells();
  next(shared, { a: 8 });
  const a = shared.laid.get('a');
  next(shared, {});
  assert.equal(shared.laid.size, 0);
  next(shared, { a: 8 });
  assert.equal(shared.laid.get('a'), a);
  next(shared, {});
  next(shared, {});
  next(shared, { a: 8 });
  assert.notEqual(shared.laid.get('a'), a);
});

test('a layout that is not put in force changes nothing', () => {
  const shared = new SharedCells();
  next(shared, { a: 8 });
  shared.layOut().cells('b', 8);
  assert.deepEqual([...shared.laid.keys()], ['a']);
});

test('one id with two sizes, and memory that was never laid out, are bugs that say so', () => {
  const { cells } = new SharedCells().layOut();
  cells('a', 8);
  assert.throws(() => cells('a', 16), /a was asked for with 8 bytes and with 16/);
  assert.throws(() => cellsOf(new Map())('a', 8), /no shared memory of 8 bytes was laid out for a/);
});
