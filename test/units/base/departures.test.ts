import assert from 'node:assert/strict';
import { test } from 'node:test';
import { departs, TOGETHER } from '../../../src/base/departures.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is held back departs in order when the turn ends', async () => {
  const departed: number[] = [];
  for (let n = 0; n < 3; n++) departs({ depart: () => departed.push(n) });
  await Promise.resolve();
  assert.deepEqual(departed, []);
  await turn();
  assert.deepEqual(departed, [0, 1, 2]);
  await turn();
  assert.equal(departed.length, 3);
});

test('as many as may wait together depart at once, and the rest when the turn ends', async () => {
  const departed: number[] = [];
  for (let n = 0; n < TOGETHER + 2; n++) {
    departs({ depart: () => departed.push(n) });
    assert.equal(departed.length, n < TOGETHER - 1 ? 0 : TOGETHER);
  }
  await turn();
  assert.deepEqual(departed, [...Array(TOGETHER + 2).keys()]);
});

test('what is held back while others depart goes in the turn that follows, once', async () => {
  const departed: string[] = [];
  departs({
    depart() {
      departed.push('first');
      departs({ depart: () => departed.push('second') });
    },
  });
  await turn();
  await turn();
  assert.deepEqual(departed, ['first', 'second']);
  await turn();
  assert.equal(departed.length, 2);
});
