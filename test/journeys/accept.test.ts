import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { Clock } from '../../src/base/clock.ts';
import type { Exchange } from '../../src/base/exchange.ts';
import { accept } from '../../src/guard/accept/accept.ts';
import { bodyOf, type Caller, door, echo, hello, statuses } from '../units/accept/caller.ts';
import { eventually } from '../waiting.ts';

const PIPELINE =
  'GET /1?a HTTP/1.1\r\nHost: a\r\nX-Y: z\r\n\r\n' +
  'POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello' +
  'POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nworld\r\n0\r\nT: u\r\n\r\n' +
  'GET /4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

test('a pipeline is served the same wherever its bytes are split', async (t) => {
  const bodies: string[] = [];
  const d = await door(t, async (x) => {
    const body = await bodyOf(x);
    bodies.push(`${x.method} ${x.target} ${body}`);
    x.wire.send(200, [], body);
  });
  for (let at = 1; at < PIPELINE.length; at++) {
    bodies.length = 0;
    const caller = await d.call();
    caller.write(PIPELINE.slice(0, at));
    await new Promise((resolve) => setImmediate(resolve));
    caller.write(PIPELINE.slice(at));
    assert.equal(statuses(await caller.end()).length, 4);
    assert.deepEqual(bodies, ['GET /1?a ', 'POST /2 hello', 'POST /3 world', 'GET /4 '], `split at ${at}`);
  }
});

test('100 MB of chunked body are refused at the limit, with the answer readable, and never held', async (t) => {
  const d = await door(t, async (x) => {
    while ((await x.wire.pull()) !== null);
    hello(x);
  });
  const caller = await d.call();
  const piece = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
  caller.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 1600 && !caller.closed; i++) {
    if (!caller.socket.write(piece))
      await Promise.race([once(caller.socket, 'drain'), once(caller.socket, 'close')]);
  }
  await eventually(() => caller.text !== '');
  assert.deepEqual(statuses(caller.text), [413]);
  assert.ok(d.seen[0]!.wire.receivedBytes <= 10_485_760);
  assert.ok(process.memoryUsage.rss() - before < 60_000_000);
});

test('a body that nobody pulls is not read from the socket', async (t) => {
  const d = await door(t, () => {});
  const caller = await d.call();
  caller.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10485760\r\n\r\n');
  caller.socket.write(Buffer.alloc(10_485_760));
  await eventually(() => d.seen.length === 1 && d.seen[0]!.wire.receivedBytes > 30_000);
  for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(d.seen[0]!.wire.receivedBytes < 300_000, `${d.seen[0]!.wire.receivedBytes} bytes were read`);
});

test('ten megabytes go in and come back unchanged, counted and chunked, through a usual client', async (t) => {
  const d = await door(t, async (x) => {
    if (x.path === '/send') return echo(x);
    await x.wire.stream(200, [], -1, x.wire);
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const sent = randomBytes(10_000_000);
  for (const path of ['/send', '/stream']) {
    for (const chunked of [false, true]) {
      const headers: Record<string, string | number> = chunked ? {} : { 'Content-Length': sent.length };
      const call = request({ port: d.listener.port, method: 'POST', path, agent, headers });
      // Both ways at once: what streams back must be read while more is sent.
      const answered = once(call, 'response');
      for (let at = 0; at < sent.length; at += 100_000) call.write(sent.subarray(at, at + 100_000));
      call.end();
      const [answer] = await answered;
      const hash = createHash('sha256');
      for await (const chunk of answer) hash.update(chunk);
      assert.equal(hash.digest('hex'), createHash('sha256').update(sent).digest('hex'));
    }
  }
  const ports = new Set(d.seen.map((x) => x.clientPort));
  assert.equal(ports.size, 1, 'one connection served all');
});

test('closing under load loses no request', async (t) => {
  const d = await door(t, async (x) => {
    await new Promise((resolve) => setImmediate(resolve));
    hello(x);
  });
  let answered = 0;
  let lost = 0;
  async function run(caller: Caller): Promise<void> {
    for (;;) {
      caller.text = '';
      caller.write('GET /a HTTP/1.1\r\nHost: a\r\n\r\n');
      try {
        await caller.until((s) => s.endsWith('/a'));
      } catch {
        lost++;
        return;
      }
      answered++;
      if (caller.text.includes('Connection: close')) return;
    }
  }
  const runs = (await Promise.all(Array.from({ length: 32 }, () => d.call()))).map(run);
  await eventually(() => answered > 2_000);
  await d.listener.close(5_000);
  await Promise.all(runs);
  assert.equal(lost, 0);
});

test('listeners that share a port share its connections', async (t) => {
  const counts = [0, 0];
  const clock = Clock.running();
  const options = { host: '127.0.0.1', reusePort: true, clock, trustedProxies: [] };
  const serve = (i: number) => (x: Exchange) => {
    counts[i]!++;
    hello(x);
  };
  const first = await accept({ ...options, port: 0, serve: serve(0) });
  const second = await accept({ ...options, port: first.port, serve: serve(1) });
  t.after(() => Promise.all([first.close(0), second.close(0)]));
  for (let i = 0; i < 64; i++) {
    const socket = connect(first.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    for await (const _ of socket);
  }
  assert.equal(counts[0]! + counts[1]!, 64);
  assert.ok(counts[0]! > 0 && counts[1]! > 0);
});

test('a port in use is an error that says so', async (t) => {
  const d = await door(t);
  const { port } = { port: d.listener.port } satisfies Partial<AddressInfo>;
  const options = { host: '127.0.0.1', port, reusePort: false, clock: Clock.running(), trustedProxies: [] };
  await assert.rejects(accept({ ...options, serve: hello }), { code: 'EADDRINUSE' });
});

test('a listener on IPv6 takes IPv4 too, and sees its callers as IPv4', async (t) => {
  const seen: string[] = [];
  const listener = await accept({
    host: '::',
    port: 0,
    reusePort: false,
    clock: Clock.running(),
    trustedProxies: [],
    serve(x) {
      seen.push(`${x.client.version} ${x.client.text}`);
      hello(x);
    },
  });
  t.after(() => listener.close(0));
  for (const host of ['127.0.0.1', '::1']) {
    const socket = connect(listener.port, host);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    for await (const _ of socket);
  }
  assert.deepEqual(seen, ['4 127.0.0.1', '6 ::1']);
});
