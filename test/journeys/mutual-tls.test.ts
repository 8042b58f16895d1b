import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { startGateway, type TestGateway } from '../gateway.ts';
import { type Issued, Pki } from '../pki.ts';
import { ran } from '../units/accept/tls/secure-door.ts';
import { eventually } from '../waiting.ts';

const pki = new Pki({ after: (then) => void process.on('exit', then) });
const client: Record<string, Issued> = {};
let ca: Issued;
/** The authorities that are trusted, in one file. */
let truststore = '';
let server: Issued;
let upstream = '';

before(async () => {
  ca = pki.root('clients-root', { subject: '/O=Clients/CN=clients root' });
  const middle = pki.issue('middle', { by: ca, authority: true });
  const lower = pki.issue('lower', { by: middle, authority: true });
  const lowest = pki.issue('lowest', { by: lower, authority: true });
  const elsewhere = pki.root('elsewhere', { subject: '/O=Clients/CN=clients root' });
  const stray = pki.issue('stray', { by: ca, authority: true });
  const leaf = pki.issue('not-an-authority', { by: ca });
  truststore = pki.file('truststore.pem', [ca, middle, lower, lowest].map((one) => one.certificate).join(''));
  client.unknown = chained(pki.issue('unknown', { by: stray }), stray);
  client.good = pki.issue('good', {
    by: ca,
    subject: '/O=Acme/CN=billing',
    names: 'DNS:billing.acme.example',
  });
  client.other = pki.issue('other', { by: ca, subject: '/O=Acme/CN=web', names: 'DNS:web.acme.example' });
  client.rsa = pki.issue('rsa', { by: ca, algorithm: 'rsa:2048' });
  client.deep = chained(pki.issue('deep', { by: lower }), lower, middle);
  client.tooDeep = chained(pki.issue('too-deep', { by: lowest }), lowest, lower, middle);
  client.expired = pki.issue('expired', { by: ca, days: -1 });
  client.wrongAuthority = pki.issue('wrong-authority', { by: elsewhere });
  client.selfSigned = pki.issue('self-signed');
  client.byLeaf = chained(pki.issue('by-leaf', { by: leaf }), leaf);
  client.forServers = pki.issue('for-servers', { by: ca, purpose: 'serverAuth' });
  client.weakKey = pki.issue('weak-key', { by: ca, algorithm: 'rsa:1024' });
  client.weakDigest = pki.issue('weak-digest', { by: ca, digest: 'sha1' });
  client.otherCurve = pki.issue('other-curve', { by: ca, algorithm: 'ec:P-521' });
  server = pki.issue('server', {
    by: pki.root('servers-root'),
    names: 'DNS:api.example.com,DNS:*.open.example',
  });
  const echo = createServer((request, response) => response.end(JSON.stringify(request.headers))).listen(0);
  echo.unref();
  upstream = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
});

/** A certificate that is sent with those behind it. */
function chained(leaf: Issued, ...issuers: readonly Issued[]): Issued {
  const text = [leaf, ...issuers].map((one) => one.certificate).join('');
  return { ...leaf, certificateFile: pki.file(`${leaf.name}-chain.pem`, text) };
}

const files = (): string => `certificate: ${server.certificateFile}, key: ${server.keyFile}`;

async function started(t: TestContext, text: string, workers = 1): Promise<TestGateway> {
  const path = join(pki.folder, `${t.name.replace(/\W+/g, '-').slice(0, 60)}.yaml`);
  writeFileSync(path, text);
  const gateway = await startGateway({ files: [path], https: true, workers });
  t.after(() => gateway.close());
  return gateway;
}

const guarded = (more = ''): string => `
apis:
  pets: { to: '${upstream}', host: api.example.com }
  open: { to: '${upstream}', host: www.open.example }
domains:
  api.example.com: { ${files()}, mutualTls: { truststore: ${truststore}${more} } }
  '*.open.example': { ${files()} }
`;

interface Asked {
  readonly sni?: string;
  readonly host?: string;
  readonly as?: Issued | undefined;
  readonly more?: readonly string[];
}

/** Asks with curl; the status and the body. */
async function ask(
  gateway: TestGateway,
  { sni = 'api.example.com', host = sni, as, more = [] }: Asked,
): Promise<string> {
  const { port } = new URL(gateway.secureUrl);
  const identity = as === undefined ? [] : ['--cert', as.certificateFile, '--key', as.keyFile];
  const where = ['--connect-to', `::127.0.0.1:${port}`, '-H', `Host: ${host}`];
  const line = [
    '-sS',
    '-k',
    ...where,
    ...identity,
    ...more,
    '-w',
    ' %{http_code}',
    `https://${sni}:${port}/x`,
  ];
  const { out, err } = await ran('curl', line);
  return `${out}${err}`;
}

/** What the log says of a refusal. */
async function told({ supervisor: { observer } }: TestGateway, id: string): Promise<string> {
  await eventually(() => {
    observer.poll();
    return observer.find(id) !== null;
  });
  const refusal = observer.find(id)!;
  return `${refusal.reason} ${refusal.by} ${refusal.faultMessage}`;
}

const FORBIDDEN = '{"message":"Forbidden"} 403';

test('who brings a good certificate is served; who brings none, or another, gets 403 and the log says why', async (t) => {
  const gateway = await started(t, guarded());
  for (const name of ['good', 'other', 'rsa', 'deep']) {
    assert.match(await ask(gateway, { as: client[name] }), / 200$/, name);
  }
  for (const [name, reason] of [
    ['missing', /the client sent no certificate/],
    ['expired', /has expired/],
    [
      'wrongAuthority',
      /CN=wrong-authority,O=Test \(serial .* was turned away: .*(issued|signature|truststore)/,
    ],
    ['selfSigned', /signed by itself and not in the truststore/],
    ['tooDeep', /more than 4 certificates/],
    ['unknown', /issuers is not in the truststore/],
    ['byLeaf', /may not issue certificates/],
    ['forServers', /not meant for/],
    ['otherCurve', /secp521r1/],
  ] as const) {
    const answer = await ask(gateway, { as: client[name], more: ['-i'] });
    assert.match(answer, /^HTTP\/(1.1|2) 403 [\s\S]*\{"message":"Forbidden"\} 403$/, name);
    const [, id] = /x-amzn-RequestId: (\S+)/i.exec(answer)!;
    assert.match(await told(gateway, id!), reason, name);
  }
  for (const name of ['weakKey', 'weakDigest']) {
    assert.doesNotMatch(await ask(gateway, { as: client[name] }), / 200$/, name);
  }
});

test('no other name, no other connection and no plain text is a way around', async (t) => {
  const gateway = await started(t, guarded());
  const as = client.good;
  assert.match(await ask(gateway, { as }), / 200$/);
  assert.match(await ask(gateway, { sni: 'www.open.example' }), / 200$/);
  assert.equal(await ask(gateway, { sni: 'www.open.example', host: 'api.example.com' }), FORBIDDEN);
  assert.equal(await ask(gateway, { sni: 'www.open.example', host: 'api.example.com', as }), FORBIDDEN);
  assert.equal(await ask(gateway, { sni: 'www.open.example', host: 'API.Example.com.', as }), FORBIDDEN);
  assert.equal(await ask(gateway, { sni: 'unknown.example', host: 'api.example.com', as }), FORBIDDEN);
  assert.match(await ask(gateway, { sni: 'api.example.com', host: 'www.open.example', as }), / 200$/);
  const plain = new URL(gateway.url).port;
  for (const line of [
    ['-H', 'Host: api.example.com', `http://127.0.0.1:${plain}/x`],
    ['-H', 'Host: api.example.com', '-H', 'X-Forwarded-Proto: https', `http://127.0.0.1:${plain}/x`],
    ['--request-target', 'http://api.example.com/x', `http://127.0.0.1:${plain}/x`],
  ]) {
    assert.equal((await ran('curl', ['-sS', '-w', ' %{http_code}', ...line])).out, FORBIDDEN);
  }
});

test('what the gateway answers itself on a host is for those with a certificate, too', async (t) => {
  const text = `
apis:
  pets: { to: '${upstream}', host: api.example.com, authorizer: login }
  open: { to: '${upstream}', host: www.open.example, authorizer: shop }
authorizers:
  login: { jwt: { issuer: https://login.example.com/, audience: [pets], resource: https://api.example.com/ } }
  shop: { jwt: { issuer: https://login.example.com/, audience: [shop], resource: https://www.open.example/ } }
domains:
  api.example.com: { ${files()}, mutualTls: { truststore: ${truststore} } }
  '*.open.example': { ${files()} }
`;
  const gateway = await started(t, text);
  const metadata = ['--request-target', '/.well-known/oauth-protected-resource'];
  assert.match(await ask(gateway, { as: client.good, more: metadata }), /"resource":"https:.* 200$/);
  assert.match(await ask(gateway, { sni: 'www.open.example', more: metadata }), /"resource":"https:.* 200$/);
  assert.equal(await ask(gateway, { more: metadata }), FORBIDDEN);
  assert.equal(
    await ask(gateway, { sni: 'www.open.example', host: 'api.example.com', more: metadata }),
    FORBIDDEN,
  );
});

test('a connection that is used again, also over HTTP/2 for several hosts, is asked for each', async (t) => {
  const gateway = await started(t, guarded());
  const hosts = ['www.open.example', 'api.example.com', 'API.example.com.:443', 'www.open.example'];
  const socket = (protocol: string): TLSSocket =>
    connectTls({
      port: Number(new URL(gateway.secureUrl).port),
      servername: 'www.open.example',
      ALPNProtocols: [protocol],
      rejectUnauthorized: false,
    });
  const session = connectHttp2('https://www.open.example', { createConnection: () => socket('h2') });
  const over2: number[] = [];
  for (const host of hosts) {
    const stream = session.request({ ':path': '/x', ':authority': host });
    const [headers] = await once(stream.resume(), 'response');
    over2.push(headers[':status']);
  }
  session.destroy();
  assert.deepEqual(over2, [200, 403, 403, 200]);
  const plain = socket('http/1.1');
  const over1: string[] = [];
  for (const [target, host] of [
    ['/x', 'www.open.example'],
    ['/x', 'api.example.com'],
    ['https://API.example.com.:1/x', 'www.open.example'],
    ['/x', 'www.open.example'],
  ]) {
    plain.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const [answer] = await once(plain, 'data');
    over1.push(String(answer).slice(9, 12));
  }
  plain.destroy();
  assert.deepEqual(over1, ['200', '403', '403', '200']);
});

test('a certificate that one domain takes opens no other, whose clients another authority knows', async (t) => {
  const others = pki.root('other-clients');
  const theirs = pki.issue('theirs', { by: others });
  const gateway = await started(
    t,
    `
apis: { pets: { to: '${upstream}' } }
domains:
  api.example.com: { ${files()}, mutualTls: { truststore: ${truststore} } }
  www.open.example: { ${files()}, mutualTls: { truststore: ${others.certificateFile} } }
`,
  );
  const [ours, other] = ['api.example.com', 'www.open.example'];
  assert.match(await ask(gateway, { sni: ours, as: client.good }), / 200$/);
  assert.match(await ask(gateway, { sni: other, as: theirs }), / 200$/);
  assert.equal(await ask(gateway, { sni: ours, as: theirs }), FORBIDDEN);
  assert.equal(await ask(gateway, { sni: other, host: ours, as: theirs }), FORBIDDEN);
  assert.equal(await ask(gateway, { sni: ours, host: other, as: client.good }), FORBIDDEN);
});

test('a session that is resumed is none: each connection shows its certificate again', async (t) => {
  const gateway = await started(t, guarded());
  const { port } = new URL(gateway.secureUrl);
  const file = join(pki.folder, 'session');
  const { certificateFile, keyFile } = client.good!;
  for (const version of ['-tls1_2', '-tls1_3']) {
    const line = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'api.example.com', version];
    const identity = ['-cert', certificateFile, '-key', keyFile];
    const request = 'GET /x HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n';
    const first = await ran('openssl', [...line, ...identity, '-sess_out', file, '-ign_eof'], request);
    assert.match(first.out, /HTTP\/1\.1 200/);
    const again = await ran('openssl', [...line, '-sess_in', file, '-ign_eof'], request);
    assert.match(again.out, /HTTP\/1\.1 403/, version);
    assert.doesNotMatch(again.out, /^Reused/m);
  }
});

test('rules of an API choose among good certificates, by subject and by alternative name', async (t) => {
  const rules = (text: string): string => `
apis:
  pets: { to: '${upstream}', host: api.example.com, clientCertificates: ${text} }
domains:
  api.example.com: { ${files()}, mutualTls: { truststore: ${truststore} } }
`;
  for (const [text, good, other] of [
    ["{ subjects: ['CN=billing,O=Acme'] }", 200, 403],
    ["{ subjects: ['CN=*,O=Acme'] }", 200, 200],
    ["{ subjects: ['CN=*'] }", 403, 403],
    ["{ names: ['DNS:billing.acme.example'] }", 200, 403],
    ["{ names: ['DNS:*.acme.example'] }", 200, 200],
    ["{ names: ['DNS:*.example'] }", 403, 403],
    ['{}', 200, 200],
  ] as const) {
    const gateway = await started(t, rules(text));
    assert.match(await ask(gateway, { as: client.good }), new RegExp(` ${good}$`), text);
    assert.match(await ask(gateway, { as: client.other }), new RegExp(` ${other}$`), text);
    // Its execute-api addresses are no way around them.
    const { apiId } = gateway.supervisor.definition.apis[0]!;
    const answer = await fetch(`${gateway.url}/_aws/execute-api/${apiId}/live/x`);
    assert.equal(answer.status, 403);
    await gateway.close();
  }
});

test('whatever no domain names can ask for certificates too, with one worker and with four', async (t) => {
  for (const workers of [1, 4]) {
    const text = `
apis: { pets: { to: '${upstream}' } }
domains: { '*': { mutualTls: { truststore: ${truststore} } } }
`;
    const gateway = await started(t, text, workers);
    for (const sni of ['localhost', 'some.example', '127.0.0.1']) {
      assert.match(await ask(gateway, { sni, as: client.good }), / 200$/, sni);
      assert.equal(await ask(gateway, { sni }), FORBIDDEN, sni);
    }
    await gateway.close();
  }
});

test('another truststore holds for connections that are open, too', async (t) => {
  const path = join(pki.folder, 'changing.yaml');
  const store = pki.file('store.pem', ca.certificate);
  writeFileSync(
    path,
    `
apis: { pets: { to: '${upstream}', host: api.example.com } }
domains: { api.example.com: { ${files()}, mutualTls: { truststore: ${store} } } }
`,
  );
  const gateway = await startGateway({ files: [path], https: true });
  t.after(() => gateway.close());
  const { connect } = await import('node:tls');
  const { port } = new URL(gateway.secureUrl);
  const socket = connect({
    port: Number(port),
    host: '127.0.0.1',
    servername: 'api.example.com',
    rejectUnauthorized: false,
    cert: client.good!.certificate,
    key: client.good!.key,
  });
  t.after(() => socket.destroy());
  const status = async (): Promise<string> => {
    socket.write('GET /x HTTP/1.1\r\nHost: api.example.com\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    return String(chunk).slice(9, 12);
  };
  assert.equal(await status(), '200');
  writeFileSync(store, pki.root('another').certificate);
  await gateway.supervisor.reload();
  let last = '';
  for (let i = 0; i < 100 && last !== '403'; i++) last = await status();
  assert.equal(last, '403');
});

test('an explanation says what a request lacks, in plain text, over TLS, and with a certificate', async (t) => {
  const gateway = await started(t, guarded());
  const explained = async (more: object): Promise<string> => {
    const question = { method: 'GET', target: '/x', headers: ['Host', 'api.example.com'], ...more };
    const answer = await fetch(`${gateway.console}/api/explain`, {
      method: 'POST',
      body: JSON.stringify(question),
    });
    const { decision, steps } = (await answer.json()) as {
      decision: { reason: string; by: string };
      steps: { what: string; because: string }[];
    };
    return `${decision.reason} ${decision.by.split('/').at(-1)}: ${steps.find(({ what }) => what === 'TLS')?.because}`;
  };
  assert.match(await explained({}), /^CLIENT_CERTIFICATE api\.example\.com: .* came in plain text\.$/);
  assert.match(await explained({ secure: true }), /^CLIENT_CERTIFICATE .* sent no certificate\.$/);
  const { certificate } = client.good!;
  assert.match(
    await explained({ secure: true, certificate }),
    /^ : The connection brought what is asked for\.$/,
  );
  const other = ['Host', 'www.open.example'];
  assert.match(await explained({ secure: true, headers: other }), /^ : The connection brought/);
});
