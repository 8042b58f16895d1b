import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { own, receive } from '../../../src/guard/accept/receive.ts';
import { door, echo, statuses } from './caller.ts';

test('an accepted socket is read into memory that is lent, on the Node that comes along', async (t) => {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect(port, '127.0.0.1');
  t.after(() => client.destroy());
  const [socket] = (await once(server, 'connection')) as [Socket];
  const kept: string[] = [];
  const first = Promise.withResolvers<Buffer>();
  receive(socket, (bytes) => {
    kept.push(own(bytes).toString());
    assert.notEqual(own(bytes).buffer, bytes.buffer, 'lent');
    first.resolve(bytes);
  });
  assert.equal(socket.listenerCount('data'), 0);
  client.write('one');
  await first.promise;
  socket.pause();
  client.write('two');
  // It comes on another connection behind it: so this would have been read.
  const after = connect(port, '127.0.0.1');
  t.after(() => after.destroy());
  const [behind] = (await once(server, 'connection')) as [Socket];
  after.write('two');
  await once(behind, 'data');
  behind.destroy();
  assert.deepEqual(kept, ['one'], 'a paused socket is not read');
  const ended = once(socket, 'end');
  socket.resume();
  client.end('three');
  await ended;
  assert.equal(kept.join(''), 'onetwothree');
  socket.destroy();
});

test('what is no plain socket is read as a stream', async () => {
  const stream = new PassThrough();
  const seen = new Promise<Buffer>((resolve) => receive(stream, resolve));
  stream.write('text');
  const bytes = await seen;
  assert.equal(own(bytes), bytes);
  assert.equal(bytes.toString(), 'text');
});

test('bodies and heads that arrive in pieces, on many connections in turn, stay their own', async (t) => {
  const d = await door(t, echo);
  const callers = await Promise.all(Array.from({ length: 12 }, () => d.call()));
  const bodies = callers.map((_, i) => String.fromCharCode(97 + i).repeat(3_000 + 997 * i));
  const requests = bodies.map(
    (body, i) => `POST /${i} HTTP/1.1\r\nHost: ${i}.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  for (let from = 0; from < 20_000; from += 611) {
    for (const [i, caller] of callers.entries()) caller.write(requests[i]!.slice(from, from + 611));
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [i, caller] of callers.entries()) {
    const text = await caller.until((all) => all.includes('\r\n\r\n') && all.length > bodies[i]!.length);
    assert.deepEqual(statuses(text), [200]);
    assert.ok(text.endsWith(`\r\n\r\n${bodies[i]}`), `body ${i}`);
  }
});
