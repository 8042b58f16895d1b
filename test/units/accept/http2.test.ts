import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import { type TestContext, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Exchange } from '../../../src/base/exchange.ts';
import type { Fault } from '../../../src/base/fault.ts';
import type { AcceptOptions } from '../../../src/guard/accept/accept.ts';
import { Pki } from '../../pki.ts';
import { eventually } from '../../waiting.ts';
import { bodyOf, type Door, echo } from './caller.ts';
import { domain, material, secureDoor } from './tls/secure-door.ts';

const pki = new Pki({ after: (then) => void process.on('exit', then) });
const ca = pki.root('root');
const server = pki.issue('server', { by: ca, names: 'DNS:localhost' });

async function opened(
  t: TestContext,
  serve?: (x: Exchange) => void | Promise<void>,
  options: Partial<AcceptOptions> = {},
): Promise<{ d: Door; session: ClientHttp2Session }> {
  const d = await secureDoor(t, material(domain('localhost', server)), serve, options);
  const session = connect(`https://localhost:${d.listener.port}`, { ca: ca.certificate });
  session.on('error', () => {});
  t.after(() => session.destroy());
  await once(session, 'connect');
  return { d, session };
}

interface Answered {
  readonly headers: Record<string, unknown>;
  readonly body: string;
  readonly code: number;
}

async function asked(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Buffer | string,
): Promise<Answered> {
  const stream = session.request({ ':path': '/', ...headers }, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  let got: Record<string, unknown> = {};
  const chunks: Buffer[] = [];
  stream.on('response', (head) => {
    got = head;
  });
  stream.on('data', (chunk) => chunks.push(chunk));
  stream.on('error', () => {});
  await new Promise((resolve) => stream.once('close', resolve));
  return { headers: got, body: Buffer.concat(chunks).toString(), code: stream.rstCode };
}

test('a request of HTTP/2 becomes the exchange that HTTP/1.1 would have made', async (t) => {
  const { d, session } = await opened(t);
  const { headers, body } = await asked(session, {
    ':path': '/pets/7?full=1',
    cookie: ['a=1', 'b=2'],
    'x-one': 'yes',
  });
  assert.deepEqual([headers[':status'], body], [200, 'hello /pets/7?full=1']);
  const x = d.seen[0]!;
  assert.deepEqual(
    [x.protocol, x.method, x.path, x.query, x.header('cookie'), x.header('x-one'), x.secure],
    ['HTTP/2.0', 'GET', '/pets/7', 'full=1', 'a=1; b=2', 'yes', true],
  );
  assert.equal(x.header('host'), `localhost:${d.listener.port}`);
  assert.equal(x.tls?.serverName, 'localhost');
});

test('bodies go both ways, with and without a length, and many at a time', async (t) => {
  const { session } = await opened(t, echo);
  const bodies = Array.from({ length: 40 }, (_, i) => Buffer.alloc(i * 5_000, 65 + (i % 26)));
  const answers = await Promise.all(
    bodies.map((body, i) =>
      asked(session, { ':method': 'POST', ...(i % 2 === 0 ? { 'content-length': body.length } : {}) }, body),
    ),
  );
  for (const [i, answer] of answers.entries()) assert.equal(answer.body, bodies[i]!.toString());
});

test('what a caller may not say is refused with 400, and the connection goes on', async (t) => {
  const { d, session } = await opened(t);
  const flaws: [OutgoingHttpHeaders, string][] = [
    [{ ':path': '/a b' }, 'client.malformed'],
    [{ ':path': 'pets' }, 'client.malformed'],
    [{ ':authority': 'localhost', host: 'elsewhere.test' }, 'client.malformed'],
    [{ ':path': `/${'a'.repeat(10_300)}` }, 'client.uri-too-long'],
    [{ 'x-long': 'a'.repeat(10_300) }, 'client.headers-too-large'],
    [{ ':method': 'TRACE' }, 'client.unsupported'],
  ];
  for (const [headers, code] of flaws) {
    const { headers: got, code: reset } = await asked(session, headers);
    // What nghttp2 itself takes for malformed it resets, and nobody here sees it.
    if (reset === constants.NGHTTP2_PROTOCOL_ERROR) continue;
    const fault = d.seen.at(-1)?.fault as Fault | undefined;
    assert.equal(fault?.code, code, JSON.stringify(headers));
    assert.ok(Number(got[':status']) >= 400);
  }
  assert.equal((await asked(session, {})).headers[':status'], 200);
});

test('a body past the limit is refused while it streams', async (t) => {
  const { session } = await opened(t, echo, { limits: { bodyBytes: 1000 } });
  const { headers } = await asked(session, { ':method': 'POST' }, Buffer.alloc(5000));
  assert.equal(headers[':status'], 413);
  const declared = await asked(session, { ':method': 'POST', 'content-length': 5000 }, Buffer.alloc(5000));
  assert.equal(declared.headers[':status'], 413);
});

test('an answer streams, and one that breaks off is reset, so that nobody takes it for whole', async (t) => {
  const { session } = await opened(t, (x) => {
    const parts = ['one ', 'two ', 'three'].map((text) => Buffer.from(text));
    const body = { pull: () => parts.shift() ?? null, drop() {} };
    const headers = ['X-A', 'b', 'Connection', 'close', 'Set-Cookie', 'a', 'Set-Cookie', 'b'];
    return x.wire.stream(200, headers, x.path === '/short' ? 99 : -1, body, x.ids);
  });
  const whole = await asked(session, {});
  assert.deepEqual(
    [whole.body, whole.headers['x-a'], whole.headers['set-cookie'], whole.headers.connection],
    ['one two three', 'b', ['a', 'b'], undefined],
  );
  const short = await asked(session, { ':path': '/short' });
  assert.notEqual(short.code, constants.NGHTTP2_NO_ERROR);
});

test('whoever works for a caller is told when it resets its stream', async (t) => {
  const told = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const { session } = await opened(t, (x) => {
    x.wire.onAbort = told.resolve;
    began.resolve();
  });
  const stream = session.request({ ':path': '/' });
  stream.on('error', () => {});
  await began.promise;
  stream.close(constants.NGHTTP2_CANCEL);
  await told.promise;
});

for (const begun of [false, true]) {
  const when = begun ? 'while it takes nothing of its answer' : 'before its answer has begun';
  test(`a caller that goes away ${when} holds nothing any longer`, async (t) => {
    const told = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const serve = (x: Exchange): void => {
      x.wire.onAbort = told.resolve;
      const body = { pull: () => Buffer.alloc(65_536), drop() {} };
      if (begun) void x.wire.stream(200, [], -1, body, x.ids).catch(() => {});
      began.resolve();
    };
    const d = await secureDoor(t, material(domain('localhost', server)), serve);
    const socket = connectTls({
      port: d.listener.port,
      host: 'localhost',
      ca: ca.certificate,
      ALPNProtocols: ['h2'],
    });
    const session = connect('https://localhost', {
      createConnection: () => socket,
      settings: { initialWindowSize: 0 },
    });
    session.on('error', () => {});
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await began.promise;
    if (begun) await once(stream, 'response');
    socket.destroy();
    await told.promise;
    await eventually(() => d.listener.connections === 0);
  });
}

test('a caller who opens streams to reset them is shown out', async (t) => {
  const { d, session } = await opened(t, () => {});
  const closed = new Promise((resolve) => session.once('close', resolve));
  for (let batch = 0; batch < 20 && !session.destroyed && !session.closed; batch++) {
    const streams = Array.from({ length: 50 }, () => session.request({ ':path': '/' }));
    for (const stream of streams) stream.on('error', () => {});
    const before = d.seen.length;
    await eventually(() => d.seen.length >= before + 50 || session.closed || session.destroyed);
    for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
  }
  await closed;
  assert.ok(d.seen.length < 500, `${d.seen.length} were served`);
});

test('100 Continue is sent when the body is first pulled', async (t) => {
  const { session } = await opened(t, async (x) => {
    x.wire.send(200, [], await bodyOf(x));
  });
  const stream = session.request(
    { ':path': '/', ':method': 'PUT', expect: '100-continue' },
    { endStream: false },
  );
  await once(stream, 'continue');
  stream.end('now');
  const chunks: Buffer[] = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  await once(stream, 'end');
  assert.equal(Buffer.concat(chunks).toString(), 'now');
});

test('closing sends GOAWAY: what is under way is answered, and the connection ends', async (t) => {
  const go = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const { d, session } = await opened(t, async (x) => {
    began.resolve();
    await go.promise;
    x.wire.send(200, [], 'done');
  });
  const answer = asked(session, {});
  await began.promise;
  const goaway = once(session, 'goaway');
  const closed = d.listener.close(5000);
  d.listener.sweep();
  await goaway;
  go.resolve();
  assert.equal((await answer).body, 'done');
  await closed;
});

/** A caller that speaks HTTP/2 by itself, and hears nothing: neither a GOAWAY nor the end of the other side makes it end its own. */
async function deafCaller(t: TestContext, d: Door): Promise<TLSSocket> {
  const before = d.listener.connections;
  const { port } = d.listener;
  const options = { port, host: 'localhost', ca: ca.certificate, ALPNProtocols: ['h2'], allowHalfOpen: true };
  const socket = connectTls(options);
  socket.on('error', () => {});
  socket.resume();
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  // The preface, and SETTINGS without any.
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
  await eventually(() => d.listener.connections === before + 1);
  return socket;
}

/** Whether nobody reads any longer what it sends: the system answers with a reset then. */
async function unheard(caller: TLSSocket): Promise<void> {
  await eventually(() => {
    if (!caller.destroyed) caller.write('\0\0\x08\x06\0\0\0\0\0 a ping.', 'latin1');
    return caller.destroyed;
  });
}

test('an idle connection is gone five seconds after it was told so, also where its caller does not end it', async (t) => {
  const d = await secureDoor(t, material(domain('localhost', server)));
  const caller = await deafCaller(t, d);
  d.clock.advance(310_001);
  d.listener.sweep();
  d.clock.advance(5_001);
  d.listener.sweep();
  assert.equal(d.listener.connections, 0);
  await unheard(caller);
});

test('whoever makes room for another connection has no socket any longer', async (t) => {
  const secure = material(domain('localhost', server));
  const d = await secureDoor(t, secure, undefined, { limits: { connections: 1 } });
  const first = await deafCaller(t, d);
  const session = connect(`https://localhost:${d.listener.port}`, { ca: ca.certificate });
  t.after(() => session.destroy());
  await once(session, 'connect');
  assert.equal((await asked(session, {})).headers[':status'], 200);
  await unheard(first);
});

test('closing waits no longer than its grace for a caller that does not end its side', async (t) => {
  const d = await secureDoor(t, material(domain('localhost', server)));
  await deafCaller(t, d);
  await d.listener.close(300);
  assert.equal(d.listener.connections, 0);
});

test('a body on a stream counts among those that are kept until its answer is whole', async (t) => {
  const keeping = async (x: Exchange): Promise<void> => {
    for (let chunk = await x.wire.pull(); chunk !== null; chunk = await x.wire.pull())
      x.wire.keep(chunk.length);
    x.wire.send(200, [], 'kept');
  };
  const { d, session } = await opened(t, keeping, { limits: { keptBytes: 1000 } });
  for (let i = 0; i < 3; i++) {
    const { headers } = await asked(session, { ':method': 'POST' }, Buffer.alloc(900));
    assert.equal(headers[':status'], 200);
  }
  const gone = session.request({ ':method': 'POST', ':path': '/' });
  gone.on('error', () => {});
  gone.write(Buffer.alloc(900));
  await eventually(() => d.seen[3]?.wire.receivedBytes === 900);
  const { headers } = await asked(session, { ':method': 'POST' }, Buffer.alloc(900));
  assert.equal(headers[':status'], 503);
  gone.close(constants.NGHTTP2_CANCEL);
  await eventually(async () => {
    const answer = await asked(session, { ':method': 'POST' }, Buffer.alloc(900));
    return answer.headers[':status'] === 200;
  });
});
