import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { Clock } from '../../src/base/clock.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { rawServer } from '../units/dispatch/raw-server.ts';
import { eventually } from '../waiting.ts';
import { asked, callerOf, get, partsOf, statuses } from './support/caller.ts';
import { shortFile } from './support/files.ts';
import { leavesNothing, refusalOf } from './support/leavings.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('a server that refuses is answered 504 at once, and served again when it is there', async (t) => {
  const place = createServer();
  place.listen(0, '127.0.0.1');
  await once(place, 'listening');
  const { port } = place.address() as { port: number };
  place.close();
  await once(place, 'close');
  const gateway = await startGateway({ to: `http://127.0.0.1:${port}` });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  const answer = await asked(caller, get('/a'));
  assert.deepEqual(
    [answer.status, answer.body, answer.headers.get('x-amzn-errortype')],
    [504, '{"message": "Network error communicating with endpoint"}', 'InternalServerErrorException'],
  );
  assert.match(answer.headers.get('x-amzn-trace-id')!, /^Root=1-/);
  const { fault, reason, faultMessage } = await refusalOf(gateway, answer.headers.get('x-amzn-requestid'));
  assert.deepEqual([fault, reason], ['upstream.refused', 'INTEGRATION_FAILURE']);
  assert.match(faultMessage, /ECONNREFUSED/);
  const back = createServer((socket) => socket.once('data', () => socket.end(OK))).listen(port, '127.0.0.1');
  t.after(() => back.close());
  await once(back, 'listening');
  assert.equal((await asked(caller, get('/b'))).body, 'ok');
  caller.socket.destroy();
  await leavesNothing(gateway, { requests: 2 });
});

for (const [how, head, piece] of [
  ['with a length', 'Content-Length: 1000', 'hello'],
  ['in chunks', 'Transfer-Encoding: chunked', '5\r\nhello\r\n'],
] as const) {
  for (const leave of ['resetAndDestroy', 'end'] as const) {
    test(`an answer ${how} whose server goes (${leave}) in the middle reaches the client broken, not whole`, async (t) => {
      const upstream = await rawServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${piece}`);
      });
      t.after(() => upstream.close());
      const gateway = await startGateway({ to: upstream.origin });
      t.after(() => gateway.close());
      const caller = await callerOf(t, gateway.url);
      caller.write(get('/a'));
      await caller.until((text) => text.includes('hello'));
      upstream.sockets[0]![leave]();
      const text = await caller.end();
      assert.deepEqual(statuses(text), [200]);
      if (head.startsWith('Content')) assert.equal(partsOf(text), null, 'shorter than it said');
      else assert.ok(!text.includes('\r\n0\r\n'), 'the last chunk is not there');
      const id = /x-amzn-RequestId: (\S+)/.exec(text)![1];
      const { fault } = await refusalOf(gateway, id);
      assert.equal(fault, 'upstream.reset');
      await leavesNothing(gateway, { requests: 1 });
    });
  }
}

test('a server that stalls before its answer is given up at its timeout: 504, and the connection is closed', async (t) => {
  const upstream = await rawServer((socket, sent) => {
    if (sent.includes('/half')) socket.write('HTTP/1.1 200 OK\r\nContent-');
  });
  t.after(() => upstream.close());
  const data = temporaryFolder(t);
  const files = [shortFile(t, upstream.origin, { timeoutMs: 200, executionLog: 'INFO' })];
  const gateway = await startGateway({ files, data });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  for (const path of ['/silent', '/half']) {
    const answer = await asked(caller, get(path));
    assert.deepEqual([answer.status, answer.body], [504, '{"message": "Endpoint request timed out"}']);
    const { fault, reason } = await refusalOf(gateway, answer.headers.get('x-amzn-requestid'));
    assert.deepEqual([fault, reason], ['upstream.timeout', 'INTEGRATION_TIMEOUT']);
  }
  await eventually(
    () => upstream.sockets.every((s) => s.destroyed),
    () => 'a call to the server goes on',
  );
  caller.socket.destroy();
  const { apiId } = gateway.supervisor.definition.apis[0]!;
  await leavesNothing(gateway, { requests: 2 });
  const log = readFileSync(join(data, 'logs', `API-Gateway-Execution-Logs_${apiId}`, 'live.log'), 'utf8');
  assert.equal(log.match(/Execution failed due to a timeout error/g)?.length, 2);
});

test('a server that stalls in the middle of its answer is given up, and the client is cut off', async (t) => {
  const upstream = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello');
  });
  t.after(() => upstream.close());
  // Five minutes of silence are a third of a second of this clock.
  const gateway = await startGateway({
    files: [shortFile(t, upstream.origin, { timeoutMs: 900_000 })],
    clock: Clock.running(1000),
  });
  t.after(() => gateway.close());
  const caller = await callerOf(t, gateway.url);
  caller.write(get('/a'));
  const text = await caller.end();
  assert.ok(text.endsWith('\r\n\r\nhello'));
  assert.equal(partsOf(text), null, 'shorter than it said');
  const { fault } = await refusalOf(gateway, /x-amzn-RequestId: (\S+)/.exec(text)![1]);
  assert.equal(fault, 'upstream.timeout');
  await eventually(
    () => upstream.sockets[0]!.destroyed,
    () => 'the call to the server goes on',
  );
  await leavesNothing(gateway, { requests: 1 });
});

test('one server that hangs does not slow another down', async (t) => {
  const hangs = await rawServer(() => {});
  const well = await rawServer((socket, sent) => sent.endsWith('\r\n\r\n') && socket.write(OK));
  t.after(() => Promise.all([hangs.close(), well.close()]));
  const files = [
    shortFile(t, well.origin, { routes: { 'GET /hangs': { to: hangs.origin, timeoutMs: 29_000 } } }),
  ];
  const gateway = await startGateway({ files });
  t.after(() => gateway.close());
  const stuck = await Promise.all(Array.from({ length: 50 }, () => callerOf(t, gateway.url)));
  for (const caller of stuck) caller.write(get('/hangs'));
  const caller = await callerOf(t, gateway.url);
  for (let i = 0; i < 50; i++) assert.equal((await asked(caller, get('/well'))).status, 200);
  assert.ok(
    stuck.every(({ text }) => text === ''),
    'they still wait',
  );
  await eventually(() => hangs.sockets.length === stuck.length);
  for (const socket of hangs.sockets) socket.write(OK);
  for (const one of stuck) assert.deepEqual(statuses(await one.until((text) => text !== '')), [200]);
  for (const one of [caller, ...stuck]) one.socket.destroy();
  await leavesNothing(gateway, { requests: 100 });
});
