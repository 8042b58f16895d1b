import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  table as layout,
  type Measure,
  set,
  tableBytes,
} from '../../../src/guard/decide/waf/rates/layout.ts';
import { standing } from '../../../src/guard/decide/waf/rates/standing.ts';
import { RateTable } from '../../../src/guard/decide/waf/rates/table.ts';

const start = 1_700_000_000_000;

function made(measure: Partial<Measure> = {}, mode: 'exact' | 'aws' = 'exact') {
  const whole = { limit: 10, windowMs: 60_000, keys: 64, ...measure };
  const cells = new SharedArrayBuffer(tableBytes(whole));
  const table = new RateTable(cells, whole, mode);
  const count = (d: number, ms: number): boolean => table.count(0, 0, 0xffff, d, start + ms);
  const stands = (d: number, ms: number) => standing(table, table.find(0, 0, 0xffff, d), start + ms, mode);
  return { table, cells, count, stands };
}

test('the request over the limit is the first one refused, and refused ones count as well', () => {
  const { count } = made({ limit: 133, windowMs: 300_000 });
  const verdicts = Array.from({ length: 1500 }, (_, i) => count(7, i * 200));
  assert.equal(verdicts.indexOf(true), 133);
  assert.equal(verdicts.filter((over) => !over).length, 133);
});

test('a request passes as soon as the one `limit` before it leaves the window', () => {
  const { count } = made();
  for (let i = 0; i < 10; i++) assert.equal(count(1, i * 1000), false);
  assert.equal(count(1, 59_999), true);
  // The 2nd request was at 1 000 ms: the refused one took the place of the first.
  assert.equal(count(1, 60_999), true);
  assert.equal(count(1, 62_000), false);
});

test('a sliding window over any steady stream lets through exactly the limit', () => {
  for (const limit of [10, 100, 256]) {
    const { count } = made({ limit });
    const times: number[] = [];
    for (let i = 0; i < 5 * limit; i++) {
      const ms = i * 487;
      times.push(ms);
      const within = times.filter((t) => ms - t < 60_000).length;
      assert.equal(count(3, ms), within > limit, `limit ${limit}, request ${i}`);
    }
  }
});

test('a key with a limit above 256 is counted exactly when it is new, and when it was idle for a window', () => {
  for (const limit of [257, 1000, 2000, 99_999]) {
    const { count } = made({ limit });
    for (const begin of [0, 60_100, 400_000]) {
      let passed = 0;
      for (let i = 0; i < limit + 50; i++) if (!count(3, begin + (i >> 12))) passed++;
      assert.equal(passed, limit, `limit ${limit} at ${begin}`);
    }
  }
});

test('a stream at a limit above 256 is held to within a 256th of it, and never let beyond', () => {
  const limit = 1000;
  const { count } = made({ limit });
  const times: number[] = [];
  let early = 0;
  for (let i = 0; i < 6000; i++) {
    const ms = i * 55 + ((i * 7919) % 50);
    times.push(ms);
    const within = times.filter((t) => ms - t < 60_000).length;
    const over = count(3, ms);
    if (within > limit) assert.equal(over, true, `request ${i}: ${within} within the window`);
    else if (over) {
      assert.ok(within > limit - Math.ceil(limit / 256), `request ${i} refused with ${within}`);
      early++;
    }
  }
  assert.ok(early < 6000);
});

test('times that wrap at 32 bits, and months between requests, do not refuse anybody', () => {
  const { count } = made();
  const wrap = 2 ** 32;
  for (let i = 0; i < 10; i++) count(1, i);
  for (const later of [wrap, wrap + 5, 2 * wrap + 3, 2 ** 31, 2 ** 31 + 9]) {
    assert.equal(count(1, later), false, `after ${later} ms`);
  }
  const slow = made({ windowMs: 600_000 });
  for (let i = 0; i < 20_000; i++) assert.equal(slow.count(1, i * 599_000), false);
});

test('a request that has its number and has not left its time is known to be within the window', () => {
  const { table, cells, count } = made();
  count(1, 0);
  for (let i = 1; i < 10; i++) count(1, 59_000);
  // Another worker takes number 10, and is put aside by the machine before it writes.
  const place = table.find(0, 0, 0xffff, 1);
  const at = layout.size + (place >>> 3) * set.size + set.count + (place & 7);
  Atomics.add(new Int32Array(cells), at, 1);
  for (let i = 11; i < 20; i++) assert.equal(count(1, 60_500), true);
  // Number 20 asks about number 10, and finds the time of number 0, which has left the window.
  assert.equal(count(1, 60_500), true);
});

test('a count that comes near the end of its 32 bits goes on as before', () => {
  for (const limit of [10, 133, 1000]) {
    const { table, cells, count } = made({ limit });
    count(1, 0);
    const words = new Int32Array(cells);
    const place = table.find(0, 0, 0xffff, 1);
    const at = layout.size + (place >>> 3) * set.size + set.count + (place & 7);
    const wrap = limit * (Math.floor(2 ** 31 / limit) | 1);
    Atomics.store(words, at, wrap - 5);
    let passed = 0;
    for (let i = 0; i < 3 * limit; i++) if (!count(1, 100_000 * Math.floor(i / limit) + 1)) passed++;
    assert.ok(table.column('count', place) >>> 0 < wrap);
    assert.ok(passed >= limit, `${passed} of ${3 * limit}`);
  }
});

test('what a standing says is what the next request meets', () => {
  const { count, stands } = made();
  assert.deepEqual(stands(9, 0), { count: 0, over: false, releasesAtMs: start, refused: 0, sinceMs: 0 });
  for (let ms = 0; ms < 200_000; ms += 997) {
    const busy = ms % 90_000 < 30_000;
    if (!busy) continue;
    const before = stands(1, ms);
    if (before.over) assert.equal(stands(1, before.releasesAtMs - start).over, false);
    if (before.over) assert.equal(stands(1, before.releasesAtMs - start - 1).over, true);
    assert.equal(count(1, ms), before.over);
    assert.equal(stands(1, ms).count, Math.min(10, before.count + 1));
  }
});

test('a spell of refusals is counted from its first, and ends with the window', () => {
  const { count, stands } = made();
  for (let i = 0; i < 15; i++) count(1, i);
  assert.equal(stands(1, 20).refused, 5);
  assert.equal(stands(1, 20).sinceMs, start + 10);
  assert.equal(stands(1, 70_000).refused, 0);
  for (let i = 0; i < 12; i++) count(1, 100_000 + i);
  assert.equal(stands(1, 100_020).refused, 2);
  assert.equal(stands(1, 100_020).sinceMs, start + 100_010);
});

test('a spell of refusals ends when a request passes, though one was refused within the window', () => {
  const { count, stands } = made();
  for (let i = 0; i < 10; i++) count(1, i);
  assert.equal(count(1, 30_000), true);
  assert.equal(stands(1, 30_000).sinceMs, start + 30_000);
  for (let i = 0; i < 9; i++) assert.equal(count(1, 60_010 + i), false);
  assert.equal(stands(1, 60_020).over, true);
  assert.equal(count(1, 60_020), true);
  assert.equal(count(1, 60_021), true);
  assert.equal(stands(1, 60_022).sinceMs, start + 60_020);
  assert.equal(stands(1, 60_022).refused, 2);
});

test('in aws mode a key is looked at about every ten seconds', () => {
  const { count, stands } = made({}, 'aws');
  const second = (from: number, ms: number) => Array.from({ length: 100 }, (_, i) => count(1, from + i * ms));
  assert.ok(
    second(0, 50).every((over) => !over),
    'nobody has looked yet',
  );
  assert.ok(
    second(10_000, 50).every((over) => over),
    'looked at, and over',
  );
  assert.equal(stands(1, 15_001).over, true);
  // The last 10 requests were at 14.5 to 15 s: they leave the window at 75 s, and the look after is at 80 s.
  assert.equal(stands(1, 15_001).releasesAtMs, start + 80_000);
  assert.equal(count(1, 79_000), false);
});

test('millions of keys stay within the memory, and one that is being limited stays limited', () => {
  const { table, cells, count, stands } = made({ limit: 133, keys: 1024 });
  const bytes = cells.byteLength;
  for (let i = 0; i < 150; i++) count(42, i);
  for (let i = 0; i < 200_000; i++) {
    table.count(0, 0, 0xffff, (i * 2_654_435_761) >>> 0, start + 1000 + (i >> 4));
    if (i % 5000 === 0) assert.equal(count(42, 1000 + (i >> 4)), true);
  }
  assert.equal(cells.byteLength, bytes);
  assert.ok(stands(42, 13_500).over);
  let seated = 0;
  table.forEach(() => {
    seated++;
  });
  assert.equal(seated, 1024);
});

test('a full set gives the seat that was idle beyond the window, else the one with the fewest requests', () => {
  const { count, stands } = made({ keys: 8, limit: 100 });
  for (let key = 1; key <= 8; key++) for (let n = 0; n < key + 1; n++) count(key, key === 5 ? 0 : 50_000);
  count(9, 60_001);
  assert.equal(stands(5, 60_001).count, 0, '5 was idle the longest');
  count(10, 60_002);
  assert.equal(stands(9, 60_002).count, 0, '9 had but one request');
  assert.equal(stands(8, 60_002).count, 9);
});

test('a key that is being limited keeps its seat before those with more requests that are not', () => {
  const { count, stands } = made({ keys: 8 });
  for (let ms = 0; ms <= 200_000; ms += 10_000)
    for (let key = 2; key <= 8; key++) assert.equal(count(key, ms), false);
  for (let i = 0; i < 12; i++) count(1, 200_000);
  count(9, 200_001);
  assert.equal(stands(1, 200_001).over, true);
  assert.equal(stands(2, 200_001).count, 0);
});

test('a worker that died while it seated a key is waited for a second; then its set counts on, and lost nothing', () => {
  for (const stamp of [Date.now() | 1, (Date.now() - 5000) | 1, (Date.now() + 3_600_000) | 1]) {
    const { cells, count } = made({ keys: 8 });
    const words = new Int32Array(cells);
    const lock = layout.size + set.lock;
    Atomics.store(words, lock, stamp);
    for (let i = 0; i < 10; i++) assert.equal(count(1, i), false);
    assert.equal(count(1, 11), true);
    assert.equal(Atomics.load(words, lock), 0);
  }
});

test('the memory of a rule is what the docs say', () => {
  assert.ok(tableBytes({ limit: 256, keys: 32_768 }) <= 35.5e6);
  assert.ok(tableBytes({ limit: 2_000_000_000, keys: 32_768 }) <= 35.5e6);
  assert.ok(tableBytes({ limit: 133, keys: 32_768 }) < 20e6);
});
