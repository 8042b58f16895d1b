import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { HeavyHitters } from '../../../src/observe/journal/heavy-hitters.ts';
import { Journal } from '../../../src/observe/journal/journal.ts';
import { JournalReader } from '../../../src/observe/journal/journal-reader.ts';
import type { Row } from '../../../src/observe/journal/rows.ts';
import { temporaryFolder } from '../../folders.ts';
import { blocked, event } from './event.ts';

const folder = temporaryFolder({ after });
const outcomes = (rows: Iterable<Row>) => [...rows].filter((r) => r.of === 'outcome');

test('a refusal is found by its request id, whole, before and after a restart', () => {
  const file = join(folder, 'restart.sqlite');
  const journal = new Journal({ file });
  const e = blocked({ requestId: 'one', query: 'a=1' });
  journal.add(e);
  journal.add(event());
  assert.equal(journal.find('one')!.target, '/prod/pets/7?a=1');
  journal.close();
  const again = new Journal({ file });
  const found = again.find('one')!;
  assert.deepEqual(found.waf, e.waf);
  assert.deepEqual(found.headers, e.headers);
  assert.equal(again.find('two'), null);
  again.add(event());
  const rows = outcomes(again.reader.rows(0, Number.MAX_SAFE_INTEGER));
  assert.deepEqual(
    rows.map((r) => [r.status, r.reason, r.count]),
    [
      [403, 'WAF_FILTERED', 1],
      [200, '', 2],
    ],
  );
  again.close();
});

test('nobody but its owner and group reads the file', () => {
  const file = join(folder, 'mode.sqlite');
  const journal = new Journal({ file });
  journal.add(event());
  journal.flush();
  for (const part of ['', '-wal', '-shm']) assert.equal(statSync(file + part).mode & 0o007, 0, part);
  journal.close();
});

test('another process can read while the gateway writes', () => {
  const file = join(folder, 'shared.sqlite');
  const journal = new Journal({ file });
  journal.add(event());
  journal.flush();
  const reader = JournalReader.open(file)!;
  assert.equal(outcomes(reader.rows(0, Number.MAX_SAFE_INTEGER)).length, 1);
  reader.close();
  journal.close();
  assert.equal(JournalReader.open(join(folder, 'none.sqlite')), null);
});

test('refusals past the cap of a second are counted, not kept; none is missing from the tallies', () => {
  const journal = new Journal({ file: null, refusalsPerSecond: 10 });
  for (let i = 0; i < 100; i++) journal.add(blocked({ requestId: `r${i}` }));
  assert.equal(journal.reader.recent(1000).length, 10);
  assert.equal(journal.state.notKept, 90);
  assert.equal(outcomes(journal.reader.rows(0, Number.MAX_SAFE_INTEGER))[0]!.count, 100);
  journal.close();
});

test('only the last so many refusals are kept', () => {
  const journal = new Journal({ file: null, maxRefusals: 25 });
  for (let i = 0; i < 100; i++) {
    journal.add(blocked({ requestId: `r${i}` }));
    if (i % 10 === 9) journal.flush();
  }
  const kept = journal.reader.recent(1000).map((r) => r.requestId);
  assert.equal(kept.length, 25);
  assert.equal(kept[0], 'r99');
  journal.close();
});

test('what failed behind the gateway is no refusal of an address, a path or a key', () => {
  const journal = new Journal({ file: null });
  const who = { client: '198.51.100.3', path: '/slow', apiKeyId: 'key1' };
  journal.add(event({ ...who, status: 504, reason: 'INTEGRATION_TIMEOUT' }));
  const tops = [...journal.reader.rows(0, Number.MAX_SAFE_INTEGER)].filter((r) => r.of !== 'outcome');
  assert.deepEqual(tops.map((r) => [r.of, r.outcome, r.key, r.count]).sort(), [
    ['address', 'failed', '198.51.100.3', 1],
    ['apiKey', 'failed', 'key1', 1],
    ['path', 'failed', '/slow', 1],
  ]);
  journal.close();
});

test('the most frequent addresses and refused paths of each minute are kept, and written once', () => {
  const journal = new Journal({ file: null });
  const at = event().at;
  for (let i = 0; i < 3; i++) journal.add(blocked({ client: '198.51.100.1', path: '/.env' }));
  journal.flush();
  for (let i = 0; i < 2; i++) journal.add(blocked({ client: '198.51.100.1', path: '/.env' }));
  journal.add(event({ at: at + 60_000, client: '198.51.100.2' }));
  const tops = [...journal.reader.rows(0, Number.MAX_SAFE_INTEGER)].filter((r) => r.of !== 'outcome');
  assert.deepEqual(
    tops.map((r) => [r.of, r.outcome, r.key, r.count]),
    [
      ['address', 'refused', '198.51.100.1', 5],
      ['path', 'refused', '/.env', 5],
      ['address', 'allowed', '198.51.100.2', 1],
    ],
  );
  journal.close();
});

test('a journal that has grown to its size drops and counts, makes room, and goes on', () => {
  const journal = new Journal({ file: join(folder, 'full.sqlite'), maxBytes: 200_000 });
  const big = 'x'.repeat(4000);
  let failed = false;
  for (let i = 0; i < 100; i++) {
    journal.add(blocked({ requestId: `r${i}`, userAgent: big }));
    journal.flush();
    failed ||= journal.state.state === 'failing';
  }
  assert.ok(failed && journal.state.dropped > 0, 'it was full at some time');
  assert.equal(journal.state.state, 'ok', 'and is not now');
  assert.ok(journal.find('r99') !== null || journal.find('r98') !== null, 'the newest are kept');
  journal.close();
});

test('a file that cannot be used leaves the journal in memory, and says why', () => {
  writeFileSync(join(folder, 'plain'), 'x');
  const journal = new Journal({ file: join(folder, 'plain', 'j.sqlite') });
  assert.equal(journal.state.state, 'memory');
  assert.notEqual(journal.state.because, '');
  journal.add(blocked({ requestId: 'm' }));
  assert.equal(journal.find('m')!.status, 403);
  journal.close();
});

test('a file that is no journal is put aside whole, and a new one is begun', () => {
  const file = garbage();
  const before = readFileSync(file);
  const journal = new Journal({ file });
  const { state, putAside } = journal.state;
  assert.deepEqual([state, putAside], ['ok', `${file}.damaged`]);
  assert.deepEqual(readFileSync(putAside), before);
  journal.add(blocked({ requestId: 'm' }));
  journal.close();
  const again = new Journal({ file });
  assert.equal(again.find('m')!.status, 403);
  assert.equal(again.state.putAside, '');
  again.close();
});

test('a journal that is damaged while it is written, or found so when it is read, is put aside', () => {
  for (const meet of ['write', 'read'] as const) {
    const file = join(folder, `damaged-${meet}.sqlite`);
    const first = new Journal({ file });
    for (let i = 0; i < 200; i++) first.add(blocked({ requestId: `r${i}` }));
    first.close();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0x5a)]));
    const journal = new Journal({ file });
    if (meet === 'write') {
      journal.add(blocked({ requestId: 'meets' }));
      journal.flush();
      assert.equal(journal.find('meets')!.status, 403, 'what met the damage is not lost');
      assert.equal(journal.state.dropped, 0);
    } else assert.equal(journal.find('r7'), null);
    assert.deepEqual([journal.state.state, journal.state.putAside], ['ok', `${file}.damaged`]);
    journal.add(blocked({ requestId: 'kept' }));
    assert.equal(journal.find('kept')!.status, 403);
    assert.equal([...journal.read((reader) => reader.rows(0, 8e15))].length > 0, true);
    journal.close();
  }
});

function garbage(): string {
  const file = join(folder, 'garbage.sqlite');
  writeFileSync(file, 'this is no database at all'.repeat(100));
  return file;
}

test('frequent keys are found among any number of others, in bounded memory', () => {
  const hitters = new HeavyHitters(50);
  for (let i = 0; i < 20_000; i++) {
    hitters.add(`once-${i}`);
    if (i % 5 === 0) hitters.add('often');
  }
  const [[key, count]] = hitters.top(1) as [[string, number]];
  assert.equal(key, 'often');
  assert.ok(count <= 4000 && count >= 4000 - hitters.total / 51);
});

test('a journal whose file was removed, or another put in its place, goes on in the one that is there', () => {
  const file = join(folder, 'gone', 'journal.sqlite');
  const journal = new Journal({ file });
  journal.add(event());
  journal.flush();
  rmSync(join(folder, 'gone'), { recursive: true });
  journal.add(event());
  journal.add(event());
  journal.flush();
  const counted = (): number => {
    const reader = JournalReader.open(file)!;
    const sum = outcomes(reader.rows(0, Number.MAX_SAFE_INTEGER)).reduce((n, r) => n + r.count, 0);
    reader.close();
    return sum;
  };
  assert.equal(counted(), 2, 'whoever reads the file sees it');
  const other = new Journal({ file: join(folder, 'other.sqlite') });
  for (let i = 0; i < 5; i++) other.add(event());
  other.close();
  renameSync(join(folder, 'other.sqlite'), file);
  journal.add(event());
  journal.flush();
  assert.equal(counted(), 6);
  assert.deepEqual(journal.state, { state: 'ok', because: '', dropped: 0, notKept: 0, putAside: '' });
  journal.close();
});

test('a journal that somebody else keeps locked holds nobody up for long, and what it cannot take is counted', () => {
  const file = join(folder, 'locked.sqlite');
  const journal = new Journal({ file });
  const locker = new DatabaseSync(file);
  locker.exec('BEGIN EXCLUSIVE');
  journal.add(event());
  const before = process.cpuUsage().user;
  journal.flush();
  assert.ok(process.cpuUsage().user - before < 1_000_000);
  assert.equal(journal.state.state, 'failing');
  assert.match(journal.state.because, /locked/);
  assert.ok(journal.state.dropped > 0);
  locker.exec('COMMIT');
  locker.close();
  journal.add(event());
  journal.flush();
  assert.equal(journal.state.state, 'ok');
  journal.close();
});
