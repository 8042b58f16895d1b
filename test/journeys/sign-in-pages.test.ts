import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { chromium } from 'playwright-core';
import { Clock } from '../../src/base/clock.ts';
import { type PoolGateway, poolGateway } from './support/pool.ts';

const loopback = { execute: [oidc.allowInsecureRequests] };

/** An application that people are sent back to; it keeps the addresses it was called with. */
async function application(t: TestContext): Promise<{ readonly url: string; next(): Promise<URL> }> {
  const waiting: ((url: URL) => void)[] = [];
  const server = createServer((request, response) => {
    response.end('<p>Welcome back</p>');
    waiting.shift()?.(new URL(request.url!, url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/back`;
  return { url, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

async function browser(t: TestContext) {
  const opened = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  t.after(() => opened.close());
  return opened.newPage();
}

async function begun(people: PoolGateway, redirect_uri: string) {
  const config = await oidc.discovery(
    new URL(people.issuer),
    people.clients.web,
    undefined,
    oidc.None(),
    loopback,
  );
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const at = oidc.buildAuthorizationUrl(config, {
    ...{ redirect_uri, state, scope: 'openid email profile orders/read' },
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { config, at, checks: { pkceCodeVerifier: verifier, expectedState: state } };
}

test('a person signs in on the hosted page, changes a first password, and the application gets tokens by code and PKCE', async (t) => {
  const app = await application(t);
  const people = await poolGateway(t, { clock: Clock.running(), callback: app.url });
  const { config, at, checks } = await begun(people, app.url);
  const page = await browser(t);
  await page.goto(at.href);
  assert.equal(await page.title(), 'Sign in · people');
  await page.fill('#username', 'ann');
  await page.fill('#password', 'not this');
  await page.click('button:text-is("Sign in")');
  assert.equal(await page.textContent('[role=alert]'), 'Incorrect username or password.');
  await page.fill('#password', people.said('ann'));
  await page.click('button:text-is("Sign in")');
  assert.equal(await page.textContent('h1'), 'Choose a password');
  await page.fill('#password', 'A-Password-0f-mine');
  const back = app.next();
  await page.click('button:text-is("Go on")');
  const tokens = await oidc.authorizationCodeGrant(config, await back, checks);
  const claims = tokens.claims()!;
  assert.deepEqual(
    [claims['cognito:username'], claims.token_use, claims.email, claims['cognito:groups']],
    ['ann', 'id', 'ann@example.com', ['admins']],
  );
  const access = decodeJwt(tokens.access_token);
  assert.deepEqual(
    [access.token_use, access.client_id, access.username, access.aud === people.issuer, access.scope],
    ['access', people.clients.web, 'ann', true, 'openid email profile orders/read'],
  );
  const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(info.email, 'ann@example.com');
  const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token!);
  assert.equal(decodeJwt(fresh.access_token).username, 'ann');
  await oidc.tokenRevocation(config, tokens.refresh_token!);
  await assert.rejects(
    oidc.refreshTokenGrant(config, tokens.refresh_token!),
    /invalid_grant|server responded with an error/,
  );
  // The session goes on without asking again, and ends when the person signs out.
  const second = await begun(people, app.url);
  const silent = app.next();
  await page.goto(second.at.href);
  await oidc.authorizationCodeGrant(second.config, await silent, second.checks);
  const left = app.next();
  await page.goto(
    `${people.issuer}/logout?client_id=${people.clients.web}&logout_uri=${encodeURIComponent(app.url)}`,
  );
  await page.click('button:text-is("Sign out")');
  await left;
  await page.goto((await begun(people, app.url)).at.href);
  assert.equal(await page.textContent('h1'), 'Sign in');
});

test('a person signs up on the hosted page with the code that the log has', async (t) => {
  const app = await application(t);
  const people = await poolGateway(t, { clock: Clock.running(), callback: app.url });
  const { config, at, checks } = await begun(people, app.url);
  const page = await browser(t);
  await page.goto(at.href);
  await page.click('button:text-is("Sign up")');
  await page.fill('#username', 'dora');
  await page.fill('#email', 'dora@example.com');
  await page.fill('#password', 'short');
  await page.click('button:text-is("Sign up")');
  assert.match((await page.textContent('[role=alert]'))!, /Password not long enough/);
  assert.equal(await page.inputValue('#email'), 'dora@example.com');
  await page.fill('#password', 'A-Password-0f-mine');
  await page.click('button:text-is("Sign up")');
  const back = app.next();
  await page.fill('#code', people.said('dora'));
  await page.click('button:text-is("Confirm")');
  const tokens = await oidc.authorizationCodeGrant(config, await back, checks);
  assert.equal(tokens.claims()!.email_verified, true);
});

test('a machine gets a token for its scopes and no others, and may ask what a token is', async (t) => {
  const people = await poolGateway(t, { clock: Clock.running() });
  const described = await fetch(people.gateway.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPoolClient' },
    body: JSON.stringify({ UserPoolId: people.pool, ClientId: people.clients.machine }),
  });
  const secret = ((await described.json()) as { UserPoolClient: { ClientSecret: string } }).UserPoolClient
    .ClientSecret;
  const config = await oidc.discovery(
    new URL(people.issuer),
    people.clients.machine,
    secret,
    undefined,
    loopback,
  );
  const tokens = await oidc.clientCredentialsGrant(config, { scope: 'orders/read' });
  const access = decodeJwt(tokens.access_token);
  assert.deepEqual(
    [access.scope, access.token_use, access.client_id],
    ['orders/read', 'access', people.clients.machine],
  );
  const seen = await oidc.tokenIntrospection(config, tokens.access_token);
  assert.deepEqual([seen.active, seen.scope], [true, 'orders/read']);
  const forged = `${tokens.access_token.slice(0, -4)}AAAA`;
  assert.equal((await oidc.tokenIntrospection(config, forged)).active, false);
  await assert.rejects(oidc.clientCredentialsGrant(config, { scope: 'openid' }));
  const stranger = await oidc.discovery(
    new URL(people.issuer),
    people.clients.machine,
    'not the secret',
    undefined,
    loopback,
  );
  await assert.rejects(oidc.clientCredentialsGrant(stranger, { scope: 'orders/read' }));
  await assert.rejects(oidc.tokenIntrospection(stranger, tokens.access_token));
});

test('an address that was not registered is not sent anybody, and a foreign host name is turned away', async (t) => {
  const people = await poolGateway(t);
  const query = new URLSearchParams({
    client_id: people.clients.web,
    response_type: 'code',
    redirect_uri: 'http://evil.test/',
  });
  const refused = await fetch(`${people.issuer}/oauth2/authorize?${query}`, { redirect: 'manual' });
  assert.deepEqual([refused.status, refused.headers.get('location')], [400, null]);
  assert.match(await refused.text(), /redirect_uri/);
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    const { port } = new URL(people.issuer);
    request(
      {
        port,
        host: '127.0.0.1',
        path: `/${people.pool}/.well-known/jwks.json`,
        headers: { host: 'rebound.test' },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    ).end();
  });
  assert.equal(status, 403);
});

test('no page of a pool is framed, none takes a form from another origin, and its session is sent to no other port’s pages', async (t) => {
  const people = await poolGateway(t);
  const common = { client_id: people.clients.web, response_type: 'code' };
  const redirect_uri = people.gateway.supervisor.definition.userPools[0]!.clients.find(
    (client) => client.clientId === people.clients.web,
  )!.callbackUrls[0]!;
  const get = (path: string, query: Record<string, string>) =>
    fetch(`${people.issuer}${path}?${new URLSearchParams(query)}`, { redirect: 'manual' });
  const refused = await get('/oauth2/authorize', { ...common, redirect_uri: 'http://evil.test/' });
  const begun = await get('/oauth2/authorize', { ...common, redirect_uri, scope: 'openid' });
  const signOut = await get('/oauth2/logout', { client_id: people.clients.web });
  for (const answer of [refused, begun, signOut]) {
    assert.equal(answer.headers.get('x-frame-options'), 'DENY');
    assert.match(answer.headers.get('content-security-policy')!, /frame-ancestors 'none'/);
  }
  const session = signOut.headers.getSetCookie().find((cookie) => cookie.startsWith('portcullis_session='))!;
  assert.match(session, new RegExp(`; path=/${people.pool};.*samesite=lax; httponly`));
  const page = begun.headers.get('location')!;
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ');
  const send = async (headers: Record<string, string>): Promise<number> => {
    const body = new URLSearchParams({ do: 'sign-in', username: 'ann', password: 'x' });
    return (await fetch(page, { method: 'POST', body, headers: { cookie, ...headers } })).status;
  };
  const { origin } = new URL(people.issuer);
  assert.equal(await send({ origin }), 200);
  assert.equal(await send({ origin: 'null' }), 200);
  assert.equal(await send({ origin: 'http://127.0.0.1:3000' }), 403);
  assert.equal(await send({ origin: 'https://evil.test' }), 403);
});
