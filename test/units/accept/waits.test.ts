import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeByHand } from '../../time-by-hand.ts';
import { eventually } from '../../waiting.ts';
import { door, echo, hello, statuses } from './caller.ts';

const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: a.test\r\n\r\n`;
const seconds = (n: number): number => n * 1000;

test('a head that is not complete ten seconds after its first byte is cut with 408, whatever trickles in', async (t) => {
  const d = await door(t);
  const other = await d.call();
  const caller = await d.call();
  d.clock.advance(seconds(100));
  d.listener.sweep();
  caller.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await caller.until((text) => text.endsWith('/'));
  caller.text = '';
  caller.write('PUT /slow HTTP/1.1\r\nHost: a\r\n');
  // What another sends behind it is answered: so this has been read.
  const read = async (): Promise<void> => {
    other.text = '';
    other.write(get('/read'));
    await other.until((text) => text.endsWith('/read'));
    d.seen.length = 0;
  };
  await read();
  for (let second = 0; second < 10; second++) {
    caller.write(`X-${second}: y\r\n`);
    await read();
    d.clock.advance(seconds(1));
    d.listener.sweep();
    assert.equal(d.seen.length, 0);
  }
  d.clock.advance(seconds(1));
  d.listener.sweep();
  const text = await caller.end();
  assert.deepEqual(statuses(text), [408]);
  assert.match(text, /Connection: close/);
  assert.equal(d.seen[0]!.method, 'PUT');
  assert.equal(d.seen[0]!.target, '/slow');
});

test('a body that is waited for and stalls is cut with 408', async (t) => {
  const d = await door(t, echo);
  const caller = await d.call();
  caller.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx');
  await eventually(() => d.seen.length === 1);
  d.clock.advance(seconds(29));
  d.listener.sweep();
  assert.equal(caller.text, '');
  d.clock.advance(seconds(2));
  d.listener.sweep();
  assert.deepEqual(statuses(await caller.end()), [408]);
});

test('a body that trickles is cut with 408 after thirty seconds; one of 100 bytes a second is not', async (t) => {
  const d = await door(t, echo);
  const cut = await d.call();
  const kept = await d.call();
  cut.write('POST /cut HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n');
  await eventually(() => d.seen.length === 1);
  kept.write('POST /kept HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n');
  await eventually(() => d.seen.length === 2);
  for (let second = 1; second <= 90; second++) {
    if (second <= 30) cut.write('x');
    kept.write('x'.repeat(100));
    await eventually(() => d.seen[1]!.wire.receivedBytes === second * 100);
    d.clock.advance(seconds(1));
    d.listener.sweep();
  }
  assert.deepEqual(statuses(await cut.end()), [408]);
  assert.deepEqual(statuses(await kept.until((text) => text.endsWith('x'.repeat(9000)))), [200]);
});

test('a request that takes long to serve is not the caller’s delay', async (t) => {
  let release: () => void = () => {};
  const d = await door(t, async (x) => {
    await new Promise<void>((resolve) => (release = resolve));
    await echo(x);
  });
  const caller = await d.call();
  caller.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n');
  await eventually(() => d.seen.length === 1);
  d.clock.advance(seconds(500));
  d.listener.sweep();
  release();
  await new Promise((resolve) => setImmediate(resolve));
  d.listener.sweep();
  caller.write('ok');
  assert.deepEqual(statuses(await caller.until((s) => s.endsWith('ok'))), [200]);
});

test('an idle connection is closed after 310 seconds, and a reused one counts anew', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  for (const target of ['/1', '/2']) {
    caller.write(get(target));
    await caller.until((s) => s.endsWith(target));
    d.clock.advance(seconds(309));
    d.listener.sweep();
  }
  assert.equal(d.listener.connections, 1);
  d.clock.advance(seconds(2));
  d.listener.sweep();
  await caller.end();
  assert.equal(d.listener.connections, 0);
});

test('an empty line behind a request does not begin another one', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  caller.write(`${get('/1')}\r\n`);
  await caller.until((s) => s.endsWith('/1'));
  d.clock.advance(seconds(100));
  d.listener.sweep();
  caller.write(get('/2'));
  await caller.until((s) => s.endsWith('/2'));
  assert.deepEqual(statuses(caller.text), [200, 200]);
});

test('a caller that takes nothing of its answer for a minute is cut', async (t) => {
  const d = await door(t, (x) => x.wire.send(200, [], Buffer.alloc(20_000_000)));
  const caller = await d.call();
  caller.socket.pause();
  caller.write(get('/'));
  await eventually(() => d.seen.length === 1);
  // As many turns as loopback needs to be full.
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  d.clock.advance(seconds(59));
  d.listener.sweep();
  assert.equal(d.listener.connections, 1);
  d.clock.advance(seconds(62));
  d.listener.sweep();
  assert.equal(d.listener.connections, 0);
});

test('a caller that does not end its side is let go five seconds after its last answer', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  caller.socket.allowHalfOpen = true;
  caller.write('GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await caller.until((s) => s.endsWith('/a'));
  await eventually(() => caller.socket.readableEnded);
  assert.equal(d.listener.connections, 1);
  d.clock.advance(seconds(6));
  d.listener.sweep();
  assert.equal(d.listener.connections, 0);
});

test('a connection past the limit takes the place of one that is idle', async (t) => {
  const d = await door(t, hello, { limits: { connections: 2 } });
  const [first, second] = [await d.call(), await d.call()];
  first.write('GET /1 HTTP/1.1\r\n');
  second.write(get('/2'));
  await second.until((s) => s.endsWith('/2'));
  const third = await d.call();
  third.write(get('/3'));
  await third.until((s) => s.endsWith('/3'));
  assert.deepEqual(statuses(await second.end()), [200]);
  first.write('Host: a.test\r\n\r\n');
  await first.until((s) => s.endsWith('/1'));
});

test('a connection past the limit is closed at once where all others have something under way', async (t) => {
  const d = await door(t, () => {}, { limits: { connections: 2 } });
  const [first, second] = [await d.call(), await d.call()];
  first.write('GET /1 HTTP/1.1\r\n');
  second.write(get('/2'));
  await eventually(() => d.seen.length === 1 && d.listener.connections === 2);
  const third = await d.call();
  assert.equal(await third.end(), '');
  first.write('Host: a.test\r\n\r\n');
  await eventually(() => d.seen.length === 2);
});

test('closing ends idle connections, and the others after their answer', async (t) => {
  let release: () => void = () => {};
  const d = await door(t, async (x) => {
    if (x.path === '/slow') await new Promise<void>((resolve) => (release = resolve));
    hello(x);
  });
  const [idle, busy, partial] = [await d.call(), await d.call(), await d.call()];
  idle.write(get('/'));
  await idle.until((s) => s.endsWith('/'));
  busy.write(get('/slow'));
  partial.write('GET /late HTTP/1.1\r\n');
  await eventually(() => d.seen.length === 2);
  let closed = false;
  const closing = d.listener.close(10_000).then(() => (closed = true));
  await idle.end();
  partial.write('Host: a\r\n\r\n');
  assert.match(await partial.end(), /200 OK[\s\S]*Connection: close[\s\S]*hello \/late$/);
  await assert.rejects(d.call(), { code: 'ECONNREFUSED' });
  assert.equal(closed, false);
  release();
  assert.match(await busy.end(), /200 OK[\s\S]*Connection: close[\s\S]*hello \/slow$/);
  await closing;
  assert.equal(d.listener.connections, 0);
});

test('closing cuts what is still under way when its grace is over', async (t) => {
  const d = await door(t, () => {});
  const caller = await d.call();
  caller.write(get('/'));
  await eventually(() => d.seen.length === 1);
  await d.listener.close(5);
  assert.equal(await caller.end(), '');
});

test('closing ends at once what has been idle, and nothing else is waited for', async (t) => {
  const d = await door(t);
  const callers = await Promise.all(Array.from({ length: 5 }, () => d.call()));
  await eventually(() => d.listener.connections === 5);
  d.clock.advance(seconds(2));
  d.listener.sweep();
  // Its timers stand still: what waits for one waits for good.
  timeByHand(t);
  await d.listener.close(120_000);
  for (const caller of callers) await caller.end();
});

test('a request that is on its way when closing begins is answered', async (t) => {
  const d = await door(t);
  const callers = await Promise.all(Array.from({ length: 20 }, () => d.call()));
  for (const caller of callers) {
    caller.write(get('/1'));
    await caller.until((s) => s.endsWith('/1'));
  }
  for (const caller of callers) caller.write(get('/2'));
  const closed = d.listener.close(1000);
  for (const caller of callers) assert.deepEqual(statuses(await caller.end()), [200, 200]);
  await closed;
});
