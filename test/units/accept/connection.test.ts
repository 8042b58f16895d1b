import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/base/exchange.ts';
import type { Fault } from '../../../src/base/fault.ts';
import { eventually } from '../../waiting.ts';
import { bodyOf, door, echo, hello, statuses } from './caller.ts';

const get = (target: string, headers = ''): string =>
  `GET ${target} HTTP/1.1\r\nHost: a.test\r\n${headers}\r\n`;
const post = (body: string, headers = ''): string =>
  `POST /p HTTP/1.1\r\nHost: a.test\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
const CHUNKED = 'POST /p HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n';

test('a request becomes an exchange with all that its head says', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  const bytes = get('/a/%2e?b=c?d', 'X-One: 1\r\nx-one:  2 \r\n');
  caller.write(bytes);
  await caller.until((s) => s.endsWith('?d'));
  const x = d.seen[0]!;
  assert.equal(x.method, 'GET');
  assert.equal(x.target, '/a/%2e?b=c?d');
  assert.equal(x.path, '/a/%2e');
  assert.equal(x.query, 'b=c?d');
  assert.deepEqual(x.headers, ['Host', 'a.test', 'X-One', '1', 'x-one', '2']);
  assert.equal(x.protocol, 'HTTP/1.1');
  assert.equal(x.client.text, '127.0.0.1');
  assert.equal(x.clientPort, caller.socket.localPort);
  assert.equal(x.port, d.listener.port);
  assert.equal(x.secure, false);
  assert.equal(x.headBytes, bytes.length);
  assert.equal(x.at, d.clock.now());
  assert.match(x.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a request id that the caller chose is kept when it is a UUID', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  const id = '6D9A1F0E-3c52-4b7e-9a10-5f2b8c7d4e61';
  caller.write(get('/1', `X-Amzn-RequestId: ${id}\r\n`));
  caller.write(get('/2', 'x-amzn-requestid: mine\r\n'));
  await caller.until((s) => s.endsWith('/2'));
  assert.equal(d.seen[0]!.id, id);
  assert.notEqual(d.seen[1]!.id, 'mine');
  assert.equal(d.seen[1]!.id.length, 36);
});

test('an absolute target loses its authority, which becomes the host', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  caller.write('GET HTTP://b.test:81/x?y HTTP/1.1\r\nA: 1\r\nHost: a.test\r\n\r\n');
  caller.write('GET https://b.test?y HTTP/1.1\r\nHost: a.test\r\n\r\n');
  caller.write('GET http://b.test HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
  caller.write('OPTIONS http://b.test HTTP/1.1\r\nHost: a.test\r\n\r\n');
  caller.write('OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n');
  await eventually(() => d.seen.length === 5);
  assert.deepEqual(
    d.seen.map((x) => [x.target, x.header('host')]),
    [
      ['/x?y', 'b.test:81'],
      ['/?y', 'b.test'],
      ['/', 'b.test'],
      ['*', 'b.test'],
      ['*', 'a.test'],
    ],
  );
});

test('an answer has a date, a length and a connection, and no framing of its own', async (t) => {
  const d = await door(t, (x) => {
    x.wire.send(
      200,
      ['X-A', 'caf\xe9', 'content-length', '99', 'Transfer-Encoding', 'chunked', 'Date', 'x'],
      'é!',
    );
  });
  const caller = await d.call();
  caller.write(get('/'));
  const text = await caller.until((s) => s.endsWith('!'));
  assert.match(
    text,
    /^HTTP\/1\.1 200 OK\r\nX-A: caf\xe9\r\nDate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\n\xc3\xa9!$/,
  );
  const { wire } = d.seen[0]!;
  assert.equal(wire.sentBytes, text.length);
  assert.equal(wire.sentBodyBytes, 3);
});

test('frozen headers are sent the same each time, with the ids of one request', async (t) => {
  const same = Object.freeze(['X-Same', 'yes', 'Content-Length', '7']);
  const d = await door(t, (x) => x.wire.send(200, same, 'hi', x.ids));
  const caller = await d.call();
  for (let i = 0; i < 2; i++) {
    caller.text = '';
    caller.write(get('/'));
    const text = await caller.until((s) => s.endsWith('hi'));
    const { id, extended } = d.seen[i]!.ids;
    const lines = `x-amzn-RequestId: ${id}\r\nx-amz-apigw-id: ${extended}\r\n`;
    assert.ok(text.startsWith(`HTTP/1.1 200 OK\r\n${lines}X-Same: yes\r\nDate: `), text);
    assert.match(text, /Content-Length: 2\r\n/);
  }
});

test('a header that would begin another line is never sent', async (t) => {
  const bad = [
    ['X', 'a\r\nY: b'],
    ['X', 'a\nb'],
    ['X', 'a\0'],
    ['X', 'a\u010aY: b'],
    ['X: y\r\nZ', 'a'],
    ['', 'a'],
  ];
  const d = await door(t, (x) => x.wire.send(200, bad[Number(x.path.slice(1))]!, 'never'));
  for (const i of bad.keys()) {
    const caller = await d.call();
    caller.write(get(`/${i}`, 'Connection: close\r\n'));
    assert.deepEqual(statuses(await caller.end()), [500]);
    assert.equal((d.seen.at(-1)!.fault as Fault).code, 'gateway.bug');
  }
});

test('a second answer to one request is a fault, and is not sent', async (t) => {
  let fault: unknown = null;
  const d = await door(t, (x) => {
    hello(x);
    try {
      hello(x);
    } catch (thrown) {
      fault = thrown;
    }
  });
  const caller = await d.call();
  caller.write(get('/', 'Connection: close\r\n'));
  assert.deepEqual(statuses(await caller.end()), [200]);
  assert.equal((fault as Fault).code, 'gateway.bug');
});

test('HEAD, 204 and 304 are answered without a body', async (t) => {
  const d = await door(t, (x) => x.wire.send(Number(x.path.slice(1)), [], 'body'));
  const caller = await d.call();
  caller.write('HEAD /200 HTTP/1.1\r\nHost: a\r\n\r\n');
  caller.write(get('/204') + get('/304') + get('/200', 'Connection: close\r\n'));
  const text = await caller.end();
  assert.deepEqual(statuses(text), [200, 204, 304, 200]);
  const [head, empty, same] = text.split('\r\n\r\n');
  assert.match(head!, /Content-Length: 4/);
  assert.doesNotMatch(empty! + same!, /Content-Length|body/);
  assert.equal(text.split('body').length, 2);
});

test('a connection of HTTP/1.0 is kept only when asked', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  caller.write('GET /1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n');
  await caller.until((s) => s.endsWith('/1'));
  caller.write('GET /2 HTTP/1.0\r\n\r\n');
  const text = await caller.end();
  assert.deepEqual(statuses(text), [200, 200]);
  assert.match(text, /keep-alive[\s\S]*close/);
});

test('a connection is closed when the caller says so, in whatever list and case', async (t) => {
  const d = await door(t);
  for (const header of ['close', 'Close', 'x, CLOSE', 'keep-alive ,close']) {
    const caller = await d.call();
    caller.write(get('/', `Connection: ${header}\r\n`) + get('/never'));
    assert.deepEqual(statuses(await caller.end()), [200]);
  }
});

test('pipelined requests are answered in order, one at a time', async (t) => {
  let under = 0;
  const d = await door(t, async (x) => {
    assert.equal(++under, 1);
    // The later it was asked, the sooner it has its answer.
    for (let turns = 20 - 2 * Number(x.path.slice(1)); turns > 0; turns--)
      await new Promise((resolve) => setImmediate(resolve));
    under--;
    hello(x);
  });
  const caller = await d.call();
  let all = '';
  for (let i = 0; i < 10; i++) all += get(`/${i}`);
  caller.write(all);
  const text = await caller.until((s) => s.endsWith('/9'));
  assert.deepEqual(
    [...text.matchAll(/hello \/(\d)/g)].map((m) => Number(m[1])),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

test('a thousand pipelined requests answered at once make no deep stack', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  caller.write(get('/').repeat(999) + get('/last'));
  assert.equal(statuses(await caller.until((s) => s.endsWith('/last'))).length, 1000);
});

test('while a request is served, what the caller sends beyond it is held and not read', async (t) => {
  let release: () => void = () => {};
  const d = await door(t, async (x) => {
    if (x.path === '/first') await new Promise<void>((resolve) => (release = resolve));
    hello(x);
  });
  const caller = await d.call();
  caller.write(get('/first'));
  await eventually(() => d.seen.length === 1);
  // Far more than sockets and buffers between the two hold.
  const many = get(`/${'x'.repeat(1000)}`).repeat(20_000);
  caller.socket.write(many);
  let before = -1;
  await eventually(() => {
    const still = caller.socket.bytesWritten === before && caller.socket.writableLength > 0;
    before = caller.socket.bytesWritten;
    return still;
  });
  assert.equal(d.seen.length, 1);
  assert.ok(caller.socket.writableLength > 0);
  release();
  await eventually(() => d.seen.length === 20_001);
});

test('a body is handed on as it comes, and the next request begins behind it', async (t) => {
  const d = await door(t, echo);
  const caller = await d.call();
  caller.write(
    `${post('hello') + post('') + CHUNKED}5\r\nworld\r\n1;x\r\n!\r\n0\r\nA: b\r\n\r\n${post('end')}`,
  );
  const text = await caller.until((s) => s.endsWith('end'));
  assert.deepEqual(statuses(text), [200, 200, 200, 200]);
  assert.deepEqual(
    [...text.matchAll(/\r\n\r\n([a-z!]*)/g)].map((m) => m[1]),
    ['hello', '', 'world!', 'end'],
  );
  assert.deepEqual(
    d.seen.map((x) => [x.wire.length, x.wire.receivedBytes]),
    [
      [5, 5],
      [0, 0],
      [-1, 6],
      [3, 3],
    ],
  );
});

test('100 Continue is sent when the body is first pulled, and not when it is not', async (t) => {
  const d = await door(t, (x) => (x.header('x-read') === '' ? hello(x) : echo(x)));
  const reads = await d.call();
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n';
  reads.write(`${head}X-Read: 1\r\n\r\n`);
  assert.equal(await reads.until((s) => s.endsWith('\r\n\r\n')), 'HTTP/1.1 100 Continue\r\n\r\n');
  reads.write('ok');
  assert.match(await reads.until((s) => s.endsWith('ok')), /200 OK[\s\S]*keep-alive/);
  // Nobody knows whether the body will still come: the connection cannot go on.
  const refuses = await d.call();
  refuses.write(`${head}\r\n`);
  assert.match(await refuses.end(), /^HTTP\/1\.1 200 OK[\s\S]*Connection: close/);
});

test('what is left of a short body is read off after the answer, and the connection kept', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  caller.write(`POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(10)}`);
  await caller.until((s) => s.endsWith('/1'));
  caller.write('GET '.repeat(247));
  caller.write(`xx${get('/2')}`);
  assert.deepEqual(statuses(await caller.until((s) => s.endsWith('/2'))), [200, 200]);
});

test('what is left of a long body is not waited for: the connection ends', async (t) => {
  const d = await door(t);
  for (const head of [
    'POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n',
    'POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
  ]) {
    const caller = await d.call();
    caller.write(head);
    assert.match(await caller.end(), /Connection: close[\s\S]*hello \/1$/);
  }
});

test('a body that its length or coding does not end with is a fault of the caller', async (t) => {
  const faults: unknown[] = [];
  const d = await door(t, async (x) => {
    await bodyOf(x).catch((fault) => {
      faults.push(fault.code);
      throw fault;
    });
  });
  const cut = await d.call();
  cut.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello');
  await eventually(() => d.seen.length === 1);
  cut.socket.resetAndDestroy();
  await eventually(() => faults.length === 1);
  const ended = await d.call();
  ended.socket.end('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello');
  await eventually(() => faults.length === 2);
  const wrong = await d.call();
  wrong.write(`${CHUNKED}5\r\nhel`);
  await eventually(() => d.seen.length === 3);
  wrong.write('lo!');
  assert.deepEqual(statuses(await wrong.end()), [400]);
  assert.deepEqual(faults, ['client.aborted', 'client.aborted', 'client.malformed']);
});

test('a chunked body past the limit is refused while it streams', async (t) => {
  const d = await door(t, echo, { limits: { bodyBytes: 100 } });
  const caller = await d.call();
  caller.write(CHUNKED + '32\r\n'.concat('x'.repeat(50), '\r\n').repeat(3));
  assert.deepEqual(statuses(await caller.end()), [413]);
});

test('a caller who has ended its side still gets its answer', async (t) => {
  const d = await door(t, async (x) => {
    await new Promise((resolve) => setImmediate(resolve));
    hello(x);
  });
  const caller = await d.call();
  caller.socket.end(get('/1') + get('/2'));
  assert.deepEqual(statuses(await caller.end()), [200, 200]);
});

test('whoever works for a caller is told when it goes away', async (t) => {
  let told = 0;
  const d = await door(t, (x) => {
    x.wire.onAbort = () => told++;
  });
  const caller = await d.call();
  caller.write(get('/'));
  await eventually(() => d.seen.length === 1);
  caller.socket.resetAndDestroy();
  await eventually(() => told === 1);
  // Too late, and without harm.
  d.seen[0]!.wire.send(200, [], 'late');
  assert.equal(d.seen[0]!.wire.answered, false);
  assert.equal(d.listener.connections, 0);
});

test('a serve that throws costs its own connection alone', async (t) => {
  const d = await door(t, hello, {
    serve(x: Exchange) {
      if (x.path === '/throw') throw new Error('a bug');
      hello(x);
    },
  });
  const [thrown, other] = [await d.call(), await d.call()];
  thrown.write(get('/throw'));
  assert.equal(await thrown.end(), '');
  other.write(get('/ok'));
  assert.match(await other.until((s) => s.endsWith('/ok')), /200/);
});
