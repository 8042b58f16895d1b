import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { RunningCommand, runCommand } from '../cli.ts';

/** A server that answers ten requests and throttles the rest; `heard` is told how many have come. */
async function url(t: TestContext, heard: (calls: number) => void = () => {}): Promise<string> {
  let calls = 0;
  const server = createServer((_, res) => {
    calls++;
    res.writeHead(calls <= 10 ? 200 : 429, {
      'x-amzn-errortype': calls <= 10 ? '' : 'TooManyRequestsException',
    });
    res.end('{}');
    heard(calls);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const load = (args: readonly string[]) => runCommand(['load', ...args]);

test('load prints what passed and what was throttled', async (t) => {
  const { code, out } = await load([await url(t), '--rate', '100', '--num', '40']);
  assert.equal(code, 0);
  assert.match(out, /^GET http:\S+: 40 requests in [\d.]+ m?s at 100\/s$/m);
  assert.match(out, /^ {2}200 {11}10 {3}25\.0 % {2}answered$/m);
  assert.match(out, /^ {2}429 {11}30 {3}75\.0 % {2}throttled: over the rate and the burst$/m);
  assert.match(out, /latency {2}p50 [\d.]+ ms · p90 [\d.]+ ms · p99 [\d.]+ ms/);
});

test('load prints its report as JSON, and nothing else', async (t) => {
  const { code, out } = await load([await url(t), '--num', '20', '--connections', '4', '--json']);
  const report = JSON.parse(out);
  assert.equal(code, 0);
  assert.deepEqual([report.answered, report.codes.length], [20, 2]);
});

test('load that is interrupted prints the table of what was done', async (t) => {
  const enough = Promise.withResolvers<void>();
  const target = await url(t, (calls) => {
    if (calls === 20) enough.resolve();
  });
  const running = new RunningCommand(['load', target, '--rate', '20', '--duration', '60']);
  t.after(() => running.signal('SIGKILL'));
  await enough.promise;
  running.signal('SIGINT');
  const { code, out } = await running.ended;
  assert.equal(code, 0);
  assert.match(out, /requests in [\d.]+ m?s at 20\/s, ended early$/m);
  assert.match(out, /^ {2}200 {11}10 /m);
});

test('load says why it will not, and what nobody answers', async () => {
  const remote = await load(['http://192.0.2.1/', '--num', '1']);
  assert.equal(remote.code, 2);
  assert.match(remote.err, /192\.0\.2\.1 is not this machine/);
  const away = await load(['http://127.0.0.1:1/', '--num', '2', '--rate', '100']);
  assert.equal(away.code, 3);
  assert.match(away.out, /no answer: nobody listens there \(ECONNREFUSED\)/);
});
