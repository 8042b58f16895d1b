// Encrypted tokens whose keys lie in the key store of the data folder: made, handed out, rotated and removed by the
// command while a gateway runs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CompactEncrypt, createLocalJWKSet, importJWK, type JSONWebKeySet, SignJWT } from 'jose';
import { type CommandEnd, freePorts, RunningCommand, runCommand } from '../cli.ts';
import { blocksOf, commandLines } from '../docs.ts';
import { temporaryFolder } from '../folders.ts';
import { keyFor } from '../units/authorize/tokens/issuer.ts';
import { eventually } from '../waiting.ts';

const signer = keyFor('RS256', 'one');

/** A folder with a definition that decrypts with keys of the store, and the command in it. */
async function shop(t: TestContext, keys = '[login]') {
  const server = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const cwd = temporaryFolder(t);
  const jwk = { ...signer.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' };
  writeFileSync(join(cwd, 'keys.json'), JSON.stringify({ keys: [jwk] }));
  writeFileSync(
    join(cwd, 'portcullis.yaml'),
    `authorizers:
  login:
    jwt:
      issuer: https://login.example.com
      audience: [shop]
      jwksFile: keys.json
      encryption:
        keys: ${keys}
apis:
  shop: { to: 'http://127.0.0.1:${(server.address() as AddressInfo).port}', authorizer: login }
`,
  );
  const run = (...line: string[]): Promise<CommandEnd> => runCommand(line, { cwd });
  const done = async (...line: string[]): Promise<string> => {
    const { code, out, err } = await run('keys', ...line);
    assert.equal(code, 0, `${line.join(' ')}: ${err}`);
    return out;
  };
  const start = async (): Promise<{ up: RunningCommand; plane: string; endpoint: string }> => {
    const up = new RunningCommand(['up', ...freePorts, '--workers', '2', '--watch'], { cwd });
    t.after(() => up.signal('SIGKILL'));
    await up.says(/Try next/);
    const [, plane] = /data plane +(\S+)/.exec(up.out)!;
    const [, endpoint] = /AWS endpoint +(\S+)/.exec(up.out)!;
    return { up, plane: plane!, endpoint: endpoint! };
  };
  return { cwd, run, done, start };
}

/** A token that is signed, and then encrypted as an issuer does that has been handed a set of keys. */
async function sealed(set: string, enc = 'A256GCM', withKid = true): Promise<string> {
  const { keys } = JSON.parse(set) as JSONWebKeySet;
  const [jwk] = keys;
  const signed = await new SignJWT({ iss: 'https://login.example.com', aud: 'shop', sub: 'ann' })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setExpirationTime('1h')
    .setJti(crypto.randomUUID())
    .sign(signer.privateKey);
  return new CompactEncrypt(Buffer.from(signed))
    .setProtectedHeader({ alg: jwk!.alg!, enc, cty: 'JWT', ...(withKid ? { kid: jwk!.kid } : {}) })
    .encrypt(await importJWK(jwk!, jwk!.alg));
}

/** Asks on the connections of an agent; gives the status, and whether the connection was one that was there already. */
function asking(
  plane: string,
  agent: Agent,
): (token: string) => Promise<{ status: number; reused: boolean }> {
  return (token) =>
    new Promise((resolve, reject) => {
      const sent = request(plane, { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve({ status: answer.statusCode!, reused: sent.reusedSocket }));
      });
      sent.on('error', reject);
      sent.end();
    });
}

test('tokens are encrypted to the exported key; keys are rotated and removed while connections go on, and the old token is read until its key is gone', {
  timeout: 120_000,
}, async (t) => {
  const { cwd, run, done, start } = await shop(t);
  const refused = await run('check', 'portcullis.yaml');
  assert.equal(refused.code, 1);
  assert.match(
    refused.out,
    /portcullis\.yaml:8 error the key store of \S+ has no key login; it has none; portcullis keys make login makes it \[key-store\.unknown\]/,
  );
  const stopped = await run('up', ...freePorts);
  assert.equal(stopped.code, 1);
  assert.match(stopped.out + stopped.err, /portcullis\.yaml:8 .*has no key login/);

  await done('make', 'login', '--bits', '2048');
  const first = await done('export', 'login');
  assert.doesNotThrow(() => createLocalJWKSet(JSON.parse(first)));
  assert.deepEqual(Object.keys((JSON.parse(first) as JSONWebKeySet).keys[0]!).sort(), [
    ...['alg', 'e', 'kid', 'kty', 'n', 'use'],
  ]);
  assert.equal((await run('check', 'portcullis.yaml')).code, 0);

  const { up, plane, endpoint } = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ask = asking(plane, agent);
  const old = await sealed(first);
  assert.equal((await ask(old)).status, 200);
  const published = await fetch(`${endpoint}/.well-known/encryption-keys/login`);
  assert.deepEqual(await published.json(), JSON.parse(first));

  await done('rotate', 'login', '--alg', 'ECDH-ES+A256KW', '--keep', '1h');
  const second = await done('export', 'login');
  const fresh = (): Promise<string> => sealed(second, 'A128CBC-HS256');
  await eventually(async () => (await ask(await fresh())).status === 200);
  assert.equal((await ask(await sealed(second, 'A256GCM', false))).status, 200, 'without a kid');
  assert.deepEqual(await ask(old), { status: 200, reused: true }, 'kept, and on the same connection');
  assert.equal((await ask(await sealed(first))).status, 200, 'one that was not seen before');

  const why = async (token: string): Promise<string> => {
    const header = `Authorization: Bearer ${token}`;
    const { out } = await run(
      'explain',
      'GET',
      '/',
      '--header',
      header,
      '--at',
      up.out.match(/console +(\S+)/)![1]!,
    );
    return out;
  };
  const kidOf = (set: string): string => (JSON.parse(set) as JSONWebKeySet).keys[0]!.kid!;
  assert.match(await why(old), new RegExp(`decryptedBy "login ${kidOf(first)} \\(until 2`));
  const foreign = await sealed(first.replace(kidOf(first), 'elsewhere'));
  assert.match(
    await why(foreign),
    new RegExp(
      `key of the token is not known: it is encrypted to the key "elsewhere", and the keys here are login ${kidOf(second)} for ECDH-ES\\+A256KW`,
    ),
  );

  await done('rotate', 'login', '--keep', '0s');
  await eventually(async () => (await ask(old)).status === 401);
  assert.equal((await ask(await fresh())).status, 401);
  const third = await sealed(await done('export', 'login'));
  assert.equal((await ask(third)).status, 200);
  await done('remove', 'login');
  await eventually(async () => (await ask(third)).status === 401);
  assert.match(await why(third), /the key store has no key login/);
  await eventually(
    () => /the key store has no key login: tokens that are encrypted to it are refused/.test(up.err),
    () => up.err,
  );
  assert.equal((await fetch(`${endpoint}/.well-known/encryption-keys/login`)).status >= 400, true);

  const file = join(cwd, 'portcullis.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('[login]', '[logins]'));
  await eventually(
    () => /portcullis\.yaml:8 .*has no key logins/.test(up.err),
    () => up.err,
  );
  await done('make', 'logins', '--alg', 'ECDH-ES');
  const fourth = await sealed(await done('export', 'logins'));
  await eventually(async () => (await ask(fourth)).status === 200);
  assert.equal((await ask(third)).reused, true, 'no connection was dropped');
  assert.ok(!existsSync(join(cwd, '.portcullis/key-store.json.lock')));
});

test('secrets are shared with the issuer by their own flag, and no log or answer holds a private key', {
  timeout: 120_000,
}, async (t) => {
  const { cwd, run, done, start } = await shop(t, '[wrapped, direct]');
  const said = [
    await done('make', 'wrapped', '--alg', 'A256KW'),
    await done('make', 'direct', '--alg', 'dir', '--enc', 'A256CBC-HS512'),
    await done('list'),
    await done('list', '--json'),
  ].join('');
  const without = await run('keys', 'export', 'wrapped');
  assert.deepEqual([without.code, without.out], [2, '']);
  assert.match(without.err, /wrapped is a secret \(A256KW\), which has no public key/);
  const { up, plane, endpoint } = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ask = asking(plane, agent);
  const direct = await done('export', 'direct', '--secret');
  assert.equal((await ask(await sealed(await done('export', 'wrapped', '--secret')))).status, 200);
  assert.equal((await ask(await sealed(direct, 'A256CBC-HS512'))).status, 200);
  assert.notEqual((await fetch(`${endpoint}/.well-known/encryption-keys/wrapped`)).status, 200);
  const written = readFileSync(join(cwd, '.portcullis/key-store.json'), 'utf8');
  writeFileSync(join(cwd, '.portcullis/key-store.json'), written.slice(0, -40));
  await eventually(
    () => /key-store\.json: it is damaged: it is no JSON; the keys in force stay/.test(up.err),
    () => up.err,
  );
  assert.equal((await ask(await sealed(direct, 'A256CBC-HS512'))).status, 200);
  const again = await run('check', 'portcullis.yaml');
  assert.match(
    again.out,
    /portcullis\.yaml:8 error cannot read the key store \S+: it is damaged: it is no JSON \[key-store\.unusable\]/,
  );
  for (const [, secret] of written.matchAll(/"k": "([^"]+)"/g))
    for (const text of [said, up.out, up.err, again.out, without.err]) assert.ok(!text.includes(secret!));
});

test('the commands of docs/tokens.md about keys work as they are pasted, one after the other', {
  timeout: 120_000,
}, async (t) => {
  const cwd = temporaryFolder(t);
  const program = `${process.execPath} ${resolve('src/operate/cli/portcullis.ts')}`;
  const lines = blocksOf('sh')
    .filter(({ page }) => page === 'docs/tokens.md')
    .flatMap(commandLines)
    .filter((line) => line.startsWith('npx portcullis keys'));
  assert.ok(lines.length >= 10, `${lines.length} were found`);
  const said: string[] = [];
  for (const line of lines)
    said.push(execFileSync('sh', ['-c', line.replace('npx portcullis', program)], { cwd, encoding: 'utf8' }));
  const file = (name: string): string => readFileSync(join(cwd, name), 'utf8');
  assert.match(file('login.pem'), /^-----BEGIN PUBLIC KEY-----/);
  assert.equal((JSON.parse(file('login-jwks.json')) as JSONWebKeySet).keys[0]!.use, 'enc');
  assert.match(file('partner-secret.json'), /"k": "/);
  assert.match(said.join('\n'), /login .* decrypts until 20/);
});
