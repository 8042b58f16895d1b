import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { before, test } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type Issued, Pki } from '../../../pki.ts';
import { eventually } from '../../../waiting.ts';
import { hello } from '../caller.ts';
import { domain, material, secureDoor } from './secure-door.ts';

let ca: Issued;
let server: Issued;
let other: Issued;
const pki = new Pki({ after: (then) => void process.on('exit', then) });
before(() => {
  ca = pki.root('root');
  server = pki.issue('server', { by: ca, names: 'DNS:localhost,DNS:a.example' });
  other = pki.issue('other', { by: ca, names: 'DNS:*.b.example' });
});

async function shake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'a.example',
    ca: ca.certificate,
    ...options,
  });
  await once(socket, 'secureConnect');
  return socket;
}

async function ask(socket: TLSSocket, path = '/'): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

test('a request over TLS is served, and knows the session it came on', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  const answer = await ask(await shake(d.listener.port), '/x');
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[\s\S]*hello \/x$/);
  const { tls, secure } = d.seen[0]!;
  assert.equal(secure, true);
  assert.deepEqual(
    [tls!.protocol, tls!.cipher, tls!.serverName, tls!.domain, tls!.client, tls!.flaw],
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256', 'a.example', 'test/a.example', null, ''],
  );
  assert.match(tls!.ja3, /^[0-9a-f]{32}$/);
  assert.match(tls!.ja4, /^t13d[0-9]{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/);
});

test('the name a client asks for chooses the certificate; a name that none has gets the first', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server), domain('*.b.example', other)));
  for (const [servername, subject] of [
    ['a.example', 'server'],
    ['A.EXAMPLE', 'server'],
    ['x.b.example', 'other'],
    ['x.y.b.example', 'server'],
    ['unknown.example', 'server'],
    ['', 'server'],
  ]) {
    const socket = await shake(d.listener.port, {
      servername: servername!,
      checkServerIdentity: () => undefined,
    });
    assert.equal(socket.getPeerCertificate().subject.CN, subject, servername);
    socket.destroy();
  }
});

test('a hello that comes byte by byte, and one split over records, is read as one that comes whole', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  const relay = await slowRelay(t, d.listener.port);
  const socket = await shake(relay);
  assert.match(await ask(socket), /200 OK/);
});

test('whoever speaks HTTP to it is told so, and what is neither is cut', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  const caller = await d.call();
  caller.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.match(await caller.end(), /^HTTP\/1\.1 400 Bad Request[\s\S]*https:\/\//);
  for (const bytes of [
    '\x00\x01\x02',
    '\x16\x03\x01\x00\x05\x02\x00\x00\x01\x00',
    '\x16\x03\x01\xff\xff',
    '\x80\x2e\x01',
  ]) {
    const stranger = await d.call();
    stranger.write(bytes);
    assert.equal(await stranger.end(), '');
  }
  assert.equal(d.seen.length, 0);
});

test('a handshake that is not done in time is cut, in its first message and behind it', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  const silent = await d.call();
  const half = await d.call();
  half.write('\x16\x03\x01\x02\x00\x01');
  const stalled = await d.call();
  stalled.write((await helloBytes()).toString('latin1'));
  await stalled.until((text) => text.length > 100);
  d.clock.advance(9_000);
  d.listener.sweep();
  assert.deepEqual([silent.closed, half.closed, stalled.closed], [false, false, false]);
  d.clock.advance(2_000);
  d.listener.sweep();
  await Promise.all([silent.end(), half.end(), stalled.end()]);
});

test('one address has so many handshakes under way and no more; a trusted proxy has as many as it likes', async (t) => {
  const limits = { handshakesPerAddress: 3 };
  const d = await secureDoor(t, material(domain('a.example', server)), hello, { limits });
  const open = await Promise.all([d.call(), d.call(), d.call()]);
  const late = await d.call();
  assert.equal(await late.end(), '');
  assert.ok(open.every((caller) => !caller.closed));
  open[0]!.socket.destroy();
  await eventually(() => open[0]!.closed);
  await eventually(() => true);
  assert.match(await ask(await shake(d.listener.port)), /200 OK/);
  const { parseBlock } = await import('../../../../src/base/address.ts');
  const proxied = await secureDoor(t, material(domain('a.example', server)), hello, {
    limits,
    trustedProxies: [parseBlock('127.0.0.0/8')!],
  });
  const many = await Promise.all(Array.from({ length: 6 }, () => proxied.call()));
  assert.match(await ask(await shake(proxied.listener.port)), /200 OK/);
  assert.ok(many.every((caller) => !caller.closed));
});

test('when all handshakes are taken, the oldest makes room', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)), hello, { limits: { handshakes: 2 } });
  const first = await d.call();
  const second = await d.call();
  assert.match(await ask(await shake(d.listener.port)), /200 OK/);
  await first.end();
  assert.equal(second.closed, false);
});

test('TLS 1.1 is not spoken, nor is renegotiated', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  await assert.rejects(
    shake(d.listener.port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }),
  );
  const socket = await shake(d.listener.port, { maxVersion: 'TLSv1.2' });
  const refused = once(socket, 'error');
  socket.renegotiate({}, () => {});
  const [fault] = await refused;
  assert.equal(fault.code, 'ERR_SSL_NO_RENEGOTIATION');
});

test('a session is resumed by its ticket in another listener with the same secret, and in one with another not', async (t) => {
  const first = await secureDoor(t, material(domain('a.example', server)));
  const second = await secureDoor(t, material(domain('a.example', server)));
  const elsewhere = await secureDoor(t, {
    ...material(domain('a.example', server)),
    ticketSecret: new Uint8Array(48).fill(8),
  });
  const socket = await shake(first.listener.port);
  const ticket = once(socket, 'session');
  await ask(socket);
  const [session] = await ticket;
  for (const [d, resumed] of [
    [second, true],
    [elsewhere, false],
  ] as const) {
    const again = await shake(d.listener.port, { session });
    assert.equal(again.isSessionReused(), resumed);
    again.destroy();
  }
});

test('other certificates take their place without an open connection breaking', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  const old = await shake(d.listener.port);
  const renewed = pki.issue('renewed', { by: ca, names: 'DNS:a.example' });
  d.listener.secure(material(domain('a.example', renewed)));
  const fresh = await shake(d.listener.port);
  assert.equal(fresh.getPeerCertificate().subject.CN, 'renewed');
  assert.match(await ask(old), /200 OK/);
  assert.match(await ask(fresh), /200 OK/);
  assert.throws(() => d.listener.secure(material({ ...domain('a.example', server), key: other.key })));
  assert.match(await ask(await shake(d.listener.port)), /200 OK/, 'what is in force stays');
});

test('behind the preface of a proxy TLS begins, and the caller is who the proxy says', async (t) => {
  const { parseBlock } = await import('../../../../src/base/address.ts');
  const d = await secureDoor(t, material(domain('a.example', server)), hello, {
    trustedProxies: [parseBlock('127.0.0.0/8')!],
    proxyProtocol: true,
  });
  const plain = connectPlain(d.listener.port, '127.0.0.1');
  plain.write('PROXY TCP4 203.0.113.9 127.0.0.1 4711 443\r\n');
  const socket = connect({ socket: plain, servername: 'a.example', ca: ca.certificate });
  await once(socket, 'secureConnect');
  assert.match(await ask(socket), /200 OK/);
  assert.deepEqual([d.seen[0]!.client.text, d.seen[0]!.port, d.seen[0]!.secure], ['203.0.113.9', 443, true]);
});

test('ten megabytes go out over TLS to a caller who reads slowly, none lost and little held', async (t) => {
  const body = Buffer.alloc(10_000_000, 'x');
  const d = await secureDoor(t, material(domain('a.example', server)), (x) => x.wire.send(200, [], body));
  const socket = await shake(d.listener.port);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  socket.pause();
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  let bytes = 0;
  for await (const chunk of socket) bytes += chunk.length;
  assert.ok(bytes > 10_000_000);
});

test('closing under load loses no request, and whoever still shakes hands is let go', async (t) => {
  const d = await secureDoor(t, material(domain('a.example', server)));
  const silent = await d.call();
  let answered = 0;
  let lost = 0;
  const run = async (socket: TLSSocket): Promise<void> => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    for (;;) {
      text = '';
      socket.write('GET /a HTTP/1.1\r\nHost: a\r\n\r\n');
      await eventually(() => text.endsWith('/a') || socket.destroyed || socket.readableEnded);
      if (!text.endsWith('/a')) {
        lost++;
        return;
      }
      answered++;
      if (text.includes('Connection: close')) return;
    }
  };
  const runs = (await Promise.all(Array.from({ length: 16 }, () => shake(d.listener.port)))).map(run);
  await eventually(() => answered > 500);
  await d.listener.close(5_000);
  await Promise.all(runs);
  await silent.end();
  assert.equal(lost, 0);
});

/** The first message of a client. */
function helloBytes(): Promise<Buffer> {
  return new Promise((resolve) => {
    import('node:net').then(({ createServer }) => {
      const sink = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', (bytes) => {
          resolve(bytes);
          socket.destroy();
          sink.close();
        });
      }).listen(0, '127.0.0.1', () => {
        const { port } = sink.address() as { port: number };
        connect({ port, host: '127.0.0.1', servername: 'a.example' }).on('error', () => {});
      });
    });
  });
}

/** Hands what comes on a byte at a time, the first message split over two records. */
async function slowRelay(t: { after(then: () => void): void }, port: number): Promise<number> {
  const { createServer } = await import('node:net');
  const relay = createServer((from) => {
    const to = connectPlain({ port, host: '127.0.0.1', noDelay: true });
    to.on('error', () => {});
    from.on('error', () => {});
    to.pipe(from);
    from.once('data', async (bytes: Buffer) => {
      from.pause();
      const rest = bytes.subarray(5);
      const record = (piece: Buffer): Buffer =>
        Buffer.concat([Buffer.from([22, 3, 1, piece.length >> 8, piece.length & 255]), piece]);
      for (const byte of Buffer.concat([record(rest.subarray(0, 3)), record(rest.subarray(3))])) {
        to.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      from.pipe(to);
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  t.after(() => void relay.close());
  return (relay.address() as { port: number }).port;
}
