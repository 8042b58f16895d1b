import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';

async function url(t: TestContext): Promise<string> {
  let calls = 0;
  const server = createServer((_, res) => {
    calls++;
    res.writeHead(calls <= 10 ? 200 : 429, {
      'x-amzn-errortype': calls <= 10 ? '' : 'TooManyRequestsException',
    });
    res.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Runs `portcullis load`; `interruptMs`: when it gets a SIGINT. */
async function load(t: TestContext, args: readonly string[], interruptMs = 0) {
  const child = spawn(process.execPath, ['src/operate/cli/portcullis.ts', 'load', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  if (interruptMs > 0) setTimeout(() => child.kill('SIGINT'), interruptMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

test('load prints what passed and what was throttled', async (t) => {
  const { code, out } = await load(t, [await url(t), '--rate', '100', '--num', '40']);
  assert.equal(code, 0);
  assert.match(out, /^GET http:\S+: 40 requests in [\d.]+ m?s at 100\/s$/m);
  assert.match(out, /^ {2}200 {11}10 {2}25\.0 % {2}answered$/m);
  assert.match(out, /^ {2}429 {11}30 {2}75\.0 % {2}throttled: over the rate and the burst$/m);
  assert.match(out, /latency {2}p50 [\d.]+ ms · p90 [\d.]+ ms · p99 [\d.]+ ms/);
});

test('load prints its report as JSON, and nothing else', async (t) => {
  const { code, out } = await load(t, [await url(t), '--num', '20', '--connections', '4', '--json']);
  const report = JSON.parse(out);
  assert.equal(code, 0);
  assert.deepEqual([report.answered, report.codes.length], [20, 2]);
});

test('load that is interrupted prints the table of what was done', async (t) => {
  const { code, out } = await load(t, [await url(t), '--rate', '20', '--duration', '60'], 2500);
  assert.equal(code, 0);
  assert.match(out, /requests in [\d.]+ m?s at 20\/s, ended early$/m);
  assert.match(out, /^ {2}200 {11}10 /m);
});

test('load says why it will not, and what nobody answers', async (t) => {
  const remote = await load(t, ['http://192.0.2.1/', '--num', '1']);
  assert.equal(remote.code, 2);
  assert.match(remote.err, /192\.0\.2\.1 is not this machine/);
  const away = await load(t, ['http://127.0.0.1:1/', '--num', '2', '--rate', '100']);
  assert.equal(away.code, 3);
  assert.match(away.out, /no answer: nobody listens there \(ECONNREFUSED\)/);
});
