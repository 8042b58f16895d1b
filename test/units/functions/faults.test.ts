import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { eventually } from '../../waiting.ts';
import { arnOf, fn, running } from './given.ts';

type Failure = { errorType: string; errorMessage: string; trace?: string[] };

/** A function with one handler body, asked once with `{ bad: true }` and once with `{}`: it must be well again. */
async function twice(t: TestContext, body: string, over: Parameters<typeof fn>[1] = {}) {
  const r = running(t, [fn(`exports.handler = async (e) => { if (!e.bad) return 'well'; ${body} };`, over)]);
  const done = await r.call({ bad: true });
  assert.deepEqual((await r.call()).value, 'well', 'the next call is answered');
  return { ...r, outcome: done.outcome, failure: done.value as Failure, durationMs: done.durationMs };
}

test('what a function throws becomes Lambda’s error object, and its process goes on', async (t) => {
  const code = `exports.handler = (e, c, done) => {
    if (e.how === 'throw') throw new RangeError('thrown');
    if (e.how === 'reject') return Promise.reject(new TypeError('rejected'));
    if (e.how === 'callback') return done(new Error('called back'));
    if (e.how === 'fail') return c.fail('failed');
    if (e.how === 'odd') return Promise.reject(Object.create(null));
    done(null, process.pid);
  };`;
  const { call, functions, said } = running(t, [fn(code)]);
  const first = (await call()).value;
  const expected: [string, string, string][] = [
    ['throw', 'RangeError', 'thrown'],
    ['reject', 'TypeError', 'rejected'],
    ['callback', 'Error', 'called back'],
    ['fail', 'string', 'failed'],
    ['odd', 'Error', 'what was thrown cannot be written as text'],
  ];
  for (const [how, errorType, errorMessage] of expected) {
    const { outcome, value } = await call({ how });
    const failure = value as Failure;
    assert.deepEqual([outcome, failure.errorType, failure.errorMessage], ['error', errorType, errorMessage]);
    if (how === 'throw') assert.match(failure.trace![1]!, /index\.js:2/);
  }
  assert.equal((await call()).value, first, 'the same process');
  assert.equal(functions.processes, 1);
  assert.equal(said('Invoke Error').length, 5);
});

test('process.exit ends the invocation with an error, and the next one is answered', async (t) => {
  const { outcome, failure } = await twice(t, 'process.exit(3);');
  assert.equal(outcome, 'error');
  assert.equal(failure.errorType, 'Runtime.ExitError');
  assert.match(failure.errorMessage, /^RequestId: \S{36} Error: Runtime exited with error: exit status 3$/);
});

test('process.exit(0) gives no reason', async (t) => {
  const { failure } = await twice(t, 'process.exit(0);');
  assert.match(failure.errorMessage, /Runtime exited without providing a reason$/);
});

test('a crash of the runtime hurts only its invocation', async (t) => {
  const { outcome, failure } = await twice(t, 'process.abort();');
  assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.ExitError']);
  assert.match(failure.errorMessage, /signal: aborted/);
});

for (const [what, body] of [
  ['never answers', 'await new Promise((r) => setTimeout(r, 60_000));'],
  ['loops without end', 'for (;;);'],
  ['loops and does not listen to SIGTERM', 'process.on("SIGTERM", () => {}); for (;;);'],
] as const) {
  test(`a function that ${what} is ended at its timeout, and its process replaced`, async (t) => {
    const { outcome, failure, durationMs, said, functions } = await twice(t, body, { timeoutMs: 150 });
    assert.equal(outcome, 'timeout');
    assert.equal(durationMs, 150);
    assert.match(failure.errorMessage, /^RequestId: \S{36} Error: Task timed out after 0\.15 seconds$/);
    assert.equal(said('Status: timeout').length, 1);
    await eventually(
      () => functions.processes === 1,
      () => 'it is not so: the process is gone',
    );
  });
}

test('a handler whose promise nothing can settle any more fails at once', async (t) => {
  const { outcome, failure } = await twice(t, 'await new Promise(() => {});');
  assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.NodeJsExit']);
});

for (const [what, body] of [
  ['a BigInt', 'return { n: 1n };'],
  ['a circle', 'const a = {}; a.a = a; return a;'],
  ['an object whose toJSON throws', 'return { toJSON() { throw new Error("no"); } };'],
] as const) {
  test(`returning ${what} is an error of the function`, async (t) => {
    const { outcome, failure } = await twice(t, body);
    assert.deepEqual([outcome, failure.errorMessage], ['error', 'Unable to stringify response body']);
  });
}

test('a rejection nobody handles ends the process and names itself', async (t) => {
  const { outcome, failure } = await twice(
    t,
    'Promise.reject(new Error("alone")); await new Promise((r) => setTimeout(r, 1000));',
  );
  assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.UnhandledPromiseRejection']);
  assert.equal(failure.errorMessage, 'alone');
});

test('an exception outside of the handler ends the process and is the error of the invocation', async (t) => {
  const body =
    'setTimeout(() => { throw new TypeError("later"); }); await new Promise((r) => setTimeout(r, 1000));';
  const { outcome, failure } = await twice(t, body);
  assert.deepEqual([outcome, failure.errorType, failure.errorMessage], ['error', 'TypeError', 'later']);
});

test('megabytes of log are cut at the bound and counted, and the invocation is not held up', async (t) => {
  const limits = { entryBytes: 10_000, invocationBytes: 100_000 };
  const r = running(
    t,
    [
      fn(
        `exports.handler = async (e) => {
      const line = 'x'.repeat(1000);
      for (let i = 0; i < 5000; i++) e.raw ? process.stdout.write(line + '\\n') : console.log(line);
      return 'done';
    };`,
        { timeoutMs: 20_000 },
      ),
      fn(`exports.handler = async () => { console.log('y'.repeat(50_000)); };`, { name: 'long' }),
    ],
    { limits },
  );
  for (const raw of [false, true]) {
    r.logs.length = 0;
    const done = await r.call({ raw });
    assert.equal(done.value, 'done');
    await eventually(
      () => r.said('REPORT').length === 1,
      () => 'it is not so: the end is logged',
    );
    const bytes = r.logs.filter((l) => l.source === 'function').reduce((sum, l) => sum + l.text.length, 0);
    assert.ok(bytes > 80_000 && bytes <= 101_000, `${bytes} bytes kept`);
    const dropped = Number(/(\d+) bytes dropped/.exec(r.said('bytes dropped')[0]!)![1]);
    assert.ok(dropped > 4_800_000 && dropped < 5_100_000, `${dropped} bytes dropped`);
  }
  await r.call({}, arnOf('long'));
  const long = r.logs.find((l) => l.text.includes('yyy'))!;
  assert.equal(long.truncated, true);
  assert.equal(long.text.length, 10_000);
});

test('bytes on standard output that are no text are kept as lines', async (t) => {
  const { outcome } = await twice(t, 'process.stdout.write(Buffer.from([0xff, 0, 10, 0xfe])); return 1;');
  assert.equal(outcome, 'answered');
});

for (const [what, bytes] of [
  ['no frame', 'Buffer.alloc(4096, 0xff)'],
  ['a frame that is not JSON', 'Buffer.from([0, 0, 0, 3, 65, 66, 10])'],
  ['an answer to another request', 'Buffer.from("\\0\\0\\0\\x1f" + \'{"say":"answer","id":"other"}\\nx\')'],
] as const) {
  test(`writing ${what} to the channel ends the process, not the gateway`, async (t) => {
    const body = `require('node:fs').writeSync(4, ${bytes}); await new Promise((r) => setTimeout(r, 1000));`;
    const { outcome, failure } = await twice(t, body);
    assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.InvalidResponse']);
  });
}

test('closing the channel ends the process, not the gateway', async (t) => {
  const { outcome, failure } = await twice(t, `require('node:fs').closeSync(4); return 1;`);
  assert.deepEqual([outcome, failure.errorType], ['error', 'Runtime.ExitError']);
});

test('an event or an answer of over 6 MB is too large', async (t) => {
  const { functions } = running(t, [fn('exports.handler = async (e) => "x".repeat(e.n ?? 0);')]);
  const ask = (event: unknown) => functions.invoke(arnOf(), JSON.stringify(event));
  assert.deepEqual(await ask({ a: 'x'.repeat(6_291_456) }), { outcome: 'too-large', side: 'request' });
  assert.deepEqual(await ask({ n: 6_291_556 }), { outcome: 'too-large', side: 'response' });
  assert.equal((await ask({ a: 'x'.repeat(6_291_430), n: 6_291_550 })).outcome, 'answered');
});

const initFaults: Record<string, [code: string, handler: string, type: string, message: RegExp]> = {
  'a syntax error': ['exports.handler = (', 'index.handler', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
  'a module that is not there': [
    'require("./nowhere");',
    'index.handler',
    'Runtime.ImportModuleError',
    /Cannot find module '\.\/nowhere'/,
  ],
  'a file that is not there': ['', 'main.handler', 'Runtime.ImportModuleError', /Cannot find module 'main'/],
  'an export that is not there': [
    'exports.a = 1',
    'index.handler',
    'Runtime.HandlerNotFound',
    /index\.handler is undefined/,
  ],
  'an export that is no function': [
    'exports.handler = 1',
    'index.handler',
    'Runtime.HandlerNotFound',
    /not a function/,
  ],
  'a handler without a dot': ['', 'handler', 'Runtime.MalformedHandlerName', /Bad handler/],
  'an exception at load': ['throw new RangeError("early")', 'index.handler', 'RangeError', /^early$/],
  'an exit at load': ['process.exit(4)', 'index.handler', 'Runtime.ExitError', /exit status 4/],
};
for (const [what, [code, handler, errorType, message]] of Object.entries(initFaults)) {
  test(`${what} is told to whoever calls`, async (t) => {
    const { call, functions } = running(t, [fn(code, { handler })]);
    for (const { outcome, value } of await Promise.all([call(), call(), call()])) {
      const failure = value as Failure;
      assert.deepEqual([outcome, failure.errorType], ['error', errorType]);
      assert.match(failure.errorMessage, message);
    }
    await eventually(
      () => functions.processes === 0,
      () => 'it is not so: no process is left',
    );
  });
}

test('code that takes too long to load times out', async (t) => {
  const { call } = running(t, [fn('for (;;);')], { limits: { initMs: 100 } });
  const { outcome, value } = await call();
  assert.equal(outcome, 'timeout');
  assert.match((value as Failure).errorMessage, /loading the code took longer than 0\.10 seconds/);
});

test('a process that died between two calls is replaced without an error', async (t) => {
  const { call, functions } = running(t, [
    fn(
      'exports.handler = async (e) => { if (e.dies) setTimeout(() => process.exit(1), e.dies); return process.pid; };',
    ),
  ]);
  const first = (await call({ dies: 1 })).value as number;
  await eventually(
    () => functions.processes === 0,
    () => 'it is not so: it has died',
  );
  assert.notEqual((await call()).value, first);
  const killed = (await call()).value as number;
  process.kill(killed, 'SIGKILL');
  const done = await call();
  assert.equal(done.outcome, 'answered', 'though its end has not been noticed yet');
  assert.notEqual(done.value, killed);
});

test('a runtime that cannot run here is noted, and its function is missing', async (t) => {
  const { functions, call } = running(t, []);
  const java = fn('', { runtime: 'java21' });
  const gone = fn('', { name: 'gone', code: { folder: '/nonexistent/code' } });
  assert.deepEqual(
    functions.apply([java, gone]).map((n) => [n.level, n.code]),
    [
      ['warning', 'function.unsupported-runtime'],
      ['warning', 'function.no-code'],
    ],
  );
  assert.equal((await call({}, java.arn)).outcome, 'missing');
  assert.equal((await call({}, gone.arn)).outcome, 'missing');
});
