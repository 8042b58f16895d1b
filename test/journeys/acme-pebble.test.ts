import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { Clock } from '../../src/base/clock.ts';
import { startGateway } from '../gateway.ts';
import { Pki } from '../pki.ts';
import { eventually, had } from '../waiting.ts';

// Pebble, the test server of Let's Encrypt, as Debian packages it; without it this test fails.

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function run(t: TestContext, command: string, line: readonly string[], env = {}): ChildProcess {
  const child = spawn(command, line, { env: { ...process.env, ...env }, stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

test('a real authority gives a certificate for a name of a portcullis.yaml, and its chain holds', async (t) => {
  const pki = new Pki(t);
  const root = pki.root('root');
  const own = pki.issue('localhost', { by: root, names: 'DNS:localhost,IP:127.0.0.1' });
  const [port, management, dns, control] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const file = pki.file(
    'portcullis.yaml',
    [
      'settings:',
      `  acme: { directory: 'https://localhost:${port}/dir', email: ops@example.com, terms: agreed }`,
      '  https: { redirect: true }',
      'domains:',
      '  api.example.com: { acme: { ca: root.crt } }',
      'apis:',
      '  pets: { to: http://127.0.0.1:9, host: api.example.com }',
    ].join('\n'),
  );
  const clock = Clock.byHand(Date.now());
  const gateway = await startGateway({ files: [file], https: true, clock, workers: 2 });
  t.after(() => gateway.close());
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: own.certificateFile,
    privateKey: own.keyFile,
    httpPort: Number(new URL(gateway.url).port),
    tlsPort: 1,
  };
  const config = pki.file('pebble.json', JSON.stringify({ pebble }));
  const off = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', ''];
  run(t, 'pebble-challtestsrv', [
    ...off,
    ...['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${control}`],
  ]);
  run(t, 'pebble', ['-strict', '-config', config, '-dnsserver', `127.0.0.1:${dns}`], {
    PEBBLE_VA_NOSLEEP: '1',
    PEBBLE_WFE_NONCEREJECT: '30',
  });
  // It may be asked before it listens: then it is asked again by the clock.
  const standing = () => gateway.supervisor.certificates.standings[0]!;
  await eventually(
    async () => {
      if (standing().state === 'in-force') return true;
      // It waits to ask again; while it asks, the clock stands.
      if (standing().next !== '') clock.advance(10_000);
      return false;
    },
    () => JSON.stringify(standing()),
  );
  const found = await fetchRoot(management, root.certificate);
  // Workers are told of a certificate a moment after the supervisor has it.
  const socket = await had(async () => {
    const tried = connect({
      ...{ port: Number(new URL(gateway.secureUrl).port), host: '127.0.0.1' },
      ...{ servername: 'api.example.com', ca: found },
    });
    t.after(() => tried.destroy());
    await once(tried, 'secureConnect');
    return tried;
  });
  assert.equal(socket.authorized, true);
  assert.match(String(socket.getPeerCertificate().issuer.CN), /^Pebble Intermediate CA/);
});

/** The root that Pebble made for itself. */
async function fetchRoot(port: number, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', path: '/roots/0', ca }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    asking.on('error', reject);
    asking.end();
  });
}
