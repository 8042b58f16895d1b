import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { Pki } from '../pki.ts';
import { ran } from '../units/accept/tls/secure-door.ts';

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

test('testssl.sh finds nothing of medium severity or above', async (t) => {
  const pki = new Pki(t);
  const folder = temporaryFolder(t);
  const root = pki.root('root');
  // What the application has to say for itself, testssl.sh looks at as well: its headers, and the list of its authority.
  const list = pki.revocationList(root, []);
  const upstream = createServer((request, response) => {
    if (request.url === '/root.crl') response.end(list);
    else
      response.writeHead(200, { 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  t.after(() => void upstream.close());
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const more = [`crlDistributionPoints=URI:${url}/root.crl`];
  const server = pki.issue('server', {
    by: root,
    names: 'DNS:localhost',
    purpose: 'serverAuth',
    more,
    days: 180,
  });
  writeFileSync(
    join(folder, 'portcullis.yaml'),
    `
apis: { pets: { to: '${url}', accessLog: false, throttle: { rate: 10000, burst: 10000 } } }
domains: { localhost: { certificate: ${server.certificateFile}, key: ${server.keyFile} } }
settings: { https: { hsts: { maxAgeSec: 31536000 } } }
`,
  );
  const gateway = await startGateway({ files: [folder], https: true });
  t.after(() => gateway.close());
  const { port } = new URL(gateway.secureUrl);
  const found = join(folder, 'found.json');
  const parts = ['-p', '-s', '-f', '-S', '-P', '-h', '-U'];
  const quietly = ['--quiet', '--color', '0', '--warnings', 'batch', '--jsonfile', found];
  const where = ['--ip', '127.0.0.1', '--add-ca', root.certificateFile, `localhost:${port}`];
  const { out, err } = await ran('testssl', [...quietly, ...parts, ...where]);
  const findings = JSON.parse(readFileSync(found, 'utf8')) as Finding[];
  assert.ok(findings.length > 80, `${out}\n${err}`);
  const bad = findings.filter(({ severity }) => ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'].includes(severity));
  assert.deepEqual(bad, []);
  const said = new Map(findings.map(({ id, finding }) => [id, finding]));
  assert.match(said.get('TLS1_3') ?? '', /offered/);
  assert.match(said.get('TLS1_1') ?? '', /not offered/);
  assert.match(said.get('secure_client_renego') ?? '', /not vulnerable/);
});
