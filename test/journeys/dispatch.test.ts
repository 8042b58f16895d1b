import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer as createHttp,
  request as httpRequest,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Clock } from '../../src/base/clock.ts';
import type { Decision } from '../../src/base/decision.ts';
import type { Exchange } from '../../src/base/exchange.ts';
import type { Fault } from '../../src/base/fault.ts';
import { accept, type Listener } from '../../src/guard/accept/accept.ts';
import { integrate } from '../../src/guard/dispatch/dispatch.ts';
import type { StagePlan } from '../../src/guard/serve/compile.ts';
import { serve } from '../../src/guard/serve/serve.ts';
import { temporaryFolder } from '../folders.ts';
import { rawServer } from '../units/dispatch/raw-server.ts';
import { givenWith, type Place, siteOf } from '../units/dispatch/site.ts';
import { eventually, stoodStill } from '../waiting.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of buffers that something in this process still needs. */
async function heldBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 8; i++) {
    collect();
    // What is collected is given back by another thread: a little later it may be less.
    await new Promise((resolve) => setImmediate(resolve));
    least = Math.min(least, process.memoryUsage().arrayBuffers);
  }
  return least;
}

/** A gateway on a real port with one method behind which the place's integration stands; no protections. */
interface Gateway {
  readonly port: number;
  readonly events: { x: Exchange; decision: Decision }[];
}

const listeners: Listener[] = [];
const closers: (() => unknown)[] = [];
after(async () => {
  for (const listener of listeners) await listener.close(0);
  for (const close of closers) await close();
});

async function gateway(place: Place): Promise<Gateway> {
  const site = siteOf(place);
  const dispatch = integrate(site, givenWith());
  const method = { resource: site.resource!, method: site.method!, after: [], dispatch };
  const plan: StagePlan = {
    api: site.api,
    stage: site.stage,
    before: [],
    logged: [],
    refusals: null,
    route: () => method,
  };
  const events: Gateway['events'] = [];
  const pipeline = {
    generation: 1,
    reserved: null,
    locate(x: Exchange): StagePlan {
      x.inner = x.path;
      x.params = { proxy: x.path.slice(1) };
      return plan;
    },
  };
  const record = (x: Exchange, decision: Decision): void => void events.push({ x, decision });
  const listener = await accept({
    host: '127.0.0.1',
    port: 0,
    reusePort: false,
    clock: Clock.running(),
    trustedProxies: [],
    serve: (x) => serve(x, { pipeline, record }),
  });
  listeners.push(listener);
  return { port: listener.port, events };
}

const proxy = (origin: string, settings: object = {}): Promise<Gateway> =>
  gateway({ settings: { uri: `${origin}/{proxy}`, ...settings } });

async function upstream(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function get(port: number, path = '/a'): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

describe('a proxied request', () => {
  test('is answered with the very bytes of a server, up and down, with and without a length', async () => {
    const origin = await upstream(
      createHttp((request, response) => {
        if (request.url === '/sized') response.setHeader('Content-Length', request.headers['x-length'] ?? 0);
        request.pipe(response);
      }),
    );
    const { port } = await proxy(`http://${origin}`);
    const bytes = Buffer.alloc(9 << 20);
    for (let i = 0; i < bytes.length; i += 4) bytes.writeUInt32LE(i, i);
    for (const [path, headers] of [
      ['/sized', { 'X-Length': bytes.length, 'Content-Length': bytes.length }],
      ['/chunked', { 'Transfer-Encoding': 'chunked' }],
    ] as const) {
      const sent = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers });
      for (let at = 0; at < bytes.length; at += 100_000) sent.write(bytes.subarray(at, at + 100_000));
      sent.end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      assert.ok((await bodyOf(response)).equals(bytes), path);
    }
  });

  test('of a client that reads slowly stops the server, and holds little of the answer', async () => {
    const total = 64 << 20;
    let written = 0;
    const origin = await upstream(
      createHttp(async (_request, response) => {
        response.setHeader('Content-Length', total);
        const piece = Buffer.alloc(1 << 18, 'x');
        while (written < total) {
          if (!response.write(piece)) await once(response, 'drain');
          written += piece.length;
        }
        response.end();
      }),
    );
    const { port } = await proxy(`http://${origin}`);
    const memory = await heldBytes();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /big HTTP/1.1\r\nHost: h\r\n\r\n');
    await once(socket, 'readable');
    socket.read(1);
    await stoodStill(() => written, 100);
    // What lies between is the kernel's buffers of two connections, and 128 KB of ours.
    assert.ok(written < total / 2, `${written} bytes were taken while nobody read`);
    let held = 0;
    await eventually(
      async () => {
        held = (await heldBytes()) - memory;
        return held < 4 << 20;
      },
      () => `${held} bytes are held meanwhile`,
    );
    let read = 0;
    socket.on('data', (chunk) => (read += chunk.length));
    await eventually(() => read >= total);
    socket.destroy();
  });

  test('whose client goes away ends at the server too', async () => {
    const server = await rawServer(() => {});
    closers.push(() => server.close());
    const { port, events } = await proxy(server.origin);
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /a HTTP/1.1\r\nHost: h\r\n\r\n');
    await eventually(() => (server.received[0]?.length ?? 0) > 0);
    const closed = once(server.sockets[0]!, 'close');
    socket.resetAndDestroy();
    await closed;
    await eventually(() => events.length > 0);
    assert.equal((events[0]!.x.fault as Fault).code, 'client.aborted');
    assert.equal(events.length, 1);
  });

  test('that breaks off in the middle is cut, never ended as if it were whole', async () => {
    for (const head of ['Content-Length: 1000', 'Transfer-Encoding: chunked']) {
      const server = await rawServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n5\r\nhello\r\n`);
      });
      closers.push(() => server.close());
      const { port, events } = await proxy(server.origin);
      const response = await fetch(`http://127.0.0.1:${port}/a`);
      assert.equal(response.status, 200);
      server.sockets[0]!.resetAndDestroy();
      await assert.rejects(response.text());
      await eventually(() => events.length > 0);
      assert.equal((events[0]!.x.fault as Fault).code, 'upstream.reset');
    }
  });

  const broken: [string, string, number, string][] = [
    ['garbage', 'hello, who is there?', 502, '{"message": "Internal server error"}'],
    [
      'both lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      502,
      '{"message": "Internal server error"}',
    ],
    ['nothing', '', 504, '{"message": "Endpoint request timed out"}'],
  ];
  for (const [name, text, status, body] of broken) {
    test(`to a server that says ${name} is answered ${status}`, async () => {
      const server = await rawServer((socket) => socket.write(text));
      closers.push(() => server.close());
      const { port } = await proxy(server.origin, { timeoutMs: 100 });
      assert.deepEqual(await get(port), { status, body });
    });
  }

  test('to a server that nobody runs is answered 504', async () => {
    const { port } = await proxy('http://127.0.0.1:1');
    assert.deepEqual(await get(port), {
      status: 504,
      body: '{"message": "Network error communicating with endpoint"}',
    });
  });

  test('with a body over 10 MB is refused before the server has it all', async () => {
    let received = 0;
    const origin = await upstream(
      createHttp((request, response) => {
        request.on('data', (chunk) => (received += chunk.length));
        request.on('end', () => response.end('took it'));
        request.on('error', () => {});
      }),
    );
    const { port } = await proxy(`http://${origin}`);
    const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/a' });
    sent.on('error', () => {});
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    const piece = Buffer.alloc(1 << 20);
    for (let i = 0; i < 12; i++) sent.write(piece);
    sent.end();
    const [response] = await answered;
    assert.equal(response.statusCode, 413);
    assert.ok(received <= 10_485_760);
    sent.destroy();
  });
});

describe('a server behind TLS', () => {
  const folder = temporaryFolder({ after });
  let origin = '';

  before(async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = 'subjectAltName=DNS:localhost';
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ].concat(['-subj', '/CN=localhost', '-addext', names, '-keyout', key, '-out', cert]),
      { stdio: 'ignore' },
    );
    const server = createHttps({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      response.end(`${request.url} over TLS ${'x'.repeat(300_000)}`);
    });
    origin = `localhost:${(await upstream(server as unknown as Server)).split(':')[1]}`;
  });

  test('is refused while its certificate is not trusted', async () => {
    // A worker keeps what it trusts for a server: this one is another than the one that is trusted below.
    const other = createHttps(
      { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) },
      (_, response) => response.end(),
    );
    const { port } = await proxy(
      `https://localhost:${(await upstream(other as unknown as Server)).split(':')[1]}`,
    );
    assert.equal((await get(port)).status, 504);
  });

  test('is asked when it is, and refused when it bears another name', async () => {
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, readFileSync(join(folder, 'cert.pem'), 'utf8')]);
    try {
      const { port } = await proxy(`https://${origin}`);
      for (let i = 0; i < 3; i++) {
        const { status, body } = await get(port, '/a/b');
        assert.equal(status, 200);
        assert.equal(body.length, '/a/b over TLS '.length + 300_000);
      }
      const named = await proxy(`https://127.0.0.1:${origin.split(':')[1]}`);
      assert.equal((await get(named.port)).status, 504);
    } finally {
      setDefaultCACertificates(trusted);
    }
  });
});
