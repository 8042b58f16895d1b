// TLS, one worker on one core: full handshakes of TLS 1.3 and mutual ones, against a bare `node:https` that does
// nothing else, and proxied GETs over connections that stay, against nginx with ssl. One P-256 certificate for all.
// Needs openssl, nginx and wrk (Debian packages) and 4 cores.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pki } from '../test/pki.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned, portcullis, type Running } from './support/processes.ts';
import { type Contender, interleaved, print, wrk } from './support/rounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const pki = new Pki({ after: (then) => void process.on('exit', then) });
const root = pki.root('root');
const server = pki.issue('server', { by: root, names: 'DNS:localhost' });
const client = pki.issue('client', { by: root });
const [upstreamCore, serverCore, loadCores] = ['0', '1', ['2', '3']];
const seconds = 4;

/** Clients on each core: one alone waits for the server most of its time. */
const clients = 4;

/** Connections a second of openssl clients that shake hands and go. */
function handshakes({ url }: Running, identity: readonly string[]): { perSecond: number; statuses: string } {
  const { port } = new URL(url);
  const words = ['-connect', `127.0.0.1:${port}`, '-new', '-tls1_3', ...identity, '-time', String(seconds)];
  const one = (core: string): string => ['taskset', '-c', core, 'openssl', 's_time', ...words].join(' ');
  const started = process.hrtime.bigint();
  const out = execFileSync(
    'sh',
    [
      '-c',
      `${Array.from({ length: clients }, () => loadCores.map(one))
        .flat()
        .join(' & ')} & wait`,
    ],
    { encoding: 'utf8' },
  );
  const elapsed = Number(process.hrtime.bigint() - started) / 1e9;
  const made = [...out.matchAll(/(\d+) connections in \d+ real seconds/g)].map((m) => Number(m[1]));
  const sum = made.reduce((all, n) => all + n, 0);
  return { perSecond: sum / elapsed, statuses: `${sum} connections` };
}

/** `node:https` and nothing else; with a truststore it asks for a certificate, as the gateway does. */
const bare = (name: string, mutual: boolean): Contender => ({
  name,
  async start() {
    const [port, ready] = [await freePort(), await freePort()];
    const asks = mutual
      ? `, ca: read('${root.certificateFile}'), requestCert: true, rejectUnauthorized: true`
      : '';
    const script = `
      const read = require('fs').readFileSync;
      const tls = { cert: read('${server.certificateFile}'), key: read('${server.keyFile}')${asks} };
      require('https').createServer(tls, (_, response) => response.end('hello')).listen(${port}, '127.0.0.1');
      require('http').createServer((_, response) => response.end()).listen(${ready}, '127.0.0.1');`;
    const running = await pinned(serverCore, ready, [process.execPath, '-e', script]);
    return { ...running, url: `https://127.0.0.1:${port}` };
  },
});

const ours = (name: string, mutual: boolean, to: string): Contender => ({
  name,
  async start() {
    const file = join(folder, `${mutual}.yaml`);
    const asks = mutual ? `, mutualTls: { truststore: ${root.certificateFile} }` : '';
    writeFileSync(
      file,
      `
apis: { api: { to: '${to}', throttle: { rate: 1000000, burst: 1000000 }, accessLog: false, executionLog: OFF } }
domains: { '*': { certificate: ${server.certificateFile}, key: ${server.keyFile}${asks} } }
settings: { account: { rate: 1000000, burst: 1000000 } }
`,
    );
    const port = await freePort();
    const line = [file, '--workers', '1', '--https-port', String(port)];
    return {
      ...(await portcullis(serverCore, join(folder, 'data'), line)),
      url: `https://127.0.0.1:${port}`,
    };
  },
});

const upstreamPort = await freePort();
const upstream = await pinned(upstreamCore, upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));
const to = `http://127.0.0.1:${upstreamPort}`;

const nginxSsl: Contender = {
  name: 'nginx ssl proxy_pass',
  async start() {
    const [port, ready] = [await freePort(), await freePort()];
    const running = await pinned(
      serverCore,
      ready,
      nginx(
        folder,
        `ssl-${port}`,
        `
      access_log off;
      upstream up { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000000; }
      server { listen 127.0.0.1:${ready}; location / { return 200; } }
      server { listen 127.0.0.1:${port} ssl; keepalive_requests 1000000000;
        ssl_certificate ${server.certificateFile}; ssl_certificate_key ${server.keyFile};
        ssl_protocols TLSv1.2 TLSv1.3;
        location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }`,
      ),
    );
    return { ...running, url: `https://127.0.0.1:${port}` };
  },
};

try {
  const full = await interleaved([bare('node:https', false), ours('portcullis', false, to)], (r) =>
    handshakes(r, []),
  );
  print('Full handshakes of TLS 1.3, one worker on one core', full, 'at least 0.80 of node:https');
  const identity = ['-cert', client.certificateFile, '-key', client.keyFile];
  const both = await interleaved([bare('node:https', true), ours('portcullis', true, to)], (r) =>
    handshakes(r, identity),
  );
  print('Mutual handshakes of TLS 1.3', both, 'at least 0.70 of node:https');
  const kept = await interleaved([nginxSsl, ours('portcullis', false, to)], (r) =>
    wrk(loadCores.join(), `${r.url}/pets/7?full=1`, seconds),
  );
  print('Proxied GET over TLS, 64 connections that stay', kept);
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
