import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { startGateway } from '../gateway.ts';
import { always, rawServer } from '../units/dispatch/raw-server.ts';
import { eventually, stoodStill } from '../waiting.ts';
import { asked, callerOf, get, partsOf, statuses } from './support/caller.ts';
import { shortFile } from './support/files.ts';
import { leavesNothing, refusalOf, refusals } from './support/leavings.ts';
import { sink } from './support/servers.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A rule that only counts, and so tells that the web ACL has seen a path. */
const countsClimbs = {
  name: 'climbs',
  action: 'count',
  statement: {
    ByteMatchStatement: {
      FieldToMatch: { UriPath: {} },
      PositionalConstraint: 'CONTAINS',
      SearchString: '..',
      TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
    },
  },
};

const host = 'Host: a.example\r\n';
const malformed: readonly [what: string, bytes: string, status: number, body: string][] = [
  [
    'both lengths',
    `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    '{"message":"Bad Request"}',
  ],
  ['a bare LF', `GET / HTTP/1.1\n${host}\r\n`, 400, '{"message":"Bad Request"}'],
  ['a bare LF between headers', `GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n`, 400, '{"message":"Bad Request"}'],
  ['a folded header', `GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`, 400, '{"message":"Bad Request"}'],
  ['a NUL in a header', `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`, 400, '{"message":"Bad Request"}'],
  ['a NUL in its target', `GET /a\0b HTTP/1.1\r\n${host}\r\n`, 400, '{"message":"Bad Request"}'],
  [
    'a request line of 64 KB',
    `GET /${'a'.repeat(65_536)} HTTP/1.1\r\n${host}\r\n`,
    414,
    '{"message":"Request URI too long"}',
  ],
  [
    'a header block of 64 KB',
    `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(65_536)}\r\n\r\n`,
    431,
    '{"message":"Request Header Fields Too Large"}',
  ],
  [
    '100 MB announced',
    `POST / HTTP/1.1\r\n${host}Content-Length: 104857600\r\n\r\n`,
    413,
    '{"message":"HTTP content length exceeded 10485760 bytes"}',
  ],
];

test('a request that can be read in two ways, or is too much to read, is refused and its connection ends', async (t) => {
  const upstream = await rawServer(always(OK));
  t.after(() => upstream.close());
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
  t.after(() => gateway.close());
  for (const [what, bytes, status, body] of malformed) {
    await t.test(what, async () => {
      const caller = await callerOf(t, gateway.url);
      // What stands behind it would be taken for a second request if the first were read otherwise.
      caller.write(bytes + get('/smuggled'));
      const text = await caller.end();
      const answer = partsOf(text)!;
      assert.deepEqual([answer.status, answer.body], [status, body]);
      assert.deepEqual(statuses(text), [status], 'one answer and no other');
      assert.equal(answer.headers.get('connection'), 'close');
      assert.match(answer.headers.get('x-amzn-requestid')!, /^[0-9a-f-]{36}$/);
      const { fault } = await refusalOf(gateway, answer.headers.get('x-amzn-requestid'));
      assert.match(fault, /^client\./);
    });
  }
  assert.equal(upstream.sockets.length, 0, 'the server was never spoken to');
  await leavesNothing(gateway, { requests: malformed.length });
});

const climbing: readonly [path: string, seen: boolean][] = [
  ['/../etc/passwd', true],
  ['/a/../b', true],
  ['/a/..', true],
  ['/%2e%2e/b', true],
  ['/a/%2E%2e/b', true],
  ['/a/.%2e/b', true],
  ['/a%2f..%2fb', true],
  ['/./b', false],
  ['/a%00b', false],
  ['/a%5cb', false],
  ['/a%5c..%5cb', true],
  ['/a\\..\\b', true],
  ['/a%zzb', false],
];

test('a path that climbs, or hides what it is, is seen by the web ACL, refused, and never sent on', async (t) => {
  const upstream = await rawServer(always(OK));
  t.after(() => upstream.close());
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin, {}, [countsClimbs])] });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  for (const [path, seen] of climbing) {
    await t.test(path, async () => {
      const answer = await asked(caller, get(path));
      assert.deepEqual([answer.status, answer.body], [400, '{"message":"Bad Request"}']);
      const { reason, waf, target } = await refusalOf(gateway, answer.headers.get('x-amzn-requestid'));
      assert.deepEqual([reason, target], ['BAD_REQUEST', path]);
      assert.deepEqual(waf!.counted, seen ? ['climbs'] : []);
    });
  }
  assert.equal(upstream.sockets.length, 0, 'the server was never spoken to');
  assert.equal((await asked(caller, get('/a/b..c/...'))).status, 200, 'dots alone are no climbing');
  caller.socket.destroy();
  await leavesNothing(gateway, { requests: climbing.length + 1 });
});

test('a climbing path meets a rule of the web ACL that blocks it first', async (t) => {
  const upstream = await rawServer(always(OK));
  t.after(() => upstream.close());
  const rules = [{ ...countsClimbs, action: 'block' }];
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin, {}, rules)] });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  const answer = await asked(caller, get('/a/%2e%2e/b'));
  assert.deepEqual([answer.status, answer.body], [403, '{"message":"Forbidden"}']);
  const { reason } = await refusalOf(gateway, answer.headers.get('x-amzn-requestid'));
  assert.equal(reason, 'WAF_FILTERED');
  caller.socket.destroy();
  assert.equal(upstream.sockets.length, 0);
  await leavesNothing(gateway, { requests: 1 });
});

test('clients that send a header a second are cut after ten, and nobody else waits for them', async (t) => {
  const upstream = await rawServer(always(OK));
  t.after(() => upstream.close());
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
  t.after(() => gateway.close());
  const other = await callerOf(t, gateway.url);
  // One is a second ahead of the rest: once it has been cut, the listener has looked, and has left them alone.
  const ahead = await callerOf(t, gateway.url);
  assert.equal((await asked(ahead, get('/first'))).status, 200);
  ahead.text = '';
  ahead.write('GET /slow HTTP/1.1\r\n');
  assert.equal((await asked(other, get('/a'))).status, 200);
  gateway.clock.advance(1_000);
  const slow = await Promise.all(Array.from({ length: 20 }, () => callerOf(t, gateway.url)));
  // What they have begun is read before the clock moves: each is known, and the answer comes after their lines.
  for (const caller of slow) assert.equal((await asked(caller, get('/first'))).status, 200);
  for (const caller of slow) {
    caller.text = '';
    caller.write('GET /slow HTTP/1.1\r\n');
  }
  assert.equal((await asked(other, get('/a'))).status, 200);
  for (let second = 1; second <= 9; second++) {
    for (const caller of slow) caller.write(`X-${second}: a\r\n`);
    gateway.clock.advance(1_000);
  }
  gateway.clock.advance(500);
  assert.equal(partsOf(await ahead.end())!.status, 408);
  assert.ok(slow.every((caller) => !caller.closed && caller.text === ''));
  assert.equal((await asked(other, get('/b'))).status, 200, 'another client is served meanwhile');
  for (const caller of slow) caller.write('X-10: a\r\n');
  gateway.clock.advance(1_000);
  for (const caller of slow) {
    const answer = partsOf(await caller.end())!;
    assert.deepEqual([answer.status, answer.body], [408, '{"message":"Request Timeout"}']);
    const { fault } = await refusalOf(gateway, answer.headers.get('x-amzn-requestid'));
    assert.equal(fault, 'client.too-slow');
  }
  assert.equal((await asked(other, get('/c'))).status, 200);
  other.socket.destroy();
  await leavesNothing(gateway, { requests: 2 * slow.length + 6 });
});

for (const [how, head, piece] of [
  ['by their length', `Content-Length: 104857600`, 'x'.repeat(65_536)],
  ['in chunks', 'Transfer-Encoding: chunked', `10000\r\n${'x'.repeat(65_536)}\r\n`],
] as const) {
  test(`100 MB of body, told ${how}, are answered 413 early and never held`, async (t) => {
    const upstream = await sink(t);
    const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
    t.after(() => gateway.close());
    const caller = await callerOf(t, gateway.url);
    const before = process.memoryUsage.rss();
    caller.write(`POST /big HTTP/1.1\r\n${host}${head}\r\n\r\n`);
    const bytes = Buffer.from(piece);
    let sent = 0;
    let most = before;
    for (; sent < 1600 && !caller.closed && caller.text === ''; sent++) {
      if (!caller.socket.write(bytes)) {
        await Promise.race([once(caller.socket, 'drain'), once(caller.socket, 'close')]);
      }
      most = Math.max(most, process.memoryUsage.rss());
    }
    await caller.until((text) => partsOf(text) !== null);
    const answer = partsOf(caller.text)!;
    assert.deepEqual(
      [answer.status, answer.body, answer.headers.get('x-amzn-errortype')],
      [413, '{"message":"HTTP content length exceeded 10485760 bytes"}', 'RequestTooLargeException'],
    );
    assert.equal(answer.headers.get('connection'), 'close');
    assert.ok(sent < 800, `the answer came after ${sent} of 1600 pieces`);
    assert.ok(most - before < 80_000_000, `memory grew by ${most - before} bytes`);
    caller.socket.destroy();
    assert.ok(upstream.received <= 10_600_000, `${upstream.received} bytes went on to the server`);
    await eventually(
      () => upstream.sockets.every((socket) => socket.destroyed),
      () => 'the call to the server goes on',
    );
    await leavesNothing(gateway, { requests: 1 });
  });
}

test('a client that goes away in the middle of its upload ends the call to the server', async (t) => {
  const upstream = await rawServer(() => {});
  t.after(() => upstream.close());
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
  t.after(() => gateway.close());
  for (const leave of ['end', 'resetAndDestroy'] as const) {
    const n = upstream.sockets.length;
    const caller = await callerOf(t, gateway.url);
    caller.write(`POST /up HTTP/1.1\r\n${host}Content-Length: 1000000\r\n\r\n${'x'.repeat(50_000)}`);
    await eventually(
      () => (upstream.received[n]?.length ?? 0) > 50_000,
      () => 'the server has what the client has sent',
    );
    caller.socket[leave]();
    await ended(upstream.sockets[n]!);
    await eventually(
      () => refusals(gateway).length === n + 1,
      () => 'the refusal is not kept',
    );
    const { fault, status } = refusals(gateway)[0]!;
    assert.deepEqual([fault, status], ['client.aborted', 499]);
    caller.socket.destroy();
  }
  await leavesNothing(gateway, { requests: 2 });
});

test('a client that goes away before its answer has begun ends the call to the server', async (t) => {
  const upstream = await rawServer(() => {});
  t.after(() => upstream.close());
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  caller.write(get('/never'));
  await eventually(
    () => upstream.received.length === 1,
    () => 'the server is not asked',
  );
  caller.socket.resetAndDestroy();
  await ended(upstream.sockets[0]!);
  await leavesNothing(gateway, { requests: 1 });
});

test('a client that goes away in the middle of its download ends the call to the server', async (t) => {
  const upstream = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
    socket.write('x'.repeat(50_000));
  });
  t.after(() => upstream.close());
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  caller.write(get('/down'));
  await caller.until((text) => text.length > 50_000);
  caller.socket.resetAndDestroy();
  await ended(upstream.sockets[0]!);
  await leavesNothing(gateway, { requests: 1 });
});

test('a client that reads 50 MB slowly stops the server instead of filling the memory', async (t) => {
  const total = 50 << 20;
  let written = 0;
  const upstream = await sink(t, async (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`);
    const piece = Buffer.alloc(1 << 18, 'x');
    for (; written < total; written += piece.length) if (!socket.write(piece)) await once(socket, 'drain');
  });
  const gateway = await startGateway({ files: [shortFile(t, upstream.origin)] });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  const { socket } = caller;
  let read = 0;
  socket.removeAllListeners('data').pause();
  const before = process.memoryUsage.rss();
  socket.write(get('/big'));
  await stoodStill(() => written, 200);
  // What lies between is the kernel's: a few megabytes for each of two connections.
  assert.ok(written < total * 0.7, `${written} bytes were taken while nobody read`);
  assert.ok(process.memoryUsage.rss() - before < 60_000_000);
  socket.on('data', (chunk: Buffer) => (read += chunk.length)).resume();
  await eventually(
    () => read > total,
    () => `${read} bytes were read`,
  );
  socket.destroy();
  await leavesNothing(gateway, { requests: 1 });
});

/** Waits a moment for the gateway to let go of its connection to a server. */
const ended = (socket: Socket): Promise<void> =>
  eventually(
    () => socket.destroyed,
    () => 'the call to the server goes on',
  );
