import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually } from '../../waiting.ts';
import { arnOf, fn, running } from './given.ts';

const linux = process.platform === 'linux';

/** Gone, or dead and not yet asked after by whoever has inherited it. */
function ended(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return true;
  }
}

/** Starts a process that lasts for minutes, and answers with its id. */
const sleeper = (options: string, then: string): string => `
  const { spawn } = require('node:child_process');
  exports.handler = async (e) => {
    if (e.fill) return 'well';
    const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setTimeout(() => {}, 300_000)'], ${options});
    await new Promise((resolve) => child.on('spawn', resolve));
    console.log('child ' + child.pid);
    ${then}
  };`;

for (const [what, options] of [
  ['started', '{ stdio: "ignore" }'],
  ['started in a group of its own, as browsers are', '{ stdio: "ignore", detached: true }'],
] as const)
  for (const [when, then] of [
    ['exits', 'process.exit(1);'],
    ['crashes', 'process.abort();'],
    ['takes too long', 'await new Promise(() => setTimeout(() => {}, 60_000));'],
  ] as const)
    test(`what a function has ${what} ends with it when it ${when}`, { skip: !linux }, async (t) => {
      const { call, said } = running(t, [fn(sleeper(options, then), { timeoutMs: 1_000 })]);
      assert.notEqual((await call()).outcome, 'answered');
      const pid = Number(said('child ')[0]!.split('child ')[1]);
      await eventually(
        () => ended(pid),
        () => `process ${pid} goes on`,
      );
    });

test('what a function has started ends when the function is ended', { skip: !linux }, async (t) => {
  const { call, functions, said } = running(t, [
    fn(sleeper('{ stdio: "ignore", detached: true }', 'return 1;')),
  ]);
  assert.equal((await call()).outcome, 'answered');
  const pid = Number(said('child ')[0]!.split('child ')[1]);
  assert.equal(ended(pid), false);
  await functions.close();
  await eventually(() => ended(pid));
});

test('memory of what a function has started counts as its own', { skip: !linux }, async (t) => {
  const code = `const { spawnSync } = require('node:child_process');
  exports.handler = async (e) => {
    if (!e.bad) return 'well';
    spawnSync(process.execPath, ['-e', 'const kept = []; setInterval(() => kept.push(Buffer.alloc(50e6, 1)), 20)'], { stdio: 'ignore' });
  };`;
  const { call } = running(t, [fn(code, { timeoutMs: 20_000 })]);
  const { outcome, value } = await call({ bad: true });
  assert.equal(outcome, 'error');
  assert.equal((value as { errorType: string }).errorType, 'Runtime.OutOfMemory');
  assert.equal((await call()).value, 'well');
});

test('a function that goes on to take memory after it has answered is ended', { skip: !linux }, async (t) => {
  const code = `exports.handler = async (e) => {
    if (e.bad) {
      const kept = [];
      setInterval(() => { if (kept.length < 40) kept.push(Buffer.alloc(25e6, 1)); }, 20);
    }
    return process.pid;
  };`;
  const { call } = running(t, [fn(code)]);
  const pid = (await call({ bad: true })).value as number;
  await eventually(() => !existsSync(`/proc/${pid}`));
  assert.notEqual((await call()).value, pid);
});

for (const [what, environment] of [
  ['longer than the system takes', { LARGE: 'x'.repeat(200_000) }],
  ['one that holds a zero byte', { ODD: 'a\u0000b' }],
] as const)
  test(`an environment that no process can be given (${what}) fails its function, and no other`, async (t) => {
    const { functions, call } = running(t, [
      fn('exports.handler = async () => 1;', { environment }),
      fn('exports.handler = async () => 2;', { name: 'other', id: 'stack/other' }),
    ]);
    for (let i = 0; i < 20; i++) {
      const { outcome, value } = await call();
      assert.equal(outcome, 'error');
      assert.match((value as { errorMessage: string }).errorMessage, /could not be started/);
    }
    assert.equal((await call({}, arnOf('other'))).value, 2);
    await eventually(() => functions.processes === 1);
  });
