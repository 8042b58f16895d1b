import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { fn, running } from '../units/functions/given.ts';
import { eventually } from '../waiting.ts';

type Failure = { errorType: string };

/** A function that is asked for something bad, and then must be well again. */
async function twice(t: TestContext, body: string, over: Parameters<typeof fn>[1] = {}) {
  const r = running(t, [fn(`exports.handler = async (e) => { if (!e.bad) return 'well'; ${body} };`, over)]);
  const done = await r.call({ bad: true });
  assert.deepEqual((await r.call()).value, 'well', 'the next call is answered');
  return { outcome: done.outcome, failure: done.value as Failure };
}

test('a heap that grows past the memory of the function ends that process only', async (t) => {
  const body = 'const kept = []; for (;;) kept.push({ a: [kept.length, "x".repeat(64) + kept.length] });';
  const { outcome, failure } = await twice(t, body, { timeoutMs: 20_000 });
  assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.OutOfMemory']);
});

test('memory outside the heap is bounded too', { skip: process.platform !== 'linux' }, async (t) => {
  const body =
    'const kept = []; for (;;) { kept.push(Buffer.alloc(8e6, 1)); await new Promise((r) => setTimeout(r, 4)); }';
  const { outcome, failure } = await twice(t, body, { timeoutMs: 20_000 });
  assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.OutOfMemory']);
});

/** A gateway of nothing but one function, in a process of its own; resolves with the id of the function's process. */
async function gateway(t: TestContext, body: string): Promise<{ gateway: ChildProcess; pid: number }> {
  const code = `
    import { Functions } from '${new URL('../../src/functions/functions.ts', import.meta.url)}';
    import { Clock } from '${new URL('../../src/base/clock.ts', import.meta.url)}';
    import { fn } from '${new URL('../units/functions/given.ts', import.meta.url)}';
    const log = (entry) => { if (entry.text.includes('pid=')) process.stdout.write(entry.text + '\\n'); };
    const functions = new Functions({ clock: Clock.running(), region: 'r', accountId: '1', log });
    const greeter = fn(${JSON.stringify(body)}, { timeoutMs: 60_000 });
    functions.apply([greeter]);
    process.on('message', (word) => { if (word === 'exit') process.exit(1); });
    await functions.invoke(greeter.arn, '{}');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  t.after(() => child.kill('SIGKILL'));
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return { gateway: child, pid: Number(/pid=(\d+)/.exec(chunk.toString())![1]) };
}

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const busy = 'exports.handler = async () => { console.log(`pid=${process.pid}`); for (;;); };';
const waits = 'exports.handler = () => { console.log(`pid=${process.pid}`); setTimeout(() => {}, 60_000); };';
for (const [doing, code] of [
  ['waits', waits],
  ['loops without end', busy],
] as const) {
  test(`a gateway that is killed leaves no process behind, though its function ${doing}`, async (t) => {
    const { gateway: child, pid } = await gateway(t, code);
    assert.ok(lives(pid));
    child.kill('SIGKILL');
    await eventually(
      () => !lives(pid),
      () => 'it is not so: the function is gone',
    );
  });
}

test('a gateway that exits leaves no process behind, though its function loops without end', async (t) => {
  const { gateway: child, pid } = await gateway(t, busy);
  child.send('exit');
  await eventually(
    () => !lives(pid),
    () => 'it is not so: the function is gone',
  );
});
