import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import type { Exchange, Head } from '../../../src/base/exchange.ts';
import { Fault } from '../../../src/base/fault.ts';
import type { Answer, Source } from '../../../src/base/wire.ts';
import { toClient } from '../../../src/guard/dispatch/headers.ts';
import { Call } from '../../../src/guard/dispatch/upstream/call.ts';
import { parseOrigin } from '../../../src/guard/dispatch/upstream/origin.ts';
import { Pool } from '../../../src/guard/dispatch/upstream/pool.ts';
import type { ResponseBody } from '../../../src/guard/dispatch/upstream/response-body.ts';
import { timeByHand } from '../../time-by-hand.ts';
import { eventually } from '../../waiting.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';
import { always, bytesOf, faultOf, serversUntil } from './raw-server.ts';
import { dispatcher, routed } from './site.ts';

const serving = serversUntil(after);

const request = (head: Partial<Head> = {}, wire = new PaperWire()): Exchange =>
  routed(paperRequest(head, wire), { proxy: 'a' });
const asks = (server: { origin: string }, settings: object = {}) =>
  dispatcher({ settings: { uri: `${server.origin}/{proxy}`, ...settings } });

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const whole = (sent: string): boolean => sent.endsWith('\r\n\r\n');

/** How often deadlines are looked at, at the least: so much later a call may be given up. */
const looksMs = 250;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What becomes of a call, as `faultOf` gives it; '' until then. `begun` has its answer's head. */
function outcome(answer: Promise<Answer>) {
  const seen = { code: '', begun: answer, end: faultOf(answer) };
  seen.end.then((code) => (seen.code = code));
  return seen;
}

describe('a server', () => {
  test('that nobody runs is refused, and so is one without a name', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    closed.close();
    await once(closed, 'close');
    assert.equal(await faultOf(asks({ origin: `http://127.0.0.1:${port}` })(request())), 'upstream.refused');
    assert.equal(await faultOf(asks({ origin: 'http://nobody.invalid' })(request())), 'upstream.refused');
  });

  test('that hangs up before its answer is a reset', async () => {
    const server = await serving((socket) => socket.resetAndDestroy());
    assert.equal(await faultOf(asks(server)(request())), 'upstream.reset');
    const half = await serving((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-'));
    assert.equal(await faultOf(asks(half)(request())), 'upstream.reset');
  });

  for (const [how, head] of [
    ['a declared length', 'Content-Length: 100'],
    ['a chunk', 'Transfer-Encoding: chunked'],
  ]) {
    test(`that hangs up in the middle of ${how} breaks the body off`, async () => {
      const server = await serving((socket, sent) => {
        if (!whole(sent)) return;
        socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
        setImmediate(() => socket.end('5\r\nhel'));
      });
      const answer = await asks(server)(request());
      assert.equal(answer.status, 200);
      assert.equal(await faultOf(Promise.resolve(answer)), 'upstream.reset');
    });
  }

  test('that is reset where its answer would end by closing is not taken for whole', async () => {
    const server = await serving(always('HTTP/1.1 200 OK\r\n\r\nhel'));
    const answer = await asks(server)(request());
    server.sockets[0]!.resetAndDestroy();
    assert.equal(await faultOf(Promise.resolve(answer)), 'upstream.reset');
  });

  test('that sends a malformed chunk later breaks the body off', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    const server = await serving(always(`${head}3\r\nabc\r\n`));
    const answer = await asks(server)(request());
    server.sockets[0]!.write('zz\r\n');
    assert.equal(await faultOf(Promise.resolve(answer)), 'upstream.malformed');
  });

  test('that says nothing within the timeout is given up', async (t) => {
    const time = timeByHand(t);
    const server = await serving(() => {});
    const fault = outcome(asks(server, { timeoutMs: 800 })(request()));
    await eventually(() => server.received.some((sent) => sent.length > 0));
    time.pass(799);
    await turn();
    assert.equal(fault.code, '');
    time.pass(1 + looksMs);
    assert.equal(await fault.end, 'upstream.timeout');
  });

  test('that drips its head is given up at the same time', async (t) => {
    const time = timeByHand(t);
    const server = await serving((socket, sent) => {
      if (sent.includes('/read')) socket.write(ok);
      else if (whole(sent)) socket.write('HTTP/1.1 200 OK\r\n');
    });
    const ask = asks(server, { timeoutMs: 800 });
    const fault = outcome(ask(request()));
    await eventually(() => server.received.some((sent) => sent.length > 0));
    for (let i = 0; i < 8; i++) {
      server.sockets[0]!.write('A: 1\r\n');
      // What is sent behind it has come: so this has been read.
      assert.equal((await ask(routed(paperRequest(), { proxy: 'read' }))).status, 200);
      assert.equal(fault.code, '');
      time.pass(100);
    }
    time.pass(looksMs);
    assert.equal(await fault.end, 'upstream.timeout');
  });

  test('that stalls in the middle of its body is given up', async (t) => {
    const time = timeByHand(t);
    const server = await serving(always('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel'));
    const fault = outcome(asks(server, { stallMs: 800 })(request()));
    await fault.begun;
    time.pass(799);
    await turn();
    assert.equal(fault.code, '');
    time.pass(1 + looksMs);
    assert.equal(await fault.end, 'upstream.timeout');
  });

  test('that we have stopped ourselves does not stall', async (t) => {
    const time = timeByHand(t);
    const bytes = Buffer.alloc(1 << 20, 'x');
    const server = await serving((socket, sent) => {
      if (!whole(sent)) return;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n\r\n`);
      socket.write(bytes);
    });
    const { body } = await asks(server, { stallMs: 400 })(request());
    await eventually(() => (body as ResponseBody).paused);
    time.pass(1_000);
    assert.equal((await bytesOf(body)).length, bytes.length);
  });

  test('is not waited for while the client sends, but is once it has all', async (t) => {
    const time = timeByHand(t);
    const server = await serving(() => {});
    const sent = (end: string): Promise<void> =>
      eventually(() => server.received.some((bytes) => bytes.toString('latin1').endsWith(end)));
    const wire = new PaperWire(['x'], 2);
    const first = wire.pull.bind(wire);
    const rest = Promise.withResolvers<Buffer | null>();
    const pulled = [first, () => rest.promise, () => null];
    wire.pull = () => pulled.shift()!();
    const fault = outcome(asks(server, { timeoutMs: 800 })(request({ method: 'POST' }, wire)));
    await sent('x');
    time.pass(3_000);
    await turn();
    assert.equal(fault.code, '');
    rest.resolve(Buffer.from('y'));
    await sent('xy');
    time.pass(790);
    await turn();
    assert.equal(fault.code, '', 'its time began with the last byte');
    time.pass(10 + looksMs);
    assert.equal(await fault.end, 'upstream.timeout');
  });
});

describe('a connection that is used again', () => {
  test('serves one request after the other', async () => {
    const server = await serving(always(ok));
    const ask = asks(server);
    for (let i = 0; i < 5; i++) assert.equal((await ask(request())).status, 200);
    assert.equal(server.sockets.length, 1);
  });

  /** Answers the first request of the first connection, and hangs up on the second. */
  const fickle = () =>
    serving((socket, sent, connection) => {
      if (!whole(sent)) return;
      if (connection === 0 && sent.split('HTTP/1.1').length > 2) socket.resetAndDestroy();
      else socket.write(ok);
    });

  test('and was closed meanwhile is replaced, once, for a request that may be repeated', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      const server = await fickle();
      const ask = asks(server);
      await ask(request());
      assert.equal((await ask(request({ method }))).status, 200, method);
      assert.equal(server.sockets.length, 2);
    }
  });

  test('and was closed meanwhile is a reset for a request that may not', async () => {
    for (const [method, chunks] of [
      ['POST', []],
      ['PATCH', []],
      ['PUT', ['streamed\r\n\r\n']],
    ] as const) {
      const server = await fickle();
      const ask = asks(server);
      await ask(request());
      assert.equal(await faultOf(ask(request({ method }, new PaperWire(chunks)))), 'upstream.reset', method);
    }
  });

  test('is not repeated when the server had begun to answer', async () => {
    const server = await serving((socket, sent) => {
      if (!whole(sent)) return;
      if (sent.split('HTTP/1.1').length > 2) socket.end('HTTP/1.1 2');
      else socket.write(ok);
    });
    const ask = asks(server);
    await ask(request());
    assert.equal(await faultOf(ask(request())), 'upstream.reset');
    assert.equal(server.sockets.length, 1);
  });

  test('is closed before the server would close it', async (t) => {
    const time = timeByHand(t);
    const server = await serving(
      always('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=3\r\nContent-Length: 2\r\n\r\nhi'),
    );
    const ask = asks(server);
    await ask(request());
    time.pass(1_999);
    await ask(request());
    assert.equal(server.sockets.length, 1);
    time.pass(2_000);
    await ask(request());
    assert.equal(server.sockets.length, 2);
  });

  test('is not, when the server says close', async () => {
    const server = await serving(
      always('HTTP/1.1 200 OK\r\nConnection: X, Close\r\nContent-Length: 2\r\n\r\nhi'),
    );
    const ask = asks(server);
    for (let i = 0; i < 2; i++) await ask(request());
    assert.equal(server.sockets.length, 2);
  });

  test('is not, when the server answered before it had the whole body', async () => {
    const server = await serving((socket, sent) => {
      if (sent.endsWith('part')) socket.write(ok);
      else if (whole(sent)) socket.write(ok);
    });
    const wire = new PaperWire(['part'], 100);
    const first = wire.pull.bind(wire);
    let pulls = 0;
    wire.pull = () => (pulls++ === 0 ? first() : new Promise(() => {}));
    const ask = asks(server);
    assert.equal((await ask(request({ method: 'POST' }, wire))).status, 200);
    await ask(request());
    assert.equal(server.sockets.length, 2);
  });

  test('is closed when the server speaks unasked', async () => {
    const server = await serving(always(ok));
    const ask = asks(server);
    await ask(request());
    server.sockets[0]!.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil');
    await once(server.sockets[0]!, 'close');
    assert.equal(String(await bytesOf((await ask(request())).body)), 'hi');
  });
});

describe('a client that goes away', () => {
  test('ends the request to the server, before the answer and in its middle', async () => {
    const silent = await serving(() => {});
    const x = request();
    const fault = faultOf(asks(silent)(x));
    await eventually(() => silent.received[0]?.length !== undefined);
    const closed = once(silent.sockets[0]!, 'close');
    x.wire.onAbort!();
    assert.equal(await fault, 'client.aborted');
    await closed;

    const talking = await serving((socket, sent) => {
      if (whole(sent)) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel');
    });
    const answer = await asks(talking)(request());
    const ended = once(talking.sockets[0]!, 'close');
    (answer.body as Source).drop();
    await ended;
  });

  test('in the middle of its body ends the request', async () => {
    const server = await serving(() => {});
    const gone = new Fault('client.aborted', 'client', 'gone');
    const x = request({ method: 'POST' }, new PaperWire(['abc', gone], 10));
    assert.equal(await faultOf(asks(server)(x)), 'client.aborted');
  });

  test('after its answer does not disturb the request that uses the connection next', async () => {
    const server = await serving(always(ok));
    const ask = asks(server);
    const x = request();
    await ask(x);
    assert.equal(x.wire.onAbort, null);
  });
});

describe('a pool', () => {
  const terms = { answerMs: 200, stallMs: 200, speed: 1, back: toClient };
  const call = (): Call => new Call(request(), 'GET', 'GET / HTTP/1.1\r\n\r\n', terms);

  test('opens so many connections and no more, and lets so many calls wait', async (t) => {
    timeByHand(t);
    const waiting: (() => void)[] = [];
    const server = await serving((socket, sent) => {
      if (whole(sent)) waiting.push(() => socket.write(ok));
    });
    const pool = new Pool(parseOrigin('http', `127.0.0.1:${server.port}`)!, { connections: 2, waiting: 2 });
    const calls = Array.from({ length: 5 }, call);
    for (const c of calls) pool.submit(c);
    assert.equal(await faultOf(calls[4]!.answer), 'upstream.busy');
    await eventually(() => waiting.length >= 2);
    for (let done = 0; done < 4; ) {
      const next = waiting.shift();
      if (next === undefined) await new Promise(setImmediate);
      else {
        next();
        done++;
      }
    }
    for (const c of calls.slice(0, 4)) assert.equal((await c.answer).status, 200);
    assert.equal(server.sockets.length, 2);
    pool.close();
    assert.equal(pool.size, 0);
  });

  describe('that one client keeps busy', () => {
    const of = (client: string): Call =>
      new Call(request({ client: parseAddress(client)! }), 'GET', 'GET / HTTP/1.1\r\n\r\n', terms);
    const crowd = (length: number): Call[] => Array.from({ length }, (_, i) => of(`2001:db8::${i + 1}`));

    test('answers another one at once', async () => {
      let requests = 0;
      const server = await serving((socket, sent) => {
        if (whole(sent) && ++requests > 2) socket.write(ok);
      });
      const origin = parseOrigin('http', `127.0.0.1:${server.port}`)!;
      const pool = new Pool(origin, { connections: 2, waiting: 2, spare: 1 });
      const calls = crowd(5);
      for (const c of calls) pool.submit(c);
      assert.equal(await faultOf(calls[4]!.answer), 'upstream.busy');
      await eventually(() => requests === 2);
      for (let i = 0; i < 3; i++) {
        const neighbour = of('192.0.2.1');
        pool.submit(neighbour);
        assert.equal((await neighbour.answer).status, 200);
        await eventually(() => pool.size === 2);
      }
      assert.deepEqual(
        calls.slice(0, 4).map((c) => c.settled),
        [false, false, false, false],
      );
      for (const c of calls.slice(0, 4)) {
        c.abort();
        assert.equal(await faultOf(c.answer), 'client.aborted');
      }
    });

    test('lets others wait, each in its turn, where its own have taken every place', async () => {
      const waiting: (() => void)[] = [];
      const server = await serving((socket, sent) => {
        if (whole(sent)) waiting.push(() => socket.write(ok));
      });
      const origin = parseOrigin('http', `127.0.0.1:${server.port}`)!;
      const pool = new Pool(origin, { connections: 1, waiting: 4 });
      const calls = [...crowd(5), of('192.0.2.1'), of('192.0.2.2')];
      const order: number[] = [];
      for (const [i, c] of calls.entries()) {
        pool.submit(c);
        c.answer.then(
          () => order.push(i),
          () => {},
        );
      }
      assert.equal(await faultOf(calls[4]!.answer), 'upstream.busy');
      assert.equal(await faultOf(calls[3]!.answer), 'upstream.busy');
      while (order.length < 5) {
        waiting.shift()?.();
        await turn();
      }
      assert.deepEqual(order, [0, 1, 5, 6, 2]);
    });

    test('has room again as soon as those who waited have gone', async (t) => {
      const time = timeByHand(t);
      const server = await serving(() => {});
      const origin = parseOrigin('http', `127.0.0.1:${server.port}`)!;
      const pool = new Pool(origin, { connections: 1, waiting: 2 });
      const patient = { ...terms, answerMs: 4_000, stallMs: 4_000 };
      const long = (): Call => new Call(request(), 'GET', 'GET / HTTP/1.1\r\n\r\n', patient);
      const calls = Array.from({ length: 3 }, long);
      for (const c of calls) pool.submit(c);
      calls[2]!.abort();
      assert.equal(await faultOf(calls[2]!.answer), 'client.aborted');
      time.pass(looksMs);
      const late = long();
      pool.submit(late);
      assert.equal(late.settled, false);
      for (const c of [...calls, late]) {
        c.abort();
        assert.equal(await faultOf(c.answer), 'client.aborted');
      }
    });
  });

  test('breaks off answers that are read slowly, but only for others that wait', async (t) => {
    const time = timeByHand(t);
    const bytes = Buffer.alloc(16 << 20, 'x');
    let requests = 0;
    const server = await serving((socket, sent) => {
      if (!whole(sent)) return;
      if (++requests > 2) socket.write(ok);
      else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n\r\n`);
      if (requests <= 2) socket.write(bytes);
    });
    const slow = { windowMs: 100, bytes: 1_000 };
    const limits = { connections: 2, waiting: 9, slow };
    const pool = new Pool(parseOrigin('http', `127.0.0.1:${server.port}`)!, limits);
    const patient = { ...terms, answerMs: 4_000, stallMs: 4_000 };
    const made = Array.from(
      { length: 3 },
      () => new Call(request(), 'GET', 'GET / HTTP/1.1\r\n\r\n', patient),
    );
    pool.submit(made[0]!);
    pool.submit(made[1]!);
    const read = (await made[0]!.answer).body as ResponseBody;
    const unread = (await made[1]!.answer).body as ResponseBody;
    for (let i = 0; i < 20; i++) {
      await eventually(() => unread.paused && read.paused);
      await read.pull();
      time.pass(40);
    }
    assert.equal(pool.size, 2, 'nobody waits');
    await eventually(() => read.paused);
    pool.submit(made[2]!);
    time.pass(looksMs);
    assert.equal((await made[2]!.answer).status, 200);
    assert.equal(
      await faultOf(Promise.resolve({ status: 200, headers: [], body: unread, length: -1 })),
      'client.too-slow',
    );
    assert.equal(
      await faultOf(Promise.resolve({ status: 200, headers: [], body: read, length: -1 })),
      'none',
    );
  });

  test('gives up calls that wait too long, and skips those whose client has gone', async (t) => {
    const time = timeByHand(t);
    const server = await serving(() => {});
    const pool = new Pool(parseOrigin('http', `127.0.0.1:${server.port}`)!, { connections: 1, waiting: 9 });
    const calls = Array.from({ length: 3 }, call);
    for (const c of calls) pool.submit(c);
    calls[1]!.abort();
    assert.equal(await faultOf(calls[1]!.answer), 'client.aborted');
    await eventually(() => server.received.some((sent) => sent.length > 0));
    time.pass(200 + looksMs);
    assert.equal(await faultOf(calls[0]!.answer), 'upstream.timeout');
    assert.equal(await faultOf(calls[2]!.answer), 'upstream.timeout');
  });
});
