import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { JournalReader } from '../../src/observe/journal/journal-reader.ts';
import { journalFile } from '../../src/observe/observe.ts';
import { freePorts, RunningCommand, runCommand } from '../cli.ts';
import { rateRule, smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { rawServer } from '../units/dispatch/raw-server.ts';
import { eventually } from '../waiting.ts';
import { asked, type Caller, callerOf, get, partsOf } from './support/caller.ts';
import { shortFile } from './support/files.ts';
import { functionTemplate } from './support/functions.ts';
import { childrenOf, leavesNothing, lives, openConnections, recorded, reported } from './support/leavings.ts';

async function lateServer(t: TestContext, ms: number): Promise<string> {
  const server = createServer((request, response) => setTimeout(() => response.end(request.url), ms));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Paced {
  readonly answered: number;
  /** Whether the last answer said that the connection ends with it. */
  readonly told: boolean;
  /** Whether its last request crossed with the end of the connection. */
  readonly crossed: boolean;
  readonly lost: number;
}

/** One client that asks ten times a second on one connection, until that is ended; fails when it goes on for long. */
async function paced(caller: Caller, seen: () => void): Promise<Paced> {
  let answered = 0;
  let told = false;
  while (!caller.closed) {
    assert.ok(answered < 600, 'a connection is not ended');
    const path = `/${answered}`;
    caller.text = '';
    caller.write(get(path));
    await eventually(
      () => caller.closed || partsOf(caller.text) !== null,
      () => 'no answer comes',
    );
    const answer = partsOf(caller.text);
    // Written into the very moment in which the idle connection ended: RFC 9112 9.5 has it be repeated.
    if (answer === null && caller.text === '') return { answered, told, crossed: true, lost: 0 };
    if (answer?.status !== 200 || answer.body !== path) return { answered, told, crossed: false, lost: 1 };
    answered++;
    seen();
    told = answer.headers.get('connection') === 'close';
    if (told) break;
    await pause(100);
  }
  return { answered, told, crossed: false, lost: 0 };
}

test('SIGTERM during 200 requests a second loses none: each is answered whole, and counted once', async (t) => {
  const data = temporaryFolder(t);
  const file = shortFile(t, await lateServer(t, 20), { throttle: { rate: 10_000, burst: 10_000 } });
  const up = new RunningCommand(['up', file, '--data', data, '--workers', '3', ...freePorts]);
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  await up.says(/Try next/);
  const idle = await Promise.all(Array.from({ length: 5 }, () => callerOf(t, plane!)));
  const cutShort: Error[] = [];
  for (const caller of idle) {
    caller.socket.on('error', (error) => cutShort.push(error));
    assert.equal((await asked(caller, get('/idle'))).status, 200);
    caller.text = '';
  }
  const clients: Promise<Paced>[] = [];
  let seen = 0;
  for (let i = 0; i < 20; i++) {
    clients.push(paced(await callerOf(t, plane!), () => void seen++));
    await pause(5);
  }
  await eventually(
    () => seen > 200,
    () => `${seen} answers have come`,
  );
  up.signal('SIGTERM');
  const ends = await Promise.all(clients);
  assert.deepEqual(
    ends.map(({ lost }) => lost),
    ends.map(() => 0),
  );
  assert.ok(ends.filter(({ crossed }) => crossed).length <= 1);
  // Whoever asks again soon is waited for; on a busy machine some of these do not.
  assert.ok(ends.filter(({ told }) => told).length > 10, 'their last answers told them to close');
  const { code, err } = await up.ended;
  assert.equal(code, 0, err);
  assert.match(err, /^[^\n]*SIGTERM: draining, at most 30 s[^\n]*\n$/, 'nothing else is worth a word');
  await eventually(
    () => idle.every((caller) => caller.closed),
    () => 'an idle connection stays',
  );
  assert.ok(
    idle.every((caller) => caller.text === '') && cutShort.length === 0,
    'idle ones end without a byte',
  );
  const answered = ends.reduce((sum, end) => sum + end.answered, 0);
  const journal = JournalReader.open(journalFile(data))!;
  assert.equal(reported(journal), answered + idle.length, 'each has one event');
  journal.close();
});

test('SIGTERM waits for functions under way and for answers that still come', async (t) => {
  const begun = temporaryFolder(t);
  const code = `const { existsSync, writeFileSync } = require('node:fs');
  exports.handler = async () => {
    writeFileSync(${JSON.stringify(begun)} + '/' + process.pid, '');
    while (!existsSync(${JSON.stringify(join(begun, 'go'))})) await new Promise((resolve) => setTimeout(resolve, 20));
    return { statusCode: 200, body: 'done' };
  };`;
  const template = functionTemplate(t, { late: { code } });
  const up = new RunningCommand(['up', template, '--ephemeral', '--workers', '2', ...freePorts]);
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  await up.says(/Try next/);
  const [, path] = (await up.says(/(\/_aws\/execute-api\/\w+\/prod)/))!;
  const callers = await Promise.all(Array.from({ length: 3 }, () => callerOf(t, plane!)));
  for (const caller of callers) caller.write(get(`${path}/late`));
  await eventually(
    () => readdirSync(begun).length === 3,
    () => 'the functions do not start',
  );
  const children = childrenOf(up.pid);
  assert.ok(children.length >= 3);
  up.signal('SIGTERM');
  await eventually(() => up.err.includes('draining'));
  writeFileSync(join(begun, 'go'), '');
  for (const caller of callers) {
    const answer = partsOf(await caller.end())!;
    assert.deepEqual([answer.status, answer.body], [200, 'done']);
    assert.equal(answer.headers.get('connection'), 'close');
  }
  assert.equal((await up.ended).code, 0);
  // The one that looks after what functions have left outlives the gateway by a moment.
  await eventually(
    () => !children.some(lives),
    () => `${children.filter(lives)} live on`,
  );
});

test('requests that outlast the grace are cut, and the process still ends in order', async (t) => {
  const upstream = await rawServer(() => {});
  t.after(() => upstream.close());
  const line = [
    'up',
    '--to',
    upstream.origin,
    '--ephemeral',
    '--workers',
    '1',
    '--grace',
    '0.5',
    ...freePorts,
  ];
  const up = new RunningCommand(line);
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  await up.says(/Try next/);
  const caller = await callerOf(t, plane!);
  caller.write(get('/never'));
  await eventually(
    () => upstream.received.length === 1,
    () => 'the server is not asked',
  );
  up.signal('SIGTERM');
  const { code, err } = await up.ended;
  assert.equal(code, 0);
  assert.match(err, /SIGTERM: draining, at most 0\.5 s/, 'not the usual grace of 30 s');
  assert.equal(await caller.end(), '');
});

test('when no more files can be opened, connections beyond are closed, and all is well again behind it', async (t) => {
  const line = ['up', '--to', await lateServer(t, 0), '--ephemeral', '--workers', '1', ...freePorts];
  const up = new RunningCommand(line, { under: ['sh', '-c', 'ulimit -n 90; exec "$@"', 'sh'] });
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  const [, console_] = await up.says(/console +(\S+)/);
  await up.says(/Try next/);
  const callers = await Promise.all(Array.from({ length: 200 }, () => callerOf(t, plane!)));
  const beyond = (): Caller[] => callers.filter((caller) => caller.closed);
  await eventually(
    () => beyond().length > 100,
    () => `${beyond().length} were closed`,
  );
  const served = callers.filter((caller) => !caller.closed);
  assert.ok(served.length > 20, `${served.length} were let in`);
  // No connection to the server can be opened either.
  for (const caller of served) assert.match(String((await asked(caller, get('/a'))).status), /^(200|504)$/);
  for (const caller of callers) caller.socket.destroy();
  await eventually(
    () => openConnections(Number(new URL(plane!).port)) === 0,
    () => 'connections stay open',
  );
  const one = await callerOf(t, plane!);
  assert.equal((await asked(one, get('/well'))).body, '/well');
  one.socket.destroy();
  const health = (await (await fetch(`${console_}/healthz`)).json()) as object;
  assert.partialDeepStrictEqual(health, {
    workers: { running: 1, replaced: 0 },
    observed: { events: served.length + 1, eventsLost: 0, eventsFailed: 0 },
  });
  up.signal('SIGTERM');
  assert.equal((await up.ended).code, 0);
});

test('workers that are killed are replaced, and what was spent of every limit stays spent', async (t) => {
  const definition = smallDefinition({ rate: 1, burst: 30, rules: [rateRule(50)] });
  const gateway = await startGateway({ definition, workers: 3 });
  t.after(() => gateway.close());
  const { crew } = gateway.supervisor;
  const path = new URL(gateway.api('prod', '/pets')).pathname;
  let sent = 0;
  const statuses = async (times: number): Promise<Record<number, number>> => {
    const seen: Record<number, number> = {};
    for (let i = 0; i < times; i++) {
      const caller = await callerOf(t, gateway.url);
      const { status } = await asked(caller, get(path));
      caller.socket.destroy();
      sent++;
      seen[status] = (seen[status] ?? 0) + 1;
    }
    return seen;
  };
  const kill = async (...workers: number[]): Promise<void> => {
    // A worker that dies takes along what it has not written yet.
    await recorded(gateway, sent);
    const deaths = crew!.replaced + workers.length;
    await Promise.all(workers.map((i) => crew!.lose(i)));
    await eventually(
      () => crew!.replaced === deaths && crew!.running === 3,
      () => `${crew!.running} run, ${crew!.replaced} were replaced`,
    );
  };
  assert.deepEqual(await statuses(20), { 200: 20 });
  await kill(0, 1, 2);
  assert.deepEqual(await statuses(20), { 200: 10, 429: 10 }, 'ten tokens were left');
  await kill(1);
  assert.deepEqual(await statuses(20), { 429: 10, 403: 10 }, 'forty requests had been counted');
  const health = (await (await fetch(`${gateway.console}/healthz`)).json()) as object;
  assert.partialDeepStrictEqual(health, { status: 'ok', workers: { wanted: 3, running: 3, replaced: 4 } });
  gateway.clock.advance(300_000);
  assert.deepEqual(await statuses(1), { 200: 1 });
  await leavesNothing(gateway, { requests: sent, deaths: 4 });
});

test('a worker that dies breaks its own connections, in the midst of an answer too, and no other', async (t) => {
  const upstream = await rawServer((socket, sent) => {
    if (sent.includes('GET /half')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    else if (sent.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  });
  t.after(() => upstream.close());
  const gateway = await startGateway({ to: upstream.origin, workers: 2 });
  t.after(() => gateway.close());
  const callers = await Promise.all(Array.from({ length: 16 }, () => callerOf(t, gateway.url)));
  for (const caller of callers) caller.write(get('/half'));
  for (const caller of callers) await caller.until((text) => text.endsWith('half'));
  await gateway.supervisor.crew!.lose(0);
  await eventually(
    () => gateway.supervisor.crew!.replaced === 1 && gateway.supervisor.crew!.running === 2,
    () => 'it is not replaced',
  );
  const broken = callers.filter((caller) => caller.closed);
  assert.ok(
    broken.every((caller) => partsOf(caller.text) === null),
    'what broke is not taken for whole',
  );
  const rest = callers.filter((caller) => !caller.closed);
  assert.ok(rest.length > 0, 'the other worker has some of them');
  for (let i = 0; i < 8; i++) {
    const caller = await callerOf(t, gateway.url);
    assert.equal((await asked(caller, get('/whole'))).status, 200);
    caller.socket.destroy();
  }
  assert.ok(rest.every((caller) => !caller.closed));
  for (const caller of callers) caller.socket.resetAndDestroy();
  // The requests that died with their worker have no event: what it had not written is lost with it.
  await leavesNothing(gateway, { requests: 8 + rest.length, deaths: 1 });
});

for (const [what, folder, because] of [
  ['none can be made', '/proc/portcullis', /there can be no folder in that place/],
  ['a device stands', '/dev/null/portcullis', /a file stands in its place/],
] as const) {
  test(`a data folder where ${what} is said with what to do about it`, async () => {
    const { code, err, out } = await runCommand([
      'up',
      '--to',
      'http://127.0.0.1:9',
      '--data',
      folder,
      ...freePorts,
    ]);
    assert.deepEqual([code, out], [5, '']);
    assert.match(err, new RegExp(`^portcullis: cannot write to the data folder ${folder}: `));
    assert.match(err, because);
    assert.match(err, /\n {2}Choose another with --data <folder>, or keep nothing with --ephemeral\.\n$/);
  });
}
