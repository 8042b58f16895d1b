import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Server } from 'node:net';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Clock } from '../../src/base/clock.ts';
import { claimPort } from '../../src/operate/listening.ts';
import { ephemeralFolder } from '../../src/operate/supervise/kept/data-folder.ts';
import { silentLog } from '../../src/operate/supervise/process-log.ts';
import { filesSource } from '../../src/operate/supervise/source.ts';
import { Supervisor } from '../../src/operate/supervise/supervisor.ts';
import { freePorts, RunningCommand } from '../cli.ts';
import { smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { eventually, had } from '../waiting.ts';
import { asked, callerOf, get } from './support/caller.ts';

test('a request that comes while the gateway still starts waits for its function', async (t) => {
  const port = await claimPort('127.0.0.1', 0, '--port');
  // This thread opens two ports of 0: the first tells which port the AWS endpoint may have; the second, the
  // console's, is the last thing before functions can be called, and is held back here.
  const listen = Server.prototype.listen;
  const last = Promise.withResolvers<() => void>();
  const told = t.mock.method(Worker.prototype, 'emit');
  let anyPorts = 0;
  t.after(() => {
    Server.prototype.listen = listen;
  });
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const isLast = (args[0] as { port?: number } | undefined)?.port === 0 && ++anyPorts === 2;
    if (!isLast) return Reflect.apply(listen, this, args);
    last.resolve(() => Reflect.apply(listen, this, args));
    return this;
  } as typeof listen;
  const starting = Supervisor.start({
    source: filesSource(['examples/secure-api/assembly']),
    folder: ephemeralFolder(),
    clock: Clock.byHand(),
    log: silentLog(),
    host: '127.0.0.1',
    port,
    httpsPort: null,
    workers: 1,
    adminHost: '127.0.0.1',
    endpointPort: 0,
    consolePort: 0,
    allowedHosts: [],
    watch: false,
  });
  let started = false;
  const whole = starting.then((supervisor) => {
    started = true;
    t.after(() => supervisor.stop(1_000));
  });
  const openLast = await last.promise;
  const plane = `http://127.0.0.1:${port}`;
  const caller = await had(() => callerOf(t, plane));
  const answer = asked(caller, get('/_aws/execute-api/npywvvq8zk/miztiik-unthrottled/unsecure/greeter'));
  // The worker asks for the function, and is kept waiting.
  await eventually(() =>
    told.mock.calls.some(
      ({ arguments: [event, message] }) => event === 'message' && message.kind === 'invoke',
    ),
  );
  assert.equal(started, false, 'it was asked before the gateway was up');
  openLast();
  assert.equal((await answer).status, 200);
  await whole;
});

test('LOG_LEVEL=DEBUG makes the process say what it reads, at the start and again, and which workers listen', async (t) => {
  const cwd = temporaryFolder(t);
  for (const level of ['INFO', 'DEBUG']) {
    const up = new RunningCommand(
      ['up', '--to', 'http://127.0.0.1:9', ...freePorts, '--ephemeral', '--workers', '1'],
      { cwd, env: { LOG_LEVEL: level } },
    );
    t.after(() => up.signal('SIGKILL'));
    await up.says(/Try next/);
    up.signal('SIGHUP');
    await eventually(() => up.err.includes('generation 2'));
    up.signal('SIGTERM');
    const { err } = await up.ended;
    const debug = err.split('\n').filter((line) => line.includes('"level":20'));
    if (level === 'INFO') assert.deepEqual(debug, []);
    else {
      const read =
        /APIs: 1, web ACLs: 1, functions: 0, notes: \d+ of http:\/\/127\.0\.0\.1:9, read in \d+ ms/g;
      assert.equal(err.match(read)?.length, 2);
      assert.match(err, /worker 0 listens on port \d+/);
    }
  }
});

test('LOG_LEVEL=DEBUG makes the functions of the example say more, too', async (t) => {
  const cwd = temporaryFolder(t);
  const up = new RunningCommand(
    ['up', resolve('examples/secure-api/assembly'), ...freePorts, '--workers', '1', '--data', 'data'],
    { cwd, env: { LOG_LEVEL: 'DEBUG' } },
  );
  t.after(() => up.signal('SIGKILL'));
  const [, url] = await up.says(/UnthrottledApiUrl\s+(http\S+)/);
  assert.equal((await fetch(url!)).status, 200);
  up.signal('SIGTERM');
  await up.ended;
  const group = join(cwd, 'data/logs/aws/lambda/unthrottled-api-greeter');
  const streams = readdirSync(group, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  const said = streams.map((f) => readFileSync(join(f.parentPath, f.name), 'utf8')).join('');
  for (const message of ['greeting', 'event', 'answer'])
    assert.match(said, new RegExp(`"message":"${message}"`));
});

test('every metric of a gateway has a sentence that says what it counts', async (t) => {
  const gateway = await startGateway({ definition: smallDefinition() });
  t.after(() => gateway.close());
  const text = await (await fetch(`${gateway.console}/metrics`)).text();
  const helps = text.split('\n').filter((line) => line.startsWith('# HELP '));
  assert.ok(helps.length > 15);
  for (const help of helps) assert.match(help, /^# HELP portcullis_\w+ [A-Z1].*\.$/);
});
