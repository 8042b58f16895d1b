import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { zipOf } from '../../zip.ts';
import { arnOf, fn, folder, running } from './given.ts';

const answers: Record<string, [code: string, value: unknown]> = {
  'an async handler': ['exports.handler = async (e) => ({ got: e.a });', { got: 1 }],
  'a promise': ['exports.handler = (e) => new Promise((r) => setTimeout(r, 5, e.a));', 1],
  'a callback': ['exports.handler = (e, c, done) => { setTimeout(() => done(null, e.a), 5); };', 1],
  'a synchronous return': ['exports.handler = (e) => ({ a: e.a });', { a: 1 }],
  'context.done': ['exports.handler = (e, c) => { c.done(null, e.a); };', 1],
  'context.succeed': ['exports.handler = (e, c) => { c.succeed(e.a); };', 1],
  'nothing, once nothing is left to wait for': [
    'exports.handler = (e) => { setTimeout(() => {}, 5); };',
    null,
  ],
  undefined: ['exports.handler = async () => undefined;', null],
  'a function, which JSON does not know': ['exports.handler = async () => () => 1;', null],
  'an ES module': ['export const handler = async (e) => import.meta.url.slice(-9);', 'index.mjs'],
};
for (const [how, [code, value]] of Object.entries(answers)) {
  test(`a function answers by ${how}`, async (t) => {
    const done = await running(t, [fn(code)]).call({ a: 1 });
    assert.deepEqual([done.outcome, done.value], ['answered', value]);
  });
}

test('a callback waits for the event loop to be empty, unless the code says otherwise', async (t) => {
  const code = (wait: boolean): string => `
    exports.handler = (e, c, done) => {
      c.callbackWaitsForEmptyEventLoop = ${wait};
      let over = false;
      setTimeout(() => { over = true; }, ${wait ? 20 : 60_000});
      done(null, { toJSON: () => over });
    };`;
  const waits = await running(t, [fn(code(true))]).call();
  const goes = await running(t, [fn(code(false))]).call();
  assert.deepEqual([waits.value, goes.value], [true, false]);
});

test('code in a folder is found by file, by nested folder and by nested export', async (t) => {
  const code = folder(t, {
    'src/app.js': 'exports.deep = { handler: async () => require("./part.js") };',
    'src/part.js':
      'module.exports = [__dirname.endsWith("/src"), process.cwd() === process.env.LAMBDA_TASK_ROOT];',
    'mod.mjs': 'export const handler = async () => "mod";',
    'typed/package.json': '{"type":"module"}',
    'typed/index.js': 'export const handler = async () => "typed";',
  });
  const at = (name: string, handler: string) => fn('', { name, handler, code: { folder: code } });
  const given = [at('a', 'src/app.deep.handler'), at('b', 'mod.handler'), at('c', 'typed/index.handler')];
  const { call } = running(t, given);
  assert.deepEqual((await call({}, arnOf('a'))).value, [true, true]);
  assert.equal((await call({}, arnOf('b'))).value, 'mod');
  assert.equal((await call({}, arnOf('c'))).value, 'typed');
});

test('a .js file is CommonJS, as on Lambda, though a package.json above its folder says module', async (t) => {
  const above = folder(t, { 'package.json': '{"type":"module"}' });
  const code = folder(
    t,
    {
      'index.js': 'exports.handler = async () => [require("./lib/part").part, typeof module];',
      'lib/part.js': 'exports.part = 7;',
    },
    above,
  );
  const { call } = running(t, [fn('', { code: { folder: code } })]);
  assert.deepEqual((await call()).value, [7, 'object']);
});

test('the context says what Lambda says', async (t) => {
  const code = `exports.handler = async (e, c) => ({ ...c, left: c.getRemainingTimeInMillis() });`;
  const { call, logs } = running(t, [fn(code)]);
  const { value } = await call({}, `${arnOf()}:live`);
  const { awsRequestId, logStreamName, left, ...rest } = value as Record<string, unknown>;
  assert.deepEqual(rest, {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'greeter',
    functionVersion: '$LATEST',
    invokedFunctionArn: `${arnOf()}:live`,
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/greeter',
  });
  assert.match(String(awsRequestId), /^[0-9a-f-]{36}$/);
  assert.match(String(logStreamName), /^2023\/11\/14\/\[\$LATEST\][0-9a-f]{32}$/);
  assert.ok((left as number) > 2000 && (left as number) <= 3000);
  assert.equal(logs[0]!.logStream, logStreamName);
});

test('the environment is Lambda’s and the function’s, and nothing of the gateway’s', async (t) => {
  process.env.PORTCULLIS_TEST_SECRET = 'kept';
  t.after(() => delete process.env.PORTCULLIS_TEST_SECRET);
  const environment = { LOG_LEVEL: 'DEBUG', AWS_REGION: 'mars-1', TZ: 'Europe/Berlin' };
  const { call } = running(t, [fn('exports.handler = async () => process.env;', { environment })], {
    endpoint: 'http://127.0.0.1:4566',
  });
  const value = (await call()).value as Record<string, string>;
  assert.equal(value.LOG_LEVEL, 'DEBUG');
  assert.equal(value.TZ, 'Europe/Berlin');
  assert.equal(value.AWS_REGION, 'us-east-1', 'Lambda reserves the name');
  assert.equal(value.AWS_LAMBDA_FUNCTION_NAME, 'greeter');
  assert.equal(value._HANDLER, 'index.handler');
  assert.equal(value.AWS_ENDPOINT_URL, 'http://127.0.0.1:4566');
  assert.equal(value.PORTCULLIS_TEST_SECRET, undefined);
  const own = new Set(['PATH', 'HOME', 'LANG', 'TZ', 'LOG_LEVEL', 'LAMBDA_TASK_ROOT', '_HANDLER']);
  assert.deepEqual(
    Object.keys(value).filter((name) => !own.has(name) && !name.startsWith('AWS_')),
    [],
  );
});

test('where the gateway says more, with LOG_LEVEL=DEBUG, its functions are told to', async (t) => {
  const code = 'exports.handler = async () => process.env.LOG_LEVEL ?? "none";';
  const levelOf = async (environment: Record<string, string>, debug: boolean): Promise<unknown> =>
    (await running(t, [fn(code, { environment })], { debug }).call()).value;
  assert.equal(await levelOf({ LOG_LEVEL: 'INFO' }, true), 'DEBUG');
  assert.equal(await levelOf({}, true), 'DEBUG');
  assert.equal(await levelOf({ LOG_LEVEL: 'INFO' }, false), 'INFO');
  assert.equal(await levelOf({}, false), 'none');
});

test('console writes entries with their level between START, END and REPORT', async (t) => {
  const code = `exports.handler = async () => {
    console.log('one', { a: 1 }); console.debug('two'); console.warn('three\\nlines'); console.error('four');
    process.stdout.write('raw\\nhalf');
  };`;
  const { call, logs } = running(t, [fn(code)]);
  await call();
  await call();
  const id = logs[0]!.requestId;
  const first = logs.filter((l) => l.requestId === id);
  const mine = first.filter((l) => l.source === 'function' && l.text.includes('\t'));
  assert.deepEqual(
    mine.map((l) => [l.level, l.text]),
    [
      ['INFO', `2023-11-14T22:13:20.000Z\t${id}\tINFO\tone { a: 1 }`],
      ['DEBUG', `2023-11-14T22:13:20.000Z\t${id}\tDEBUG\ttwo`],
      ['WARN', `2023-11-14T22:13:20.000Z\t${id}\tWARN\tthree\nlines`],
      ['ERROR', `2023-11-14T22:13:20.000Z\t${id}\tERROR\tfour`],
    ],
  );
  assert.ok(first.some((l) => l.text === 'raw') && first.some((l) => l.text === 'half'));
  assert.equal(first[0]!.text, `START RequestId: ${id} Version: $LATEST`);
  assert.equal(first.at(-2)!.text, `END RequestId: ${id}`);
  const report =
    /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/;
  assert.match(first.at(-1)!.text, report);
});

test('an alias or a version reaches the function, another qualifier or name does not', async (t) => {
  const { functions } = running(t, [fn('exports.handler = async (e, c) => c.functionVersion;')]);
  const outcome = async (arn: string) => {
    const done = await functions.invoke(arn, '{}');
    return 'payload' in done ? done.payload : done.outcome;
  };
  assert.equal(await outcome(arnOf()), '"$LATEST"');
  assert.equal(await outcome(`${arnOf()}:live`), '"$LATEST"');
  assert.equal(await outcome(`${arnOf()}:7`), '"7"');
  assert.equal(await outcome(`${arnOf()}:dead`), 'missing');
  assert.equal(await outcome(arnOf('other')), 'missing');
});

test('code in an archive is unpacked once for each of its hashes, and one that is broken is told', async (t) => {
  const code = folder(t, { 'broken.zip': 'PK' });
  const zip = join(code, 'code.zip');
  writeFileSync(
    zip,
    zipOf([
      { name: 'index.js', text: 'exports.handler = async () => [require("./lib/part.js"), __dirname];' },
      { name: 'lib/part.js', text: 'module.exports = "part";' },
    ]),
  );
  const { functions, call } = running(t, [fn('', { code: { zip } })]);
  const [part, where] = (await call()).value as [string, string];
  assert.equal(part, 'part');
  functions.apply([fn('', { code: { zip }, timeoutMs: 2000 })]);
  assert.deepEqual((await call()).value, [part, where]);
  writeFileSync(zip, zipOf([{ name: 'index.js', text: 'exports.handler = async () => "new";' }]));
  functions.apply([fn('', { code: { zip } })]);
  assert.equal((await call()).value, 'new');
  const notes = functions.apply([fn('', { code: { zip: join(code, 'broken.zip') } })]);
  assert.match(String(notes[0]?.message), /cannot be unpacked: .*broken\.zip is no ZIP archive/);
});
