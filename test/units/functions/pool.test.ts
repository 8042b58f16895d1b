import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../waiting.ts';
import { arnOf, fn, folder, running } from './given.ts';

const naps = `let calls = 0;
  exports.handler = async (e) => {
    calls++;
    do await new Promise((r) => setTimeout(r, e.ms ?? 0));
    while (e.until !== undefined && !require('node:fs').existsSync(e.until));
    return { pid: process.pid, calls };
  };`;
type Nap = { pid: number; calls: number };

test('one process takes one call at a time, and is warm for the next', async (t) => {
  const { call, functions } = running(t, [fn(naps)]);
  const first = (await call()).value as Nap;
  assert.deepEqual((await call()).value, { pid: first.pid, calls: 2 });
  const until = join(folder(t, {}), 'go');
  const under = call({ ms: 5, until });
  const other = (await call()).value as Nap;
  writeFileSync(until, '');
  assert.notEqual(((await under).value as Nap).pid, other.pid);
  assert.equal(functions.processes, 2);
});

test('what is over the reserved concurrency is throttled, and only that', async (t) => {
  const { call } = running(t, [
    fn(naps, { reservedConcurrency: 3 }),
    fn(naps, { name: 'off', reservedConcurrency: 0 }),
  ]);
  const done = await Promise.all(Array.from({ length: 8 }, () => call({ ms: 20 })));
  assert.deepEqual(done.map((d) => d.outcome).sort(), [
    ...Array(3).fill('answered'),
    ...Array(5).fill('throttled'),
  ]);
  assert.equal((await call()).outcome, 'answered', 'the room is given back');
  assert.equal((await call({}, arnOf('off'))).outcome, 'throttled');
});

test('functions without a reservation share one bound', async (t) => {
  const { call } = running(t, [fn(naps), fn(naps, { name: 'b' })], { limits: { unreserved: 2 } });
  const done = await Promise.all([call({ ms: 9 }), call({ ms: 9 }, arnOf('b')), call()]);
  assert.deepEqual(
    done.map((d) => d.outcome),
    ['answered', 'answered', 'throttled'],
  );
});

test('events that wait or are worked on have one bound, which is free again once they are done', async (t) => {
  const given = [fn(naps), fn(naps, { name: 'b' })];
  const { call } = running(t, given, { limits: { eventsInAll: 5_000 } });
  const pad = 'x'.repeat(3_000);
  for (let round = 0; round < 2; round++) {
    const done = await Promise.all([call({ ms: 9, pad }), call({ pad }, arnOf('b')), call({})]);
    assert.deepEqual(
      done.map((d) => d.outcome),
      ['answered', 'throttled', 'answered'],
    );
  }
  assert.equal((await call({ pad: pad + pad })).outcome, 'answered', 'one alone may be longer');
});

test('calls past the bound of processes wait, and those that wait too long are throttled', async (t) => {
  const { call, functions } = running(t, [fn(naps)], { limits: { processes: 2, waitMs: 20_000 } });
  const done = await Promise.all(Array.from({ length: 20 }, () => call()));
  assert.ok(done.every((d) => d.outcome === 'answered'));
  assert.equal(functions.processes, 2);
  const hasty = running(t, [fn(naps, { timeoutMs: 60_000 })], { limits: { processes: 2, waitMs: 100 } });
  for (let n = 0; n < 2; n++) void hasty.call({ ms: 50_000 });
  assert.equal((await hasty.call()).outcome, 'throttled');
});

test('a function that finds all processes taken gets the place of one that is idle', async (t) => {
  const given = [fn(naps), fn(naps, { name: 'b' })];
  const { call, functions } = running(t, given, { limits: { processes: 2 } });
  await Promise.all([call({ ms: 50 }), call({ ms: 50 })]);
  assert.equal((await call({}, arnOf('b'))).outcome, 'answered');
  assert.equal(functions.processes, 2);
  const busy = [call({ ms: 150 }), call({ ms: 150 }, arnOf('b'))];
  const [a, b] = await Promise.all([call(), call({}, arnOf('b'))]);
  assert.deepEqual([a.outcome, b.outcome], ['answered', 'answered']);
  await Promise.all(busy);
});

test('a process that was idle for too long, by the gateway’s clock, ends', async (t) => {
  const { call, functions, clock } = running(t, [fn(naps)], { limits: { idleMs: 60_000 } });
  const { pid } = (await call()).value as Nap;
  clock.advance(59_000);
  functions.reap();
  assert.equal(((await call()).value as Nap).pid, pid);
  clock.advance(60_000);
  functions.reap();
  await eventually(
    () => functions.processes === 0,
    () => 'it is not so: it has ended',
  );
  assert.notEqual(((await call()).value as Nap).pid, pid);
});

test('a change gives new processes, and a call under way ends in the old one', async (t) => {
  const { call, functions } = running(t, [fn(naps), fn(naps, { name: 'same' })]);
  const same = (await call({}, arnOf('same'))).value as Nap;
  const under = call({ ms: 200 });
  await call();
  functions.apply([fn('exports.handler = async () => "new";'), fn(naps, { name: 'same', timeoutMs: 9000 })]);
  assert.equal((await call()).value, 'new');
  assert.equal((await under).outcome, 'answered');
  assert.equal(((await call({}, arnOf('same'))).value as Nap).pid, same.pid, 'the other stays warm');
  await eventually(
    () => functions.processes === 2,
    () => 'it is not so: the old ones are gone',
  );
  functions.apply([]);
  assert.equal((await call()).outcome, 'missing');
  await eventually(
    () => functions.processes === 0,
    () => 'it is not so: and then all',
  );
});

test('a file that was written anew is a change', async (t) => {
  const code = folder(t, { 'index.js': 'exports.handler = async () => 1;' });
  const { call, functions } = running(t, [fn('', { code: { folder: code } })]);
  assert.equal((await call()).value, 1);
  writeFileSync(join(code, 'index.js'), 'exports.handler = async () => 2;');
  utimesSync(join(code, 'index.js'), 1, 1);
  functions.apply([fn('', { code: { folder: code } })]);
  assert.equal((await call()).value, 2);
});

test('closing ends every process, those that would not go and what they started included', async (t) => {
  const code = `
    process.on('SIGTERM', () => {});
    exports.handler = async (e) => {
      if (e.starts) return require('node:child_process').spawn('sleep', ['60']).pid;
      for (;;);
    };`;
  const { call, functions } = running(t, [fn(code)], { limits: { stopMs: 50 } });
  const started = (await call({ starts: true })).value as number;
  const under = call();
  await call({ starts: true });
  await functions.close();
  assert.equal((await under).outcome, 'error');
  assert.equal(functions.processes, 0);
  const state = execFileSync('sh', ['-c', `cut -d' ' -f3 /proc/${started}/stat 2>/dev/null || echo gone`]);
  assert.match(state.toString(), /gone|Z/);
  assert.equal((await call()).outcome, 'missing');
});
