import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Health } from '../../src/operate/supervise/health.ts';
import { freePorts, RunningCommand, runCommand } from '../cli.ts';
import { smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';
import { asked, callerOf, get } from './support/caller.ts';
import { shortFile } from './support/files.ts';
import { leavesNothing, refusalOf } from './support/leavings.ts';

const rush = join(import.meta.dirname, 'support', 'rush.ts');

const healthOf = async (console_: string): Promise<Health> =>
  (await (await fetch(`${console_}/healthz`)).json()) as Health;

async function okServer(t: TestContext): Promise<string> {
  const server = createServer((_request, response) => response.end('ok'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a log that finds no room on the disk drops lines and counts them, and no request notices', async (t) => {
  const data = temporaryFolder(t);
  mkdirSync(join(data, 'logs', 'shop'), { recursive: true });
  symlinkSync('/dev/full', join(data, 'logs', 'shop', 'live.log'));
  const gateway = await startGateway({ files: [shortFile(t, await okServer(t))], data });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  for (let i = 0; i < 20; i++) assert.equal((await asked(caller, get(`/${i}`))).body, 'ok');
  let health = await healthOf(gateway.console);
  await eventually(async () => {
    health = await healthOf(gateway.console);
    return health.observed.logLinesDropped === 20;
  });
  assert.equal(health.status, 'degraded');
  assert.deepEqual(health.reasons, [
    `the log ${join(data, 'logs', 'shop', 'live.log')} cannot be written: ENOSPC`,
  ]);
  const metrics = await (await fetch(`${gateway.console}/metrics`)).text();
  assert.match(metrics, /log_lines_dropped_total 20\b/);
  rmSync(join(data, 'logs', 'shop', 'live.log'));
  assert.equal((await asked(caller, get('/after'))).status, 200);
  await eventually(
    () =>
      globSync(join(data, 'logs', 'shop', 'live.log')).some((f) => /\/after/.test(readFileSync(f, 'utf8'))),
    () => 'the log is not written again',
  );
  assert.equal((await healthOf(gateway.console)).status, 'ok');
  caller.socket.destroy();
  await leavesNothing(gateway, { requests: 21 });
});

/**
 * A command that runs another with a disk of 600 KB in the folder's place, seen by that one alone; somebody else
 * has a file of so many KB on it.
 */
const withDisk = (folder: string, takenKb: number): string[] => [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  `mount -t tmpfs -o size=600k none '${folder}' || exit 99
  dd if=/dev/zero of='${folder}/taken' bs=1024 count=${takenKb} 2>/dev/null
  exec "$@"`,
  'sh',
];
const probe = withDisk('/mnt', 0);
const mayMount = spawnSync(probe[0]!, [...probe.slice(1), 'true']).status === 0;
const needsMount = mayMount ? {} : { skip: 'this user may not mount anything, not even for itself' };

test(
  'a full disk takes logs and journal away, says so, and gives them back; every request is served',
  needsMount,
  async (t) => {
    const data = temporaryFolder(t);
    const line = ['up', shortFile(t, await okServer(t)), '--data', data, '--workers', '1', ...freePorts];
    const up = new RunningCommand(line, { under: withDisk(data, 440) });
    t.after(() => up.signal('SIGKILL'));
    const [, plane] = await up.says(/data plane +(\S+)/);
    const [, console_] = await up.says(/console +(\S+)/);
    await up.says(/Try next/);
    const caller = await callerOf(t, plane!);
    let sent = 0;
    const ask = async (): Promise<void> => {
      // Every other one is refused, so that the journal has something to keep.
      const path = sent++ % 2 === 0 ? `/${'a'.repeat(900)}` : `/../${'b'.repeat(900)}`;
      assert.equal((await asked(caller, get(path))).status, path.startsWith('/..') ? 400 : 200);
    };
    let health = await healthOf(console_!);
    await eventually(
      async () => {
        for (let n = 0; n < 100; n++) await ask();
        health = await healthOf(console_!);
        return health.observed.logsFailing.length > 0 && health.observed.journal.state === 'failing';
      },
      () => `it is well: ${JSON.stringify(health)}`,
    );
    assert.equal(health.status, 'degraded');
    assert.match(health.reasons.join('\n'), /the journal: .*full/);
    assert.match(health.reasons.join('\n'), /the log \S+ cannot be written: ENOSPC/);
    assert.ok(health.observed.logLinesDropped > 0 && health.observed.journal.dropped > 0);
    assert.deepEqual([health.observed.events, health.observed.eventsLost], [sent, 0]);
    rmSync(`/proc/${up.pid}/root${data}/taken`);
    await eventually(
      async () => {
        await ask();
        health = await healthOf(console_!);
        return health.status === 'ok';
      },
      () => `it is not well again: ${health.reasons}`,
    );
    assert.deepEqual(health.reasons, []);
    caller.socket.destroy();
    up.signal('SIGTERM');
    assert.equal((await up.ended).code, 0, up.err);
  },
);

test('a disk that is full from the start is said at once', needsMount, async (t) => {
  const data = temporaryFolder(t);
  const line = ['up', '--to', 'http://127.0.0.1:9', '--data', data, ...freePorts];
  const { code, err } = await runCommand(line, { under: withDisk(data, 1_000) });
  assert.equal(code, 5, err);
  assert.match(err, /^portcullis: cannot write to the data folder \S+: the disk is full\n {2}Choose another/);
});

test('a data folder on a disk that is read-only is said at once', needsMount, async (t) => {
  const data = temporaryFolder(t);
  const under = withDisk(data, 0).map((word) => word.replace('-o size=600k', '-o ro'));
  const line = ['up', '--to', 'http://127.0.0.1:9', '--data', data, ...freePorts];
  const { code, err } = await runCommand(line, { under });
  assert.equal(code, 5, err);
  assert.match(err, /^portcullis: cannot write to the data folder \S+: the file system is read-only\n/);
});

test('a journal that is damaged is put aside, and the gateway serves, counts and says so', async (t) => {
  const data = temporaryFolder(t);
  const files = [shortFile(t, await okServer(t))];
  const journal = join(data, 'portcullis.sqlite');
  const first = await startGateway({ files, data });
  t.after(() => first.close());
  const caller = await callerOf(t, first.url);
  for (let i = 0; i < 150; i++) assert.equal((await asked(caller, get(`/../${i}`))).status, 400);
  caller.socket.destroy();
  await leavesNothing(first, { requests: 150 });
  const whole = readFileSync(journal);
  const damages: [what: string, bytes: Buffer][] = [
    ['pages overwritten', Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0x5a)])],
    ['no journal at all', Buffer.from('this is no database at all\n'.repeat(400))],
  ];
  for (const [what, bytes] of damages) {
    await t.test(what, async () => {
      writeFileSync(journal, bytes);
      const offline = await runCommand(['report', '--data', data]);
      assert.equal(offline.code, 5);
      assert.match(
        offline.err,
        /^portcullis: the journal \S+ cannot be read: .*\n {2}If it is damaged, the next/,
      );
      const gateway = await startGateway({ files, data });
      t.after(() => gateway.close());
      const one = await callerOf(t, gateway.url);
      const refused = await asked(one, get('/../x'));
      assert.equal(refused.status, 400);
      assert.equal((await asked(one, get('/x'))).status, 200);
      await refusalOf(gateway, refused.headers.get('x-amzn-requestid'));
      const report = await fetch(`${gateway.console}/api/report?since=1h`);
      assert.equal(report.status, 200, await report.text());
      const { status, reasons } = await healthOf(gateway.console);
      assert.equal(status, 'degraded');
      assert.deepEqual(reasons, [
        `the journal was damaged: it is kept as ${journal}.damaged, and a new one was begun`,
      ]);
      assert.deepEqual(readFileSync(`${journal}.damaged`).subarray(0, 4096), bytes.subarray(0, 4096));
      one.socket.destroy();
      await leavesNothing(gateway, { requests: 2 });
    });
  }
});

test('when the supervisor cannot follow, events are counted as lost and every request is served', async (t) => {
  const gateway = await startGateway({ definition: smallDefinition({ rate: 1e6, burst: 1e6 }) });
  t.after(() => gateway.close());
  const requests = 4_800;
  const url = `${gateway.api('prod', '/pets')}?${'q'.repeat(2_000)}`;
  // While this waits, so does the supervisor: nobody empties the ring.
  const { stdout } = spawnSync(process.execPath, [rush, url, String(requests), '4'], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(stdout), { lost: 0, 200: requests });
  const health = await healthOf(gateway.console);
  const { events, eventsLost } = health.observed;
  assert.ok(eventsLost > 1_000, `${eventsLost} events were lost`);
  assert.equal(events + eventsLost, requests);
  assert.match(
    await (await fetch(`${gateway.console}/metrics`)).text(),
    new RegExp(`events_lost_total ${eventsLost}\\b`),
  );
  const caller = await callerOf(t, gateway.url);
  assert.equal((await asked(caller, get(new URL(url).pathname))).status, 200);
  caller.socket.destroy();
  await leavesNothing(gateway, { requests: requests + 1, lost: eventsLost });
});
