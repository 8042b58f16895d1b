import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { type Issued, Pki } from '../pki.ts';
import { ran } from '../units/accept/tls/secure-door.ts';

const pki = new Pki({ after: (then) => void process.on('exit', then) });
let ca: Issued;
let middle: Issued;
let good: Issued;
let bad: Issued;
let below: Issued;
let truststore = '';

before(() => {
  ca = pki.root('revoking');
  middle = pki.issue('revoking-middle', { by: ca, authority: true });
  good = pki.issue('good', { by: ca });
  bad = pki.issue('bad', { by: ca });
  below = pki.issue('below', { by: middle });
  truststore = pki.file('truststore.pem', ca.certificate + middle.certificate);
});

async function started(t: TestContext, mutual: string, data?: string): Promise<TestGateway> {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, 'portcullis.yaml'),
    `
apis: { pets: { to: 'http://127.0.0.1:9', timeoutMs: 50 } }
domains: { '*': { mutualTls: { ${mutual.startsWith('truststore') ? '' : `truststore: ${truststore}, `}${mutual} } } }
`,
  );
  const gateway = await startGateway({
    files: [folder],
    https: true,
    ...(data === undefined ? {} : { data }),
  });
  t.after(() => gateway.close());
  return gateway;
}

/** 504 is what the API answers: nothing listens behind it. */
async function status(gateway: TestGateway, as: Issued): Promise<string> {
  const identity = ['--cert', as.certificateFile, '--key', as.keyFile];
  const line = ['-sS', '-k', '-o', '/dev/null', '-w', '%{http_code}', ...identity, `${gateway.secureUrl}/`];
  return (await ran('curl', line)).out;
}

const list = (name: string, revoked: readonly Issued[], days = 1, by = ca): string =>
  pki.file(name, pki.revocationList(by, revoked, days));

test('a list in a file turns away whom it names; a new one counts at once, on connections that are open too', async (t) => {
  const file = list('changing.crl', [bad]);
  const gateway = await started(t, `crl: ${file}`);
  assert.equal(await status(gateway, good), '504');
  assert.equal(await status(gateway, bad), '403');
  assert.equal(await status(gateway, below), '403', 'of its issuer there is no list');
  const port = Number(new URL(gateway.secureUrl).port);
  const { certificate: cert, key } = good;
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, cert, key });
  t.after(() => socket.destroy());
  const asked = async (): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    return String((await once(socket, 'data'))[0]).slice(9, 12);
  };
  assert.equal(await asked(), '504');
  writeFileSync(file, pki.revocationList(ca, [bad, good]));
  await gateway.supervisor.certificates.renew();
  let last = '';
  for (let i = 0; i < 100 && last !== '403'; i++) last = await asked();
  assert.equal(last, '403');
  assert.equal(await status(gateway, good), '403');
});

test('lists of every authority of a chain are asked', async (t) => {
  const root = list('root.crl', []);
  const own = list('middle.crl', [], 1, middle);
  assert.equal(await status(await started(t, `crl: [${root}, ${own}]`), below), '504');
  const revoking = list('revoking.crl', [middle]);
  assert.equal(await status(await started(t, `crl: [${revoking}, ${own}]`), below), '403');
});

test('a list that has run out says nothing good: refused, or allowed where the definition says so; who it names stays out', async (t) => {
  const old = list('old.crl', [bad], -1);
  const hard = await started(t, `crl: ${old}`);
  assert.equal(await status(hard, good), '403');
  assert.match(hard.supervisor.notes.map((note) => note.message).join(), /old\.crl held until/);
  const soft = await started(t, `crl: ${old}, whenUnknown: allow`);
  assert.equal(await status(soft, good), '504');
  assert.equal(await status(soft, bad), '403');
});

test('a list that another signed, or that is none, counts for nothing', async (t) => {
  const forger = pki.root('forger', { subject: '/O=Test/CN=revoking' });
  const forged = list('forged.crl', [], 1, forger);
  const nothing = pki.file('nothing.crl', 'nothing');
  for (const [file, why] of [
    [forged, /signature is not that of its issuer/],
    [nothing, /no revocation list/],
    ['/nowhere.crl', /cannot be had/],
  ] as const) {
    const gateway = await started(t, `crl: ${file}`);
    assert.equal(await status(gateway, good), '403');
    assert.match(gateway.supervisor.notes.map((note) => note.message).join(), why);
  }
});

test('a list from an address is kept for when the address is away', async (t) => {
  const text = pki.revocationList(ca, [bad]);
  const server: Server = createServer((_, response) => response.end(text)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ca.crl`;
  const data = temporaryFolder(t);
  const first = await started(t, `crl: '${url}'`, data);
  assert.equal(await status(first, good), '504');
  assert.equal(await status(first, bad), '403');
  await first.close();
  server.close();
  server.closeAllConnections();
  const again = await started(t, `crl: '${url}'`, data);
  assert.equal(await status(again, good), '504');
  assert.equal(await status(again, bad), '403');
  const without = await started(t, `crl: '${url}'`);
  assert.equal(await status(without, good), '403');
});

async function freePort(): Promise<number> {
  const probe = createPort().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

interface Responding {
  readonly signer?: Issued;
  readonly by?: Issued;
  readonly known?: readonly Issued[];
  readonly port?: number;
}

/** openssl's own responder of an authority, which knows of these certificates. */
async function responder(
  t: TestContext,
  revoked: readonly Issued[],
  { by = ca, signer = by, known = [good, bad], port: wanted }: Responding = {},
): Promise<string> {
  const port = wanted ?? (await freePort());
  const rows = known.map((one) => {
    const { serialNumber } = new X509Certificate(one.certificate);
    return revoked.includes(one)
      ? `R\t391231235959Z\t251231235959Z\t${serialNumber}\tunknown\t/CN=${one.name}`
      : `V\t391231235959Z\t\t${serialNumber}\tunknown\t/CN=${one.name}`;
  });
  const index = pki.file(`index-${port}`, `${rows.join('\n')}\n`);
  const files = [
    '-index',
    index,
    '-CA',
    by.certificateFile,
    '-rsigner',
    signer.certificateFile,
    '-rkey',
    signer.keyFile,
  ];
  const child = spawn('openssl', ['ocsp', '-port', String(port), ...files, '-ndays', '1']);
  t.after(() => void child.kill());
  let said = '';
  await new Promise<void>((resolve) =>
    child.stderr.on('data', (text) => {
      said += text;
      if (said.includes('waiting for OCSP client connections')) resolve();
    }),
  );
  return `http://127.0.0.1:${port}`;
}

test('an authority is asked, and its word counts: good, revoked, and unknown', async (t) => {
  const at = await responder(t, [bad]);
  const gateway = await started(t, `ocsp: '${at}'`);
  assert.equal(await status(gateway, good), '504');
  assert.equal(await status(gateway, bad), '403');
  assert.equal(await status(gateway, pki.issue('never-heard-of', { by: ca })), '403');
});

test('a responder may be one its authority has named for that, and no other', async (t) => {
  const delegate = pki.issue('delegate', { by: ca, purpose: 'OCSPSigning' });
  const stranger = pki.issue('stranger', { by: ca });
  assert.equal(
    await status(await started(t, `ocsp: '${await responder(t, [], { signer: delegate })}'`), good),
    '504',
  );
  assert.equal(
    await status(await started(t, `ocsp: '${await responder(t, [], { signer: stranger })}'`), good),
    '403',
  );
});

test('where nobody answers, the definition decides', async (t) => {
  assert.equal(await status(await started(t, `ocsp: 'http://127.0.0.1:9'`), good), '403');
  assert.equal(await status(await started(t, `ocsp: 'http://127.0.0.1:9', whenUnknown: allow`), good), '504');
  assert.equal(await status(await started(t, 'ocsp: true'), good), '403', 'it names no responder');
});

test('a certificate names its own responder', async (t) => {
  const at = await responder(t, []);
  const named = pki.issue('named', { by: ca, more: [`authorityInfoAccess=OCSP;URI:${at}`] });
  // The responder does not know it, which is an answer all the same.
  assert.equal(await status(await started(t, 'ocsp: true'), named), '403');
  assert.equal(await status(await started(t, 'ocsp: true, whenUnknown: allow'), named), '504');
});

test('the issuers of a chain that name a responder are asked about, too', async (t) => {
  const ports = [await freePort(), await freePort()] as const;
  const at = (port: number): string => `authorityInfoAccess=OCSP;URI:http://127.0.0.1:${port}`;
  const chosen = [1, 2].map((i) =>
    pki.issue(`asked-middle-${i}`, { by: ca, authority: true, more: [at(ports[0])] }),
  );
  const [kept, taken] = chosen as [Issued, Issued];
  const leaves = chosen.map((by) => pki.issue(`below-${by.name}`, { by, more: [at(ports[1])] }));
  const trusted = pki.file('asked.pem', ca.certificate + kept.certificate + taken.certificate);
  // Its issuer names nobody: with `ocsp: true` it is the lists that speak of that one.
  const plain = pki.issue('below-silent', { by: middle, more: [at(ports[1])] });
  await responder(t, [taken], { known: chosen, port: ports[0] });
  const own = await responder(t, [], { by: kept, known: [leaves[0]!], port: ports[1] });
  assert.equal(own, `http://127.0.0.1:${ports[1]}`);
  const gateway = await started(t, `truststore: ${trusted}, ocsp: true`);
  assert.equal(await status(gateway, leaves[0]!), '504');
  const soft = await started(t, `truststore: ${trusted}, ocsp: true, whenUnknown: allow`);
  assert.equal(await status(soft, leaves[1]!), '403', 'its issuer was revoked by the root');
  assert.equal(await status(await started(t, 'ocsp: true, whenUnknown: allow'), plain), '504');
});
