import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DevelopmentAuthority } from '../../../../src/operate/certificates/development-authority.ts';
import { issue } from '../../../../src/operate/certificates/issue.ts';
import { temporaryFolder } from '../../../folders.ts';

const NOW = Date.now();
const DAY_MS = 86_400_000;

function verified(folder: string, certificate: string, authority: string, host: string): string {
  writeFileSync(join(folder, 'leaf.pem'), certificate);
  writeFileSync(join(folder, 'authority.pem'), authority);
  const of = /^[\d.]+$|:/.test(host) ? ['-verify_ip', host] : ['-verify_hostname', host];
  const line = [
    'verify',
    '-x509_strict',
    '-purpose',
    'sslserver',
    '-CAfile',
    join(folder, 'authority.pem'),
    ...of,
  ];
  try {
    return execFileSync('openssl', [...line, join(folder, 'leaf.pem')], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).includes('OK')
      ? 'good'
      : 'bad';
  } catch (fault) {
    return /error \d+ at .*?: (.*)/.exec(String((fault as { stderr: string }).stderr))?.[1] ?? 'bad';
  }
}

test('it makes an authority and a certificate for this machine that openssl takes by every local name', (t) => {
  const folder = temporaryFolder(t);
  const authority = new DevelopmentAuthority(join(folder, 'tls'), NOW);
  const { certificate } = authority.local();
  for (const host of ['localhost', 'abcdefghij.execute-api.localhost', '127.0.0.1', '::1']) {
    assert.equal(verified(folder, certificate, readFileSync(authority.bundle, 'utf8'), host), 'good', host);
  }
  assert.notEqual(
    verified(folder, certificate, readFileSync(authority.bundle, 'utf8'), 'example.com'),
    'good',
  );
});

test('keys can be read by their owner alone', (t) => {
  const folder = temporaryFolder(t);
  new DevelopmentAuthority(join(folder, 'tls'), NOW).local();
  for (const file of ['ca-key.pem', 'key.pem']) {
    assert.equal(statSync(join(folder, 'tls/localhost', file)).mode & 0o777, 0o600, file);
  }
  assert.equal(statSync(join(folder, 'tls')).mode & 0o077, 0);
});

test('an authority signs for its own names alone: for others no client takes what it signs', (t) => {
  const folder = temporaryFolder(t);
  const authority = new DevelopmentAuthority(join(folder, 'tls'), NOW);
  authority.local();
  authority.domain('api.example.com');
  const read = (scope: string) => ({
    certificate: readFileSync(join(folder, 'tls', scope, 'ca.pem'), 'utf8'),
    key: readFileSync(join(folder, 'tls', scope, 'ca-key.pem'), 'utf8'),
  });
  for (const [scope, host] of [
    ['localhost', 'bank.example'],
    ['localhost', '203.0.113.7'],
    ['api.example.com', 'example.com'],
    ['api.example.com', 'bank.example'],
    ['api.example.com', '127.0.0.1'],
    ['api.example.com', '::1'],
  ] as const) {
    const by = read(scope);
    const stolen = issue({
      name: host,
      hosts: [host],
      by,
      from: new Date(NOW - DAY_MS),
      to: new Date(NOW + DAY_MS),
      permitted: null,
      purpose: 'server',
    });
    assert.match(
      verified(folder, stolen.certificate, by.certificate, host),
      /subtree violation/,
      `${scope} ${host}`,
    );
  }
  const own = authority.domain('api.example.com').certificate;
  assert.equal(verified(folder, own, read('api.example.com').certificate, 'api.example.com'), 'good');
});

test('what was made is used again until it nears its end, and an authority outlives its certificates', (t) => {
  const folder = join(temporaryFolder(t), 'tls');
  const at = (days: number) => new DevelopmentAuthority(folder, NOW + days * DAY_MS).local().certificate;
  const first = at(0);
  assert.equal(at(50), first);
  const second = at(61);
  assert.notEqual(second, first);
  const issuer = (chain: string) =>
    new X509Certificate(chain.slice(chain.lastIndexOf('-----BEGIN'))).fingerprint256;
  assert.equal(issuer(second), issuer(first));
  assert.notEqual(issuer(at(1_800)), issuer(first));
});

test('a name more makes another certificate of the same authority; a broken file is made anew', (t) => {
  const folder = join(temporaryFolder(t), 'tls');
  const authority = new DevelopmentAuthority(folder, NOW);
  const first = authority.local().certificate;
  const more = authority.local(['api.localhost']).certificate;
  assert.notEqual(more, first);
  assert.match(new X509Certificate(more).subjectAltName!, /DNS:api\.localhost/);
  writeFileSync(join(folder, 'localhost/key.pem'), 'nothing');
  assert.notEqual(authority.local(['api.localhost']).certificate, more);
});

test('the bundle holds every authority of the folder', (t) => {
  const authority = new DevelopmentAuthority(join(temporaryFolder(t), 'tls'), NOW);
  authority.local();
  authority.domain('*.example.org');
  assert.equal(readFileSync(authority.bundle, 'utf8').match(/BEGIN CERTIFICATE/g)?.length, 2);
});
