import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { Clock } from '../../src/base/clock.ts';
import { NOWHERE } from '../../src/base/origin.ts';
import type { Definition } from '../../src/define/model/definition.ts';
import type { Domain } from '../../src/define/model/domain.ts';
import type { Standing } from '../../src/operate/certificates/acme/renewals.ts';
import { AcmeServer, fetched } from '../acme-server.ts';
import { smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { ran } from '../units/accept/tls/secure-door.ts';
import { eventually } from '../waiting.ts';

const NAME = 'api.example.com';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function domain(name: string, directory: string): Domain {
  return {
    id: `test/domains/${name}`,
    origin: NOWHERE,
    name,
    arn: `arn:aws:apigateway:us-east-1::/domainnames/${name}`,
    endpointType: 'REGIONAL',
    certificateArn: '',
    files: null,
    acme: { directory, email: 'ops@example.com', authorities: '' },
    securityPolicy: 'TLS_1_2',
    accessMode: 'BASIC',
    mutualTls: null,
    tags: {},
  };
}

const defined = (directory: string, names: readonly string[] = [NAME]): Definition => ({
  ...smallDefinition(),
  domains: names.map((name) => domain(name, directory)),
});

interface World {
  readonly server: AcmeServer;
  readonly clock: Clock;
  readonly data: string;
  start(workers?: number): Promise<TestGateway>;
}

async function world(t: TestContext): Promise<World> {
  const clock = Clock.byHand(Date.now());
  const server = new AcmeServer();
  server.now = () => clock.now();
  await server.open();
  t.after(() => server.close());
  const data = temporaryFolder(t);
  return {
    server,
    clock,
    data,
    async start(workers = 1) {
      const definition = defined(server.directory);
      const gateway = await startGateway({ definition, https: true, data, clock, workers });
      server.httpPort = Number(new URL(gateway.url).port);
      t.after(() => gateway.close());
      return gateway;
    },
  };
}

/** Validates nothing until the function is called that this gives. */
function held(server: AcmeServer): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.hold = promise;
  return resolve;
}

const standing = (gateway: TestGateway): Standing => gateway.supervisor.certificates.standings[0]!;

/** Resolves when a domain stands so. */
async function until(gateway: TestGateway, fits: (now: Standing) => boolean): Promise<Standing> {
  await eventually(
    () => fits(standing(gateway)),
    () => `it stands like this: ${JSON.stringify(standing(gateway))}`,
  );
  return standing(gateway);
}

const obtained = (gateway: TestGateway) =>
  until(gateway, ({ state, next }) => state === 'in-force' && next !== '');
const failedOnce = (gateway: TestGateway) => until(gateway, ({ failures }) => failures === 1);

/** What is shown on HTTPS for a name: who issued it, and its serial. */
function shown(gateway: TestGateway, name = NAME): Promise<{ issuer: string; serial: string }> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(gateway.secureUrl).port);
    const socket = connect({ port, host: '127.0.0.1', servername: name, rejectUnauthorized: false }, () => {
      const { issuer, serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      resolve({ issuer: String(issuer.CN), serial: serialNumber });
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed before its handshake was done')));
  });
}

/** Workers are told of a certificate a moment after the supervisor has it. */
async function shows(
  gateway: TestGateway,
  fits: (serial: string, issuer: string) => boolean,
): Promise<string> {
  let last = { issuer: '', serial: '' };
  await eventually(
    async () => {
      last = await shown(gateway);
      return fits(last.serial, last.issuer);
    },
    () => 'the certificate that is shown is another one',
  );
  return last.serial;
}

/** Looks for what is due, and finds nothing. */
function nothingDue(gateway: TestGateway): void {
  gateway.supervisor.certificates.look();
  assert.notEqual(standing(gateway).next, '', 'a certificate is asked for');
}

const byTest = (_: string, issuer: string): boolean => issuer === 'Authority of a test';

for (const workers of [1, 4]) {
  test(`a certificate is asked for, and shown on HTTPS, with ${workers} workers`, async (t) => {
    const { server, data, start } = await world(t);
    let release = (): void => {};
    server.hold = new Promise<void>((resolve) => {
      release = resolve;
    });
    const gateway = await start(workers);
    assert.match((await shown(gateway)).issuer, /development authority/);
    const { reasons, status } = gateway.supervisor.health();
    assert.equal(status, 'degraded');
    assert.match(reasons.join(), /api\.example\.com shows a development certificate: its own is/);
    release();
    await obtained(gateway);
    await shows(gateway, byTest);
    assert.equal(gateway.supervisor.health().status, 'ok');
    assert.deepEqual(server.flaws, []);
    assert.deepEqual(server.contacts.slice(0, 1), ['mailto:ops@example.com']);
    const folder = join(data, 'acme');
    const [authority] = readdirSync(folder);
    const files = readdirSync(join(folder, authority!));
    assert.deepEqual(files.sort(), ['account.pem', 'api.example.com.pem']);
    for (const file of files) assert.equal(statSync(join(folder, authority!, file)).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, authority!)).mode & 0o777, 0o700);
  });
}

test('it is renewed when a third of its life is left, on connections that stay open', async (t) => {
  const { server, clock, start } = await world(t);
  const gateway = await start();
  await obtained(gateway);
  const before = await shows(gateway, byTest);
  clock.advance(55 * DAY_MS);
  nothingDue(gateway);
  assert.equal(server.asked.length, 1, 'nothing is asked ahead of time');
  const release = held(server);
  clock.advance(6 * DAY_MS);
  await until(gateway, ({ next }) => next === '');
  const port = Number(new URL(gateway.secureUrl).port);
  const open = connect({ port, host: '127.0.0.1', servername: NAME, rejectUnauthorized: false });
  t.after(() => open.destroy());
  open.on('error', () => {});
  await new Promise((resolve) => open.once('secureConnect', resolve));
  release();
  await shows(gateway, (serial, issuer) => serial !== before && byTest(serial, issuer));
  assert.equal(server.asked.length, 2);
  const answered = new Promise<string>((resolve) => {
    open.once('data', (chunk) => resolve(String(chunk)));
    open.once('close', () => resolve('closed'));
  });
  open.write(`GET /_aws/execute-api/abcdefghij/prod/pets HTTP/1.1\r\nHost: ${NAME}\r\n\r\n`);
  assert.match(await answered, /^HTTP\/1\.1 200 /);
});

test('nonces that are turned down are asked for again', async (t) => {
  const { server, start } = await world(t);
  server.badNonces = 3;
  const gateway = await start();
  await obtained(gateway);
  assert.equal(standing(gateway).failures, 0);
});

test('an authority that is down at the start is asked later, and nothing waits for it', async (t) => {
  const { server, clock } = await world(t);
  const { port, directory } = server;
  server.close();
  const gateway = await startGateway({ definition: defined(directory), https: true, clock });
  t.after(() => gateway.close());
  const { problem } = await failedOnce(gateway);
  assert.match(problem, /cannot be asked: .*ECONNREFUSED/);
  const again = new AcmeServer();
  again.now = () => clock.now();
  again.httpPort = Number(new URL(gateway.url).port);
  await again.open(port);
  t.after(() => again.close());
  nothingDue(gateway);
  assert.equal(again.asked.length, 0, 'not before its time');
  clock.advance(40_000);
  await obtained(gateway);
  await shows(gateway, byTest);
});

test('a proof that is not found is told, and tried again after minutes that grow', async (t) => {
  const { server, clock, start } = await world(t);
  const gateway = await start();
  const right = server.httpPort;
  server.httpPort = Number(new URL(gateway.console).port);
  const first = await failedOnce(gateway);
  assert.match(first.problem, /the authority turned it down: found 403/);
  assert.ok(Date.parse(first.next) - clock.now() >= 300_000);
  const { reasons } = gateway.supervisor.health();
  assert.match(
    reasons.join(),
    /shows a development certificate: the authority turned it down: .*next attempt at/,
  );
  const metrics = await fetched(Number(new URL(gateway.console).port), '127.0.0.1', '/metrics');
  assert.match(metrics, /portcullis_acme_domains_failing 1\n/);
  clock.advance(HOUR_MS / 6);
  const second = await until(gateway, ({ failures }) => failures === 2);
  assert.ok(Date.parse(second.next) - clock.now() >= 600_000);
  server.httpPort = right;
  clock.advance(HOUR_MS);
  await obtained(gateway);
});

test('a renewal that fails leaves the certificate in force, and says so', async (t) => {
  const { server, clock, start } = await world(t);
  const gateway = await start();
  await obtained(gateway);
  const before = await shows(gateway, byTest);
  server.refusal = { status: 500 };
  clock.advance(61 * DAY_MS);
  await failedOnce(gateway);
  assert.equal((await shown(gateway)).serial, before);
  const { status, reasons } = gateway.supervisor.health();
  assert.equal(status, 'degraded');
  assert.match(reasons.join(), /is good until .* and could not be renewed: .* answers 500/);
});

test('an authority that wants to be left alone is, over restarts too', async (t) => {
  const { server, clock, start } = await world(t);
  server.refusal = { status: 429, retryAfter: '86400' };
  const gateway = await start();
  const { problem, next } = await failedOnce(gateway);
  assert.match(problem, /answers 429: too many certificates$/);
  assert.ok(Date.parse(next) - clock.now() >= DAY_MS);
  await gateway.close();
  server.refusal = null;
  const again = await start();
  nothingDue(again);
  assert.equal(server.asked.length, 1);
  clock.advance(DAY_MS + HOUR_MS);
  await obtained(again);
  assert.equal(server.asked.length, 2);
});

test('after a restart the certificate that was kept is shown, and nobody is asked', async (t) => {
  const { server, start } = await world(t);
  const first = await start();
  await obtained(first);
  const serial = await shows(first, byTest);
  await first.close();
  const second = await start();
  assert.equal((await shown(second)).serial, serial);
  nothingDue(second);
  assert.equal(server.asked.length, 1);
});

test('one domain has one order at a time', async (t) => {
  const { server, clock, start } = await world(t);
  const release = held(server);
  const gateway = await start();
  await eventually(() => server.tokens.length > 0);
  for (let i = 0; i < 4; i++) {
    gateway.supervisor.certificates.look();
    clock.advance(HOUR_MS);
    await gateway.supervisor.certificates.renew();
  }
  release();
  await obtained(gateway);
  assert.equal(server.mostOpen, 1);
  assert.equal(server.asked.length, 1);
});

test('only a token that is open is answered, in plain text, by GET and HEAD', async (t) => {
  const { server, start, data } = await world(t);
  const release = held(server);
  const gateway = await start();
  const at = (path: string, method?: string) => fetched(server.httpPort, NAME, path, method);
  await eventually(() => server.tokens.length > 0);
  const [token] = server.tokens;
  const path = `/.well-known/acme-challenge/${token}`;
  const answer = new RegExp(`^200 ${token}\\.[\\w-]{43}$`);
  await eventually(async () => answer.test(await at(path)));
  assert.equal(await at(path, 'HEAD'), '200 ');
  for (const other of [
    `${path}x`,
    `${path}/`,
    path.slice(0, -1),
    '/.well-known/acme-challenge/',
    `${path}/../x`,
  ])
    assert.match(await at(other), /^403 /, other);
  assert.match(await at(path, 'POST'), /^403 /);
  const { out } = await ran('curl', ['-sSk', '-w', '%{http_code}', `${gateway.secureUrl}${path}`]);
  assert.match(out, /403$/, 'not over HTTPS');
  release();
  await obtained(gateway);
  assert.match(await at(path), /^403 /, 'it is closed with the order');
  const [authority] = readdirSync(join(data, 'acme'));
  assert.match(readFileSync(join(data, 'acme', authority!, 'account.pem'), 'utf8'), /PRIVATE KEY/);
});
