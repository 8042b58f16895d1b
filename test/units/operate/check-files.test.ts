import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Command } from '../../../src/operate/cli/command.ts';
import check from '../../../src/operate/cli/commands/check.ts';
import { runProgram } from '../../../src/operate/cli/program.ts';
import { paint } from '../../../src/operate/cli/terminal.ts';
import { temporaryFolder } from '../../folders.ts';
import { Pki } from '../../pki.ts';

/** What `check` says of a definition, and of the files it names. */
async function checking(t: TestContext) {
  const folder = temporaryFolder(t);
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const of = async (lines: readonly string[], name = 'portcullis.yaml'): Promise<string> => {
    put(name, lines.join('\n'));
    const said: string[] = [];
    const tell = (text: string): void => void said.push(text);
    const terminal = { out: tell, err: tell, paint: paint(false), tty: false, clear: () => {}, columns: 80 };
    const line = ['check', join(folder, name), '--data', join(folder, 'data')];
    const code = await runProgram([check as unknown as Command<unknown>], line, '0', terminal);
    return `${code} ${said.join('\n')}`.replaceAll(folder, '');
  };
  return { folder, put, of };
}

const api = "apis: { shop: { to: 'http://127.0.0.1:9', host: a.example } }";
const served = ['domains:', '  a.example: { certificate: a.pem, key: a.key }'];
const mutual = (more = ''): string[] => [
  'domains:',
  `  a.example: { mutualTls: { truststore: trust.pem${more} } }`,
];

test('a certificate that is not there, unreadable, of another key, of another name or expired is told with its line', async (t) => {
  const { folder, put, of } = await checking(t);
  const pki = new Pki(t);
  const root = pki.root('root');
  const told = (): Promise<string> => of([api, ...served]);
  assert.match(
    await told(),
    /^1 .*yaml:3 error a\.example: \/a\.pem cannot be read \[certificate\.unusable\]/m,
  );
  put('a.pem', 'nothing');
  put('a.key', 'nothing');
  assert.match(await told(), /yaml:3 error a\.example: \/a\.pem holds no certificate in PEM/);
  const good = pki.issue('good', { by: root, names: 'DNS:a.example' });
  put('a.pem', good.certificate);
  put('a.key', pki.issue('other').key);
  assert.match(await told(), /yaml:3 error a\.example: the key in \/a\.key is not that of the certificate/);
  put('a.key', good.key);
  assert.match(await told(), /^0 [\s\S]*The definition is fine\.$/);
  const foreign = pki.issue('foreign', { by: root, names: 'DNS:b.example' });
  put('a.pem', foreign.certificate);
  put('a.key', foreign.key);
  assert.match(
    await told(),
    /^0 .*yaml:3 warning a\.example: its certificate is for other names: DNS:b\.example/,
  );
  const late = pki.issue('late', { by: root, names: 'DNS:a.example', days: -1 });
  put('a.pem', late.certificate);
  put('a.key', late.key);
  assert.match(await told(), /^0 .*yaml:3 warning a\.example: its certificate expired on/);
  assert.equal(existsSync(join(folder, 'data')), false, 'nothing is made');
});

test('a truststore that is not there, or is none, is told with its line, and one that has expired is a warning', async (t) => {
  const { folder, put, of } = await checking(t);
  const pki = new Pki(t);
  const told = (more?: string): Promise<string> => of([api, ...mutual(more)]);
  assert.match(
    await told(),
    /^1 [\s\S]*yaml:3 error a\.example: the truststore \/trust\.pem cannot be read \[truststore\.unusable\]/,
  );
  put('trust.pem', 'nothing');
  assert.match(await told(), /yaml:3 error a\.example: its truststore holds no certificate in PEM/);
  put('trust.pem', pki.root('ended', { days: -1 }).certificate);
  assert.match(
    await told(),
    /^0 [\s\S]*yaml:3 warning a\.example: "[^"]*CN=ended" in its truststore expired on/,
  );
  const root = pki.root('root');
  put('trust.pem', root.certificate);
  assert.match(
    await told(', crl: [gone.crl]'),
    /warning a\.example: the revocation list \/gone\.crl cannot be had/,
  );
  put('ca.crl', pki.revocationList(root, []));
  assert.doesNotMatch(await told(', crl: [ca.crl, "http://127.0.0.1:1/never-asked"]'), /revocation list/);
  const s3 = [api, 'domains:', '  a.example: { mutualTls: { truststore: "s3://trust/clients.pem" } }'];
  assert.match(
    await of(s3),
    /s3:\/\/trust\/clients\.pem cannot be read; put it at \/data\/s3\/trust\/clients\.pem/,
  );
  mkdirSync(join(folder, 'data/s3/trust'), { recursive: true });
  writeFileSync(join(folder, 'data/s3/trust/clients.pem'), root.certificate);
  assert.match(await of(s3), /^0 /);
});

test('what a server behind is trusted by, and keys of tokens, are looked into, and told with their line', async (t) => {
  const { put, of } = await checking(t);
  const behind = ["apis: { shop: { to: 'https://127.0.0.1:9', upstreamTls: { ca: ca.pem } } }"];
  assert.match(await of(behind), /^1 .*yaml:1 error \/ca\.pem cannot be read \[certificate\.unusable\]/);
  const login = (more: string): string[] => [
    "apis: { shop: { to: 'http://127.0.0.1:9', authorizer: login } }",
    'authorizers:',
    `  login: { jwt: { issuer: 'https://login.example.com', audience: [shop], ${more} } }`,
  ];
  put('keys.json', '{"keys":[{"kty":"oct","k":"AAAA"}]}');
  assert.match(
    await of(login('jwksFile: keys.json')),
    /^1 .*yaml:3 error cannot be compiled: \/keys\.json holds no set with a public key that can be used/,
  );
  put('key.pem', 'nothing');
  assert.match(
    await of(login('encryption: { keyFiles: [key.pem] }')),
    /^1 .*yaml:3 error cannot be compiled: \/key\.pem is neither PEM nor a JWK/,
  );
});
