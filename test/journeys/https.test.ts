import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { freePorts, RunningCommand, runCommand } from '../cli.ts';
import { smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { ran } from '../units/accept/tls/secure-door.ts';

const path = '/_aws/execute-api/abcdefghij/prod/pets';

for (const workers of [1, 4]) {
  test(`an API answers over HTTPS with a certificate made here, with ${workers} workers`, async (t) => {
    const gateway = await startGateway({ definition: smallDefinition(), https: true, workers });
    t.after(() => gateway.close());
    const port = new URL(gateway.secureUrl).port;
    const trusted = ['-sS', '--cacert', gateway.supervisor.certificates.bundle];
    for (const host of ['127.0.0.1', 'localhost', 'abcdefghij.execute-api.localhost']) {
      const where = host.startsWith('abc') ? '/prod/pets' : path;
      const { out, err } = await ran('curl', [...trusted, `https://${host}:${port}${where}`]);
      assert.equal(out, '{"ok":true}', `${host}: ${err}`);
    }
    const { code, err } = await ran('curl', ['-sS', `https://127.0.0.1:${port}${path}`]);
    assert.equal(code, 60, err);
  });
}

test('many requests go over one connection, of HTTP/2 or HTTP/1.1 as the client speaks it', async (t) => {
  const gateway = await startGateway({ definition: smallDefinition(), https: true });
  t.after(() => gateway.close());
  const urls = Array.from({ length: 5 }, () => `${gateway.secureUrl}${path}`);
  for (const [flag, version] of [
    ['--http2', '2'],
    ['--http1.1', '1.1'],
  ] as const) {
    const line = ['-sS', flag, '--cacert', gateway.supervisor.certificates.bundle];
    const { out } = await ran('curl', [...line, '-w', '%{num_connects}%{http_version}', ...urls]);
    assert.equal(out, `{"ok":true}1${version}${`{"ok":true}0${version}`.repeat(4)}`);
  }
});

test('up prints an https address that works with the authorities it names; ca says how to trust them', async (t) => {
  const cwd = temporaryFolder(t);
  const up = new RunningCommand(['up', '--to', 'http://127.0.0.1:9', ...freePorts, '--workers', '1'], {
    cwd,
  });
  t.after(() => up.signal('SIGKILL'));
  const [, url, bundle] = await up.says(/(https:\/\/127\.0\.0\.1:\d+) {2}\(curl --cacert ([^;]+);/);
  await up.says(/Try next/);
  const asked = await ran('curl', ['-sS', '-i', '--cacert', `${cwd}/${bundle}`, `${url}/x`]);
  assert.match(asked.out, /^HTTP\/2 504 /, asked.err);
  const told = await runCommand(['ca'], { cwd });
  assert.match(told.out, /NODE_EXTRA_CA_CERTS=\.portcullis\/tls\/ca\.pem/);
  const { file, authorities } = JSON.parse((await runCommand(['ca', '--json'], { cwd })).out);
  assert.equal(authorities.length, 1);
  assert.equal((await runCommand(['ca', '--pem'], { cwd })).out, readFileSync(file, 'utf8'));
  up.signal('SIGTERM');
  await up.ended;
});

test('with --no-https none is spoken, and nothing is made', async (t) => {
  const cwd = temporaryFolder(t);
  const up = new RunningCommand(
    ['up', '--to', 'http://127.0.0.1:9', ...freePorts, '--no-https', '--workers', '1'],
    { cwd },
  );
  t.after(() => up.signal('SIGKILL'));
  await up.says(/Try next/);
  assert.doesNotMatch(up.out, /https:/);
  assert.throws(() => readFileSync(`${cwd}/.portcullis/tls/ca.pem`), { code: 'ENOENT' });
  up.signal('SIGTERM');
  await up.ended;
});
