import assert from 'node:assert/strict';
import { exec } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { freePorts, RunningCommand, runCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { eventually } from '../waiting.ts';
import { KeptConnection } from './keep-alive.ts';

const example = resolve('examples/secure-api');
const shell = promisify(exec);

test('up prints its addresses, the outputs and three commands that work as they are pasted', async (t) => {
  const cwd = temporaryFolder(t);
  const up = new RunningCommand(['up', example, ...freePorts, '--workers', '2'], { cwd });
  t.after(() => up.signal('SIGKILL'));
  const [, tries = ''] = await up.says(/Try next\n((?: {2}.+\n){3})/);
  const [, url] = /SecureApiUrl +(\S+)/.exec(up.out)!;
  const response = await fetch(url!);
  assert.equal(response.status, 200);
  assert.match(
    await response.text(),
    /^\{"message":"Hello Miztiikal World, It is .+ here! How about there\?"\}$/,
  );
  const commands = tries.trimEnd().split('\n');
  assert.equal(commands.length, 3);
  const said: string[] = [];
  for (const command of commands) said.push((await shell(command, { cwd })).stdout);
  assert.match(said[0]!, /^HTTP\/1\.1 200 OK/);
  assert.match(said[1]!, /It would be passed on\./);
  assert.match(said[2]!, /"IPAddressVersion": "IPV4"/);
  up.signal('SIGTERM');
  assert.equal((await up.ended).code, 0);
  assert.equal(existsSync(join(cwd, '.portcullis/run.json')), false);
});

test('up --to needs no file, and answers for any path and method', async (t) => {
  const upstream = createHttp((request, response) => response.end(`${request.method} ${request.url}`));
  upstream.listen(0, '127.0.0.1');
  t.after(() => upstream.close());
  await new Promise((resolve_) => upstream.once('listening', resolve_));
  const { port } = upstream.address() as AddressInfo;
  const to = ['--to', `http://127.0.0.1:${port}`, '--limit', '10', '--rate', '100', '--burst', '100'];
  const up = new RunningCommand(['up', ...to, ...freePorts, '--ephemeral', '--workers', '1'], {
    cwd: temporaryFolder(t),
  });
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  await up.says(/Try next/);
  const first = await fetch(`${plane}/any/path?x=1`, { method: 'PUT', body: 'hello' });
  assert.equal(await first.text(), 'PUT /any/path?x=1');
  const statuses: number[] = [];
  for (let i = 0; i < 10; i++) statuses.push((await fetch(`${plane}/`)).status);
  assert.deepEqual(statuses, [...Array(9).fill(200), 403]);
  const blocked = await runCommand(['blocked', '--at', /console +(\S+)/.exec(up.out)![1]!]);
  assert.match(blocked.out, /^127\.0\.0\.1 .* --to$/m, 'no line of a file that nobody wrote');
  up.signal('SIGINT');
  assert.equal((await up.ended).code, 0);
});

test('up --to blocks what looks like an attack, counts it with --waf count or --count-only, and does not look with --waf off', async (t) => {
  const upstream = createHttp((_request, response) => response.end('ok'));
  upstream.listen(0, '127.0.0.1');
  t.after(() => upstream.close());
  await new Promise((resolve_) => upstream.once('listening', resolve_));
  const to = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const attack = `/?id=${encodeURIComponent('1 union select 1,2')}`;
  for (const [flags, status, counted] of [
    [[], 403, false],
    [['--waf', 'count'], 200, true],
    [
      ['--count-only', 'SQLi_QUERYARGUMENTS', '--count-only', 'SQLiExtendedPatterns_QUERYARGUMENTS'],
      200,
      true,
    ],
    [['--waf', 'off'], 200, false],
  ] as const) {
    const cwd = temporaryFolder(t);
    const up = new RunningCommand(['up', '--to', to, ...flags, ...freePorts, '--workers', '1'], { cwd });
    t.after(() => up.signal('SIGKILL'));
    const [, plane] = await up.says(/data plane +(\S+)/);
    await up.says(/Try next/);
    assert.equal((await fetch(`${plane}/?name=O'Brien`)).status, 200);
    assert.equal((await fetch(`${plane}${attack}`)).status, status, flags.join(' '));
    const said = await runCommand(['explain', 'GET', attack, '--from', '203.0.113.7'], { cwd });
    assert.equal(said.out.includes('SQLi_QUERYARGUMENTS'), flags[1] !== 'off', said.out);
    assert.equal(
      /which here only counts|Only counted: .*SQLi_QUERYARGUMENTS/.test(said.out),
      counted,
      said.out,
    );
    up.signal('SIGINT');
    assert.equal((await up.ended).code, 0);
  }
});

test('SIGTERM during load loses no request: each that was sent is answered whole', async (t) => {
  const upstream = createHttp((_request, response) => setTimeout(() => response.end('done'), 40));
  upstream.listen(0, '127.0.0.1');
  t.after(() => upstream.close());
  await new Promise((resolve_) => upstream.once('listening', resolve_));
  const { port } = upstream.address() as AddressInfo;
  const to = [
    '--to',
    `http://127.0.0.1:${port}`,
    '--limit',
    '1000000',
    '--rate',
    '100000',
    '--burst',
    '100000',
  ];
  const up = new RunningCommand(['up', ...to, ...freePorts, '--ephemeral', '--workers', '2'], {
    cwd: temporaryFolder(t),
  });
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  await up.says(/Try next/);
  let answered = 0;
  const client = async (): Promise<string> => {
    const kept = await KeptConnection.open(plane!);
    for (;;) {
      const { status, body } = await kept.get('/x');
      // Closed between two requests, as RFC 9112 9.6 allows: the answer before said so.
      if (status === 0) return 'a request was lost';
      if (status !== 200 || body !== 'done') return `${status} ${body}`;
      answered++;
      if (kept.lastSaidClose) return 'ended in order';
    }
  };
  const clients = Array.from({ length: 20 }, client);
  await eventually(
    () => answered > 50,
    () => `${answered} were answered`,
  );
  up.signal('SIGTERM');
  const ends = await Promise.all(clients);
  assert.deepEqual([...new Set(ends)], ['ended in order']);
  assert.equal((await up.ended).code, 0);
});

test('a second signal ends the process at once', async (t) => {
  let asked = 0;
  const upstream = createServer(() => void asked++);
  upstream.listen(0, '127.0.0.1');
  await new Promise((resolve_) => upstream.once('listening', resolve_));
  t.after(() => upstream.close());
  const to = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const up = new RunningCommand(['up', '--to', to, ...freePorts, '--ephemeral'], { cwd: temporaryFolder(t) });
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/data plane +(\S+)/);
  await up.says(/Try next/);
  const hanging = fetch(`${plane}/never`).catch(() => 'cut');
  await eventually(() => asked === 1);
  up.signal('SIGTERM');
  await eventually(() => up.err.includes('draining'));
  up.signal('SIGTERM');
  assert.equal((await up.ended).code, 128 + 15);
  assert.equal(await hanging, 'cut');
});

test('a port in use is said at once, with the flag that chooses another', async (t) => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await new Promise((resolve_) => taken.once('listening', resolve_));
  t.after(() => taken.close());
  const port = String((taken.address() as AddressInfo).port);
  const cwd = temporaryFolder(t);
  for (const flag of ['--port', '--https-port', '--endpoint-port', '--console-port']) {
    const ports = freePorts.map((word, i) => (freePorts[i - 1] === flag ? port : word));
    const { code, err } = await runCommand(['up', example, ...ports], { cwd });
    assert.equal(code, 4);
    assert.ok(err.includes(`the address 127.0.0.1:${port} is in use by another process`), err);
    assert.ok(err.includes(`Choose another port with ${flag} <n>`), err);
  }
});

test('a second gateway on the same data folder is refused; what a killed one left behind is not in the way', async (t) => {
  const cwd = temporaryFolder(t);
  const line = ['up', example, ...freePorts, '--workers', '1'];
  const first = new RunningCommand(line, { cwd });
  t.after(() => first.signal('SIGKILL'));
  await first.says(/Try next/);
  const second = await runCommand(line, { cwd });
  assert.equal(second.code, 6);
  assert.match(second.err, /is in use: process \d+ answers on http:\/\/127\.0\.0\.1:\d+/);
  first.signal('SIGKILL');
  await first.ended;
  assert.equal(existsSync(join(cwd, '.portcullis/run.json')), true);
  const idle = await runCommand(['blocked'], { cwd });
  assert.equal(idle.code, 3, idle.err);
  const third = new RunningCommand(line, { cwd });
  t.after(() => third.signal('SIGKILL'));
  await third.says(/Try next/);
  third.signal('SIGTERM');
  assert.equal((await third.ended).code, 0);
});

test('a data folder that cannot be written is said, with what to do about it', async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, 'a-file'), '');
  const file = await runCommand(['up', example, ...freePorts, '--data', 'a-file'], { cwd });
  assert.equal(file.code, 5);
  assert.match(file.err, /cannot write to the data folder .*a-file: a file stands in its place/);
  assert.match(file.err, /--data <folder>.*--ephemeral/);
  const locked = join(cwd, 'locked');
  mkdirSync(locked, { mode: 0o555 });
  // Permissions do not bind the superuser, so it steps down.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  if (uid !== undefined) await shell(`chmod 755 ${cwd}`);
  const env = { NODE_DISABLE_COMPILE_CACHE: '1' };
  const denied = await runCommand(['up', example, ...freePorts, '--data', locked], { cwd, uid, env });
  assert.equal(denied.code, 5, denied.err);
  assert.match(denied.err, /cannot write to the data folder .*locked: this user has no permission to/);
});

test('a definition with errors starts nothing: every note is printed with its line, and the exit code is 1', async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, 'portcullis.yaml'), 'apis:\n  shop:\n    tow: http://127.0.0.1:9\n');
  const { code, err, out } = await runCommand(['up', ...freePorts], { cwd });
  assert.equal(code, 1);
  assert.equal(out, '');
  assert.match(err, /portcullis\.yaml:3 error .*tow.* \[shape\.unknown-key\]/);
  assert.match(err, /the definition has errors, and nothing was started/);
  const missing = await runCommand(['up', 'nowhere.json', ...freePorts], { cwd });
  assert.equal(missing.code, 1);
  assert.match(missing.err, /nowhere\.json/);
});

test('the command that shows all notes says that it needs the parameters, and not what they were', async (t) => {
  const cwd = temporaryFolder(t);
  const bucket = 'Resources: { B: { Type: AWS::S3::Bucket } }';
  writeFileSync(
    join(cwd, 'a.template.yaml'),
    `Parameters: { Key: { Type: String, NoEcho: true } }\n${bucket}\n`,
  );
  const up = new RunningCommand(
    ['up', 'a.template.yaml', '--parameter', 'Key=hidden-1', ...freePorts, '--ephemeral', '--workers', '1'],
    { cwd },
  );
  t.after(() => up.signal('SIGKILL'));
  await up.says(/^1 remark; all of them: .+ check a\.template\.yaml, with the parameters given here$/m);
  up.signal('SIGTERM');
  const { out, err } = await up.ended;
  assert.doesNotMatch(out + err, /hidden-1/);
});

test('nothing to protect, or two things at once, is a usage error', async (t) => {
  const cwd = temporaryFolder(t);
  assert.equal((await runCommand(['up'], { cwd })).code, 2);
  assert.equal((await runCommand(['up', example, '--to', 'http://127.0.0.1:9'], { cwd })).code, 2);
  assert.equal((await runCommand(['up', example, '--limit', '50'], { cwd })).code, 2);
  for (const limit of ['9', '2000000001']) {
    const { code, err } = await runCommand(['up', '--to', 'http://127.0.0.1:9', '--limit', limit], { cwd });
    assert.equal(code, 2);
    assert.match(err, /--limit: must be from 10 to 2000000000/);
  }
});

test('SIGHUP reads the files again, and LOG_LEVEL changes what the process says', async (t) => {
  const cwd = temporaryFolder(t);
  const file = join(cwd, 'portcullis.yaml');
  const text = (limit: number): string =>
    `apis: { shop: { to: 'http://127.0.0.1:9', webAcl: edge } }\nwebAcls: { edge: { rules: [{ name: a, rate: { limit: ${limit} } }] } }\n`;
  writeFileSync(file, text(20));
  const up = new RunningCommand(['up', ...freePorts, '--workers', '1'], { cwd });
  t.after(() => up.signal('SIGKILL'));
  const [, console_] = await up.says(/console +(\S+)/);
  await up.says(/Try next/);
  const generation = async (): Promise<number> =>
    ((await (await fetch(`${console_}/healthz`)).json()) as { generation: number }).generation;
  writeFileSync(file, text(30));
  up.signal('SIGHUP');
  await eventually(async () => (await generation()) === 2);
  up.signal('SIGTERM');
  const { code, err } = await up.ended;
  assert.equal(code, 0);
  assert.match(err, /generation 2 is in force/);
  const quiet = new RunningCommand(['up', ...freePorts, '--workers', '1'], {
    cwd,
    env: { LOG_LEVEL: 'ERROR' },
  });
  t.after(() => quiet.signal('SIGKILL'));
  await quiet.says(/Try next/);
  quiet.signal('SIGTERM');
  assert.equal((await quiet.ended).err, '');
});

test('up leaves its logs and its journal in the data folder, and --ephemeral leaves nothing', async (t) => {
  const cwd = temporaryFolder(t);
  const up = new RunningCommand(['up', example, ...freePorts, '--workers', '1', '--data', 'kept'], { cwd });
  t.after(() => up.signal('SIGKILL'));
  await up.says(/Try next/);
  const [, url] = /UnthrottledApiUrl +(\S+)/.exec(up.out)!;
  assert.equal((await fetch(url!)).status, 200);
  up.signal('SIGTERM');
  await up.ended;
  assert.deepEqual(readdirSync(join(cwd, 'kept')).sort(), ['logs', 'portcullis.sqlite', 'tls']);
  const report = await runCommand(['report', '--data', 'kept', '--json'], { cwd });
  assert.equal((JSON.parse(report.out) as { totals: { requests: number } }).totals.requests, 1);
  const page = await runCommand(['report', '--data', 'kept', '--html', 'report.html'], { cwd });
  assert.equal(page.code, 0);
  assert.match(readFileSync(join(cwd, 'report.html'), 'utf8'), /<svg/);
});

test('whoever reads along may stop before the end, and the command ends as it would have', async () => {
  const { spawnSync } = await import('node:child_process');
  const line = `"${process.execPath}" src/operate/cli/portcullis.ts check ${example} | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  assert.match(stdout, /\n0\n$/);
  assert.equal(stderr, '');
});
