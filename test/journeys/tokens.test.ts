import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import * as idp from '@aws-sdk/client-cognito-identity-provider';
import { calculateJwkThumbprint, type JWK, type JWTPayload, SignJWT } from 'jose';
import { Clock } from '../../src/base/clock.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { poolsApi } from '../units/authorize/pools-template.ts';
import { keyFor } from '../units/authorize/tokens/issuer.ts';
import { asked, callerOf } from './support/caller.ts';

interface Issuer {
  readonly url: string;
  readonly server: Server;
  /** Paths it was asked for. */
  readonly asked: string[];
  token(claims?: JWTPayload): Promise<string>;
}

/** An issuer on a socket, with one key. */
async function issuing(t: TestContext): Promise<Issuer> {
  const key = keyFor('RS256', 'one');
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig' }] },
    };
    response.writeHead(request.url! in documents ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(documents[request.url!] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = (claims: JWTPayload = {}): Promise<string> =>
    new SignJWT({ iss: url, aud: 'shop', sub: 'ann', ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key.privateKey);
  return { url, server, asked, token };
}

/** A server that answers with who it was told calls. */
async function upstream(t: TestContext): Promise<string> {
  const server = createServer((request, response) => response.end(`hello ${request.headers.authorization}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function shop(t: TestContext, issuer: Issuer, workers: number, more = ''): Promise<TestGateway> {
  const folder = temporaryFolder(t);
  const file = join(folder, 'portcullis.yaml');
  writeFileSync(
    file,
    `authorizers:
  login: { jwt: { issuer: '${issuer.url}', audience: [shop]${more} } }
apis:
  shop:
    to: ${await upstream(t)}
    authorizer: login
    routes: { GET /orders: { scopes: [orders] } }
`,
  );
  const gateway = await startGateway({ files: [file], workers, clock: Clock.running() });
  t.after(() => gateway.close());
  return gateway;
}

const ask = (gateway: TestGateway, token: string, path = '/', more = {}): Promise<Response> =>
  fetch(gateway.url + path, { headers: { Authorization: `Bearer ${token}`, Connection: 'close', ...more } });

test('tokens of an issuer on a socket are verified in every worker, and the issuer is asked once by each', async (t) => {
  const issuer = await issuing(t);
  const gateway = await shop(t, issuer, 3);
  const token = await issuer.token({ scope: 'orders' });
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask(gateway, token, '/orders')));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.equal(await answers[0]!.text(), `hello Bearer ${token}`);
  assert.equal((await ask(gateway, await issuer.token(), '/orders')).status, 403);
  assert.equal((await ask(gateway, 'a.b.c')).status, 401);
  assert.ok(issuer.asked.filter((path) => path === '/keys').length <= 3, issuer.asked.join());
  issuer.server.close();
  issuer.server.closeAllConnections();
  assert.equal((await ask(gateway, await issuer.token({ jti: 'while it is away' }))).status, 200);
  const reloaded = await gateway.supervisor.reload();
  assert.equal(reloaded.ok, true);
  assert.equal(
    (await ask(gateway, await issuer.token({ jti: 'after a reload' }))).status,
    200,
    'keys are kept',
  );
});

test('an explanation says what became of a token, and the token stands nowhere in it', async (t) => {
  const issuer = await issuing(t);
  const gateway = await shop(t, issuer, 1);
  const explained = async (token: string): Promise<string> => {
    const question = { method: 'GET', target: '/orders', headers: ['Authorization', `Bearer ${token}`] };
    return (
      await fetch(`${gateway.console}/api/explain`, { method: 'POST', body: JSON.stringify(question) })
    ).text();
  };
  const good = await issuer.token({ scope: 'orders' });
  const poor = await issuer.token();
  const [first, second] = [await explained(good), await explained(poor)];
  assert.match(first, /The token holds, and speaks of ann/);
  assert.match(second, /The token has none of the scopes that are needed/);
  for (const token of [good, poor]) {
    const signature = token.split('.')[2]!;
    assert.equal(first.includes(signature) || second.includes(signature), false);
  }
});

test('an issuer that is away from the start lets nobody in, and /healthz says so', async (t) => {
  const issuer = await issuing(t);
  const token = await issuer.token();
  issuer.server.closeAllConnections();
  await new Promise((resolve) => issuer.server.close(resolve));
  const gateway = await shop(t, issuer, 1);
  const answer = await ask(gateway, token);
  assert.deepEqual([answer.status, await answer.text()], [500, '{"message":null}']);
  const health = (await (await fetch(`${gateway.console}/healthz`)).json()) as {
    status: string;
    reasons: string[];
  };
  assert.equal(health.status, 'degraded');
  assert.match(
    health.reasons.join(),
    new RegExp(`the keys of ${issuer.url} cannot be fetched since .*cannot be reached: connect ECONNREFUSED`),
  );
  const question = { method: 'GET', target: '/orders', headers: ['Authorization', `Bearer ${token}`] };
  const explained = await fetch(`${gateway.console}/api/explain`, {
    method: 'POST',
    body: JSON.stringify(question),
  });
  assert.match(
    await explained.text(),
    /The token cannot be checked now: http:[^ ]* cannot be reached: connect ECONNREFUSED/,
  );
  const metrics = await (await fetch(`${gateway.console}/metrics`)).text();
  assert.match(metrics, /portcullis_issuers_failing 1/);
});

test('a proof of possession is good once over all workers', async (t) => {
  const issuer = await issuing(t);
  const gateway = await shop(t, issuer, 4, ', dpop: required');
  const holder = keyFor('ES256');
  const jwk = holder.publicKey.export({ format: 'jwk' });
  const token = await issuer.token({ cnf: { jkt: await calculateJwkThumbprint(jwk as JWK) } });
  const proof = (): Promise<string> =>
    new SignJWT({
      ...{ jti: randomUUID(), htm: 'GET', htu: `${gateway.url}/` },
      ath: createHash('sha256').update(token).digest('base64url'),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: jwk as JWK })
      .setIssuedAt()
      .sign(holder.privateKey);
  const withProof = (dpop: string): Promise<Response> =>
    ask(gateway, token, '/', { Authorization: `DPoP ${token}`, DPoP: dpop });
  assert.equal((await withProof(await proof())).status, 200);
  const one = await proof();
  const answers = await Promise.all(Array.from({ length: 40 }, () => withProof(one)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  const refused = answers.find(({ status }) => status === 401)!;
  assert.match(refused.headers.get('www-authenticate')!, /^DPoP error="invalid_dpop_proof"/);
});

test('a user of a pool that runs here signs in, and a REST API takes the tokens', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'pets.yaml');
  writeFileSync(file, TEMPLATE);
  const gateway = await startGateway({ files: [file], workers: 2, clock: Clock.running() });
  t.after(() => gateway.close());
  const [pool] = gateway.supervisor.definition.userPools;
  const aws = new idp.CognitoIdentityProviderClient({
    ...{ endpoint: gateway.endpoint, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  t.after(() => aws.destroy());
  const UserPoolId = pool!.poolId;
  const Password = 'Correct-Horse-1';
  await aws.send(new idp.AdminCreateUserCommand({ UserPoolId, Username: 'ann' }));
  await aws.send(
    new idp.AdminSetUserPasswordCommand({ UserPoolId, Username: 'ann', Password, Permanent: true }),
  );
  const { AuthenticationResult: tokens } = await aws.send(
    new idp.InitiateAuthCommand({
      ...{ ClientId: pool!.clients[0]!.clientId, AuthFlow: 'USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME: 'ann', PASSWORD: Password },
    }),
  );
  const call = async (method: string, token: string): Promise<number> =>
    (await fetch(gateway.api('prod', '/'), { method, headers: { Authorization: token } })).status;
  assert.equal(await call('GET', tokens!.IdToken!), 200);
  assert.equal(await call('GET', `Bearer ${tokens!.IdToken!}`), 200);
  assert.equal(await call('GET', tokens!.AccessToken!), 401);
  assert.equal(await call('POST', tokens!.AccessToken!), 200, 'aws.cognito.signin.user.admin');
  assert.equal(await call('POST', tokens!.IdToken!), 401);
  assert.equal(await call('GET', 'nothing'), 401);
});

const TEMPLATE = `Resources:
  Pool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: people } }
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !Ref Pool, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH] }
${poolsApi({ pools: '!GetAtt Pool.Arn', scopes: 'aws.cognito.signin.user.admin', more: ', IdentitySource: method.request.header.Authorization' })}`;

test('on one connection each request is judged by the token that it brings itself', async (t) => {
  const issuer = await issuing(t);
  const gateway = await shop(t, issuer, 1);
  const [ann, bob] = [await issuer.token(), await issuer.token({ sub: 'bob' })];
  const caller = await callerOf(t, gateway.url);
  const answer = async (authorization: string): Promise<string> => {
    const line = authorization === '' ? '' : `Authorization: ${authorization}\r\n`;
    const { status, body } = await asked(caller, `GET / HTTP/1.1\r\nHost: a.example\r\n${line}\r\n`);
    return `${status} ${status === 200 ? body : ''}`;
  };
  const good = (token: string): string => `200 hello Bearer ${token}`;
  const spoilt = `${ann.slice(0, -2)}${ann.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const [authorization, expected] of [
    [`Bearer ${ann}`, good(ann)],
    [`Bearer ${ann}`, good(ann)],
    [`Bearer ${spoilt}`, '401 '],
    [`Bearer ${bob}`, good(bob)],
    ['', '401 '],
    [`Basic ${ann}`, '401 '],
    [`Bearer ${ann}`, good(ann)],
  ] as const)
    assert.equal(await answer(authorization), expected, authorization.slice(0, 12));
});
