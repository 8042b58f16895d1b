import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: { awsRequestId: string }) => Promise<Answer>;
type Answer = { statusCode: number; headers: Record<string, string>; body: string };
type Entry = Record<string, unknown> & { level: string; message: string };

const file = join(import.meta.dirname, '..', 'functions', 'greeter', 'index.mjs');
const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
const event = { path: '/secure/greeter', requestContext: { identity: { sourceIp: '203.0.113.7' } } };
const context = { awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' };
const setting = { LOG_LEVEL: process.env.LOG_LEVEL, RANDOM_SLEEP_SECS: process.env.RANDOM_SLEEP_SECS };
let lines: Entry[];

beforeEach(() => {
  delete process.env.LOG_LEVEL;
  delete process.env.RANDOM_SLEEP_SECS;
  lines = [];
  mock.method(console, 'log', (line: string) => lines.push(JSON.parse(line) as Entry));
});
afterEach(() => {
  mock.reset();
  for (const [name, value] of Object.entries(setting)) {
    if (value !== undefined) process.env[name] = value;
  }
});

test('the greeter greets, and tells the time', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 2, 9, 17, 4, 5, 678) });
  const { statusCode, headers, body } = await handler(event, context);
  mock.timers.reset();
  assert.equal(statusCode, 200);
  assert.equal(headers['Content-Type'], 'application/json');
  assert.equal(
    body,
    '{"message":"Hello Miztiikal World, It is 2026-03-09 17:04:05.678 here! How about there?"}',
  );
});

test('at INFO, and without a level, one line of JSON is logged for a call', async () => {
  await handler(event, context);
  process.env.LOG_LEVEL = 'INFO';
  await handler(event, context);
  assert.equal(lines.length, 2);
  for (const { level, message, requestId, path, sourceIp } of lines) {
    assert.deepEqual(
      { level, message, requestId, path, sourceIp },
      {
        level: 'INFO',
        message: 'greeting',
        requestId: context.awsRequestId,
        path: '/secure/greeter',
        sourceIp: '203.0.113.7',
      },
    );
  }
});

test('at DEBUG the event and the answer are logged as well', async () => {
  process.env.LOG_LEVEL = 'DEBUG';
  const { body } = await handler(event, context);
  assert.deepEqual(
    lines.map(({ level, message }) => `${level} ${message}`),
    ['INFO greeting', 'DEBUG event', 'DEBUG answer'],
  );
  assert.deepEqual(lines[1]!.event, event);
  assert.equal(lines[2]!.body, body);
});

test('with RANDOM_SLEEP_SECS a call waits for a random time below it', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(Math, 'random', () => 0.5);
  process.env.RANDOM_SLEEP_SECS = '8';
  let answered = false;
  const answer = handler(event, context).then(() => (answered = true));
  mock.timers.tick(3999);
  await new Promise(setImmediate);
  assert.equal(answered, false);
  mock.timers.tick(1);
  await answer;
});

test('with RANDOM_SLEEP_SECS at 0, or with none, a call waits for nothing', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  await handler(event, context);
  process.env.RANDOM_SLEEP_SECS = '0';
  await handler(event, context);
});

test('a RANDOM_SLEEP_SECS that is no such number is warned of, and a call waits for nothing', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  for (const value of ['soon', '-1', 'Infinity']) {
    process.env.RANDOM_SLEEP_SECS = value;
    assert.equal((await handler(event, context)).statusCode, 200);
    assert.equal(lines.at(-1)!.level, 'WARN');
    assert.equal(lines.at(-1)!.value, value);
  }
});

test('an event of another source than API Gateway is greeted too', async () => {
  assert.equal((await handler({}, context)).statusCode, 200);
});
