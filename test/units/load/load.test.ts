import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Halt } from '../../../src/operate/halt.ts';
import { runLoad } from '../../../src/operate/load/load.ts';
import type { LoadReport } from '../../../src/operate/load/report.ts';
import { timeByHand } from '../../time-by-hand.ts';
import { eventually } from '../../waiting.ts';

async function server(t: TestContext, listener: RequestListener): Promise<{ url: string; server: Server }> {
  const made = createServer(listener);
  await new Promise<void>((resolve) => made.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, resolve));
  t.after(() => {
    made.closeAllConnections();
    made.close();
  });
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/`, server: made };
}

const codes = (report: LoadReport) => Object.fromEntries(report.codes.map((c) => [c.status, c.count]));

test('1 500 requests at 5 a second are 1 500, evenly spaced, and at speed 200 take 1.5 seconds', async (t) => {
  const time = timeByHand(t);
  let asked = 0;
  const { url } = await server(t, (_, res) => {
    if (++asked <= 133) return res.end('{}');
    res.writeHead(403, { 'x-amzn-ErrorType': 'ForbiddenException' }).end('{"message":"Forbidden"}');
  });
  const loading = runLoad({ url, rate: 5, duration: 300, speed: 200, connections: 100 });
  // One in each millisecond, the first at once.
  for (let sent = 1; sent <= 1500; sent++) {
    await eventually(() => asked >= sent);
    assert.equal(asked, sent);
    if (sent < 1500) time.pass(1);
  }
  const report = await loading;
  assert.equal(asked, 1500);
  assert.deepEqual([report.planned, report.sent, report.answered], [1500, 1500, 1500]);
  assert.deepEqual(codes(report), { 200: 133, 403: 1367 });
  assert.deepEqual(
    report.codes.map((c) => [c.meaning, c.sample]),
    [
      ['answered', '{}'],
      ['blocked: by the web ACL, or no such API', '{"message":"Forbidden"}'],
    ],
  );
  assert.equal(report.wallSeconds, 1.5);
  assert.equal(report.timeline.interval, 10);
  assert.equal(report.timeline.rows.length, 30);
  for (const row of report.timeline.rows) {
    assert.equal(
      Object.values(row.codes).reduce((a, b) => a + b),
      50,
      `50 in each interval, at ${row.at}`,
    );
  }
});

test('a burst of 1 000 over 1 000 connections is exactly 1 000', async (t) => {
  let calls = 0;
  let connections = 0;
  const made = await server(t, (_, res) => {
    res.writeHead(++calls <= 100 ? 200 : 429).end('{}');
  });
  made.server.on('connection', () => connections++);
  const report = await runLoad({ url: made.url, num: 1000, connections: 1000 });
  assert.equal(report.engine, 'autocannon');
  assert.deepEqual([calls, connections, report.sent, report.answered], [1000, 1000, 1000, 1000]);
  assert.deepEqual(codes(report), { 200: 100, 429: 900 });
});

test('a load without a rate goes on until its time is over', async (t) => {
  const time = timeByHand(t);
  let asked = 0;
  const { url } = await server(t, (_, res) => {
    asked++;
    res.end();
  });
  let over = false;
  const loading = runLoad({ url, duration: 20, speed: 60, connections: 2 }).finally(() => (over = true));
  for (let ms = 0; ms < 300; ms += 50) {
    const before = asked;
    await eventually(() => asked > before + 50);
    assert.equal(over, false);
    time.pass(50);
  }
  // It is over with the last answers of all, which come by themselves.
  time.pass(100);
  const report = await loading;
  assert.ok(report.answered > 300, `${report.answered} answers`);
});

test('the sources of a load take turns', async (t) => {
  const from: Record<string, number> = {};
  const { url } = await server(t, (req, res) => {
    const address = req.socket.remoteAddress!;
    from[address] = (from[address] ?? 0) + 1;
    res.end();
  });
  const report = await runLoad({ url, num: 30, from: '127.0.0.0/8', sources: 3, connections: 5 });
  assert.deepEqual(from, { '127.0.0.1': 10, '127.0.0.2': 10, '127.0.0.3': 10 });
  assert.equal(report.sources, 3);
});

test('method, headers and body arrive, whichever engine sends them', async (t) => {
  const seen: unknown[] = [];
  const { url } = await server(t, async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    seen.push([req.method, req.headers.host, req.headers['x-a'], req.headers['content-length'], body]);
    res.end();
  });
  const named = url.replace('127.0.0.1', 'pets.localhost');
  for (const rate of [null, 100]) {
    await runLoad({ url: named, rate, num: 1, method: 'post', headers: { 'x-a': 'b' }, body: 'hé' });
  }
  const once = ['POST', new URL(named).host, 'b', '3', 'hé'];
  assert.deepEqual(seen, [once, once]);
});

test('a request over a kept connection that was just closed is sent once more, not lost', async (t) => {
  let calls = 0;
  const { url } = await server(t, (req, res) => {
    calls++;
    // It closes without having said so.
    res.on('finish', () => setImmediate(() => req.socket.destroy()));
    res.end();
  });
  const report = await runLoad({ url, rate: 500, num: 200 });
  assert.deepEqual([report.sent, report.answered, report.failures], [200, 200, {}]);
  assert.ok(calls >= 200);
});

test('what is not answered is told by its cause', async (t) => {
  const hangs = await server(t, () => undefined);
  const silent = await runLoad({ url: hangs.url, rate: 100, num: 3, timeoutMs: 50 });
  assert.deepEqual([silent.answered, silent.failures], [0, { timeout: 3 }]);
  const port = (hangs.server.address() as AddressInfo).port;
  hangs.server.closeAllConnections();
  await new Promise((resolve) => hangs.server.close(resolve));
  const away = await runLoad({ url: `http://127.0.0.1:${port}/`, rate: 100, num: 3 });
  assert.deepEqual(away.failures, { ECONNREFUSED: 3 });
  const rushed = await runLoad({ url: `http://127.0.0.1:${port}/`, num: 4, connections: 4 });
  assert.deepEqual([rushed.answered, rushed.failures.ECONNREFUSED], [0, 4]);
});

test('a load that is stopped reports what was done', async (t) => {
  for (const rate of [50, null]) {
    const stopping = new AbortController();
    let asked = 0;
    const { url } = await server(t, (_, res) => {
      if (++asked === 10) stopping.abort();
      res.end();
    });
    const report = await runLoad({ url, rate, duration: 60, signal: stopping.signal });
    assert.equal(report.stopped, true);
    assert.ok(report.answered > 2, JSON.stringify(report));
  }
});

test('a load says how it goes', async (t) => {
  const said: string[] = [];
  let asked = 0;
  // The second half is answered only once it has been said twice how the load goes, however busy the machine is.
  const { url } = await server(t, (_, res) => {
    const half = ++asked > 30;
    const answer = (): unknown => (half && said.length < 2 ? setTimeout(answer, 5) : res.end());
    answer();
  });
  await runLoad({ url, rate: 100, num: 60, progress: (p) => said.push(`${p.answered}/${p.planned}`) });
  assert.ok(said.length >= 3);
  assert.equal(said.at(-1), '60/60');
});

test('loads that cannot be meant are refused', async () => {
  const refused: [object, RegExp][] = [
    [{ url: 'nowhere', num: 1 }, /must be a URL/],
    [{ url: 'http://192.0.2.1/', num: 1 }, /is not this machine/],
    [{ url: 'http://127.0.0.1/' }, /needs a duration or a number/],
    [{ url: 'http://127.0.0.1/', num: 1.5 }, /--num must be a whole number from 1 to 10000000/],
    [{ url: 'http://127.0.0.1/', num: 1, rate: 1e6 }, /--rate must be a number over 0, up to 20000/],
    [{ url: 'http://127.0.0.1/', num: 1, from: '10.0.0.0/8' }, /must lie in 127\.0\.0\.0\/8/],
    [{ url: 'http://127.0.0.1/', num: 1, from: 'here' }, /must be a block/],
  ];
  for (const [options, message] of refused) {
    await assert.rejects(runLoad(options as { url: string }), (fault) => {
      assert.ok(fault instanceof Halt);
      assert.match(fault.message, message);
      return true;
    });
  }
});
