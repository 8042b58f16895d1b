import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../waiting.ts';
import { arnOf, fn, folder, running } from './given.ts';

const python = (code: string, over: Parameters<typeof fn>[1] = {}) =>
  fn(code, { runtime: 'python3.13', timeoutMs: 20_000, ...over });

test('a Python function answers, logs and fails as on Lambda', async (t) => {
  const code = `
import json, logging, os, sys, time
logger = logging.getLogger()
logger.setLevel("INFO")

def handler(event, context):
    if event.get("raises"): raise KeyError("k")
    if event.get("exits"): sys.exit(3)
    if event.get("loops"):
        while True: pass
    if event.get("odd"): return {"s": {1, 2}}
    logger.warning("careful %s", 1)
    print("plain")
    return {"name": context.function_name, "arn": context.invoked_function_arn, "pid": os.getpid(),
            "left": 0 < context.get_remaining_time_in_millis() <= 20_000, "e": event, "ü": None}
`;
  const { call, logs, functions } = running(t, [
    python(code),
    python(code, { name: 'hasty', timeoutMs: 500 }),
  ]);
  const good = await call({ a: 'ü' });
  const value = good.value as Record<string, unknown>;
  assert.equal(good.outcome, 'answered', JSON.stringify(good));
  const { pid, ...rest } = value;
  assert.deepEqual(rest, { name: 'greeter', arn: arnOf(), left: true, e: { a: 'ü' }, ü: null });
  assert.ok(logs.some((l) => l.level === 'WARN' && l.text.endsWith('\tWARN\tcareful 1')));
  assert.ok(logs.some((l) => l.text === 'plain'));
  const failed = async (event: unknown, arn?: string) => {
    const { outcome, value } = await call(event, arn);
    return [outcome, (value as { errorType: string }).errorType];
  };
  assert.deepEqual(await failed({ raises: true }), ['error', 'KeyError']);
  assert.deepEqual(await failed({ odd: true }), ['error', 'Runtime.MarshalError']);
  assert.equal(((await call()).value as Record<string, unknown>).pid, pid, 'still the same process');
  assert.deepEqual(await failed({ exits: true }), ['error', 'Runtime.ExitError']);
  assert.deepEqual(await failed({ loops: true }, arnOf('hasty')), ['timeout', 'Sandbox.Timedout']);
  assert.equal((await call()).outcome, 'answered');
  await functions.close();
  await eventually(
    () => functions.processes === 0,
    () => 'it is not so: it ends',
  );
});

test('a Python function that cannot be loaded says why', async (t) => {
  const code = folder(t, {
    'src/app.py': 'from .part import handler',
    'src/part.py': 'def handler(e, c): return __file__[-7:]',
    'bad.py': 'def handler(:',
    'needs.py': 'import nowhere_at_all',
  });
  const at = (name: string, handler: string) => python('', { name, handler, code: { folder: code } });
  const given = [
    at('a', 'src/app.handler'),
    at('b', 'bad.handler'),
    at('c', 'needs.handler'),
    at('d', 'src/part.none'),
  ];
  const { call } = running(t, given);
  const done = await Promise.all(given.map((g) => call({}, g.arn)));
  assert.equal(done[0]!.value, 'part.py');
  assert.deepEqual(
    done.slice(1).map((d) => (d.value as { errorType: string }).errorType),
    ['Runtime.UserCodeSyntaxError', 'Runtime.ImportModuleError', 'Runtime.HandlerNotFound'],
  );
});

test('without python3 there is a note, and the function is missing', async (t) => {
  const { functions, call } = running(t, [], { path: '/nonexistent' });
  const notes = functions.apply([python('def handler(e, c): return 1')]);
  assert.deepEqual(
    notes.map((n) => [n.level, n.code]),
    [['warning', 'function.no-python']],
  );
  assert.match(notes[0]!.message, /greeter needs python3\.13, and there is no python3/);
  assert.equal((await call({}, arnOf())).outcome, 'missing');
});
