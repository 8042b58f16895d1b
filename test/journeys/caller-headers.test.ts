import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CompactEncrypt, type JWTPayload, SignJWT } from 'jose';
import { Clock } from '../../src/base/clock.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { notesOf } from '../units/authorize/gateway.ts';
import { keyFor } from '../units/authorize/tokens/issuer.ts';

const signer = keyFor('RS256', 'one');
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A gateway for encrypted tokens, before a server that answers with the headers it saw. */
async function shop(t: TestContext) {
  const server = createServer((request, response) => {
    const seen: string[] = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2)
      if (/^x.(?:user|scopes|roles)$/i.test(request.rawHeaders[i]!))
        seen.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    response.end(JSON.stringify(seen));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const folder = temporaryFolder(t);
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  put('own.pem', own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const jwk = { ...signer.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' };
  put('keys.json', JSON.stringify({ keys: [jwk] }));
  put(
    'portcullis.yaml',
    `authorizers:
  login: { jwt: { issuer: 'https://login.example.com', audience: [shop], jwksFile: keys.json, encryption: { keyFiles: [own.pem] } } }
apis:
  shop:
    to: http://127.0.0.1:${(server.address() as AddressInfo).port}
    authorizer: login
    callerHeaders: { X-User: claims.sub, X-Scopes: claims.scope, X-Roles: 'claims.https://shop.example/roles' }
    routes: { GET /open: { authorizer: none } }
`,
  );
  const gateway = await startGateway({ files: [folder], clock: Clock.running() });
  t.after(() => gateway.close());
  const token = async (claims: JWTPayload): Promise<string> => {
    const signed = await new SignJWT({ iss: 'https://login.example.com', aud: 'shop', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setExpirationTime('1h')
      .sign(signer.privateKey);
    return new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(own.publicKey);
  };
  const ask = async (path: string, headers: Record<string, string>): Promise<string[]> => {
    const answer = await fetch(gateway.url + path, { headers: { Connection: 'close', ...headers } });
    assert.equal(answer.status, 200);
    return (await answer.json()) as string[];
  };
  return { token, ask };
}

test('the claims of a token that is signed and encrypted reach the server, and nothing that a caller wrote in their place', async (t) => {
  const { token, ask } = await shop(t);
  const good = await token({ sub: 'ann', scope: 'read write', 'https://shop.example/roles': ['a', 'b'] });
  const forged = { 'X-User': 'root', X_User: 'root', 'x-scopes': 'admin' };
  const Authorization = `Bearer ${good}`;
  assert.deepEqual(await ask('/', { Authorization, ...forged }), [
    'X-User: ann',
    'X-Scopes: read write',
    'X-Roles: a,b',
  ]);
  assert.deepEqual(await ask('/open', forged), [], 'nobody is known there');
  const bare = `Bearer ${await token({ sub: 'bob' })}`;
  assert.deepEqual(await ask('/', { Authorization: bare, ...forged }), ['X-User: bob']);
});

test('a claim that would end its header and begin another is refused', async (t) => {
  const { token, ask } = await shop(t);
  const Authorization = `Bearer ${await token({ sub: 'ann\r\nX-User: root\r\n\r\nGET /admin' })}`;
  await assert.rejects(ask('/', { Authorization }), /400 !== 200/);
});

test('a header that the gateway writes itself, and what no authorizer tells, are errors at their line', async () => {
  const notes = await notesOf(
    `apis:
  shop:
    to: http://127.0.0.1:9
    callerHeaders:
      Host: claims.sub
      X-Forwarded-For: claims.sub
      X-User: 'claims.'
      X-Ok: principalId
`,
    { file: 'portcullis.yaml' },
  );
  const told = notes.filter((note) => note.includes(' error '));
  assert.equal(told.length, 3, notes.join('\n'));
  for (const line of [5, 6, 7]) assert.ok(told.some((note) => note.startsWith(`portcullis.yaml:${line} `)));
});
