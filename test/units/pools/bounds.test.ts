import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreAdapter } from '../../../src/operate/pools/adapter.ts';
import { PoolStore } from '../../../src/pools/store.ts';
import { Guesses, Strangers } from '../../../src/pools/strangers.ts';

test('sign-ins that anyone may begin fill no more than their share, and the latest are kept', async () => {
  const store = new PoolStore(null);
  const interactions = new StoreAdapter(store, 'pool', 'Interaction');
  const codes = new StoreAdapter(store, 'pool', 'AuthorizationCode');
  await codes.upsert('code', { accountId: 'ann' }, 300);
  const sessions = new StoreAdapter(store, 'pool', 'Session');
  await sessions.upsert('ann', { accountId: 'ann' }, 60);
  for (let i = 0; i < 11_000; i++) await sessions.upsert(`s${i}`, {}, 3600);
  for (let i = 0; i < 12_000; i++) await interactions.upsert(`i${i}`, { uid: `u${i}` }, 1800 + i);
  const [{ n }] = store.all("SELECT count(*) AS n FROM provider WHERE model = 'Interaction'") as [
    { n: number },
  ];
  assert.ok(n <= 10_500, String(n));
  assert.equal(await interactions.find('i0'), undefined);
  assert.deepEqual(await sessions.find('ann'), { accountId: 'ann' });
  assert.deepEqual(await interactions.find('i11999'), { uid: 'u11999' });
  assert.deepEqual(await codes.find('code'), { accountId: 'ann' });
  store.close();
});

test('what has run out is found by an index, however much there is', () => {
  const store = new PoolStore(null);
  for (const table of ['provider', 'refresh']) {
    const [plan] = store.all(`EXPLAIN QUERY PLAN DELETE FROM ${table} WHERE expires < 1`);
    assert.match(String(plan!.detail), /USING (?:COVERING )?INDEX/, table);
  }
  store.close();
});

test('names that nobody has are remembered up to a bound', () => {
  const strangers = new Strangers();
  for (let i = 0; i < 12_000; i++) strangers.failed(`n${i}`, 0);
  assert.equal(strangers.size, 10_000);
  for (let i = 0; i < 5; i++) strangers.failed('ann', 0);
  assert.deepEqual([strangers.isLocked('ann', 999), strangers.isLocked('ann', 1000)], [true, false]);
});

test('guesses at codes are remembered up to a bound, and for as long as a code is good', () => {
  const guesses = new Guesses();
  for (let i = 0; i < 12_000; i++) guesses.wrong(`n${i}`, 0);
  assert.equal(guesses.size, 10_000);
  for (let i = 0; i < 5; i++) guesses.wrong('ann', 0);
  assert.deepEqual([guesses.may('ann', 3_600_000), guesses.may('ann', 3_600_001)], [false, true]);
  guesses.forget('ann');
  assert.ok(guesses.may('ann', 0));
});
