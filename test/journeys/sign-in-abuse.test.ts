import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { decodeJwt } from 'jose';
import { Clock } from '../../src/base/clock.ts';
import { type PoolGateway, poolGateway } from './support/pool.ts';

const callback = 'http://127.0.0.1:9/back';

/** Calls the API of user pools. */
const call = (people: PoolGateway, name: string, input: object): Promise<Response> =>
  fetch(people.gateway.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${name}` },
    body: JSON.stringify(input),
  });

/** A pool, and a way to sign `ann` in on the pages without a browser, for a code. */
async function signedIn(t: TestContext): Promise<{
  readonly people: PoolGateway;
  code(): Promise<string>;
  /** The answer to a query of the authorization endpoint, once `ann` has signed in: where the browser is sent. */
  asked(query: string): Promise<URL>;
}> {
  const people = await poolGateway(t, { clock: Clock.byHand(Date.now()), callback });
  const own = { UserPoolId: people.pool, Username: 'ann', Password: 'Right-Password-1', Permanent: true };
  await call(people, 'AdminSetUserPassword', own);
  const cookies = new Map<string, string>();
  const visit = async (url: string, form: Record<string, string> | null = null): Promise<Response> => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    return answer;
  };
  const asked = async (query: string): Promise<URL> => {
    let answer = await visit(`${people.issuer}/oauth2/authorize?${query}`);
    for (let step = 0; step < 10; step++) {
      const location = new URL(answer.headers.get('location') ?? '', people.issuer);
      if (location.href.startsWith(callback)) return location;
      answer = await visit(location.href);
      if (answer.status === 200)
        answer = await visit(location.href, { do: 'sign-in', username: 'ann', password: 'Right-Password-1' });
    }
    throw new Error('ten steps lead nowhere');
  };
  return {
    people,
    asked,
    async code() {
      const query = new URLSearchParams({ ...wanted(people), code_challenge_method: 'S256' });
      query.set('code_challenge', challenge);
      return (await asked(`${query}`)).searchParams.get('code')!;
    },
  };
}

const wanted = ({ clients }: PoolGateway) => ({
  ...{ client_id: clients.web, response_type: 'code', redirect_uri: callback },
  scope: 'openid email',
});

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

const redeem = (people: PoolGateway, code: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${people.issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: people.clients.web, redirect_uri: callback, code },
      ...{ code_verifier: verifier },
      ...more,
    }),
  });

test('a code is good once, though many come with it at once, and only with what it was asked for with', async (t) => {
  const { people, code } = await signedIn(t);
  const once = await code();
  const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(people, once)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(400)]);
  const others: Record<string, string>[] = [
    { code_verifier: 'w'.repeat(43) },
    { code_verifier: '' },
    { redirect_uri: `${callback}/` },
  ];
  for (const more of others)
    assert.equal((await redeem(people, await code(), more)).status, 400, JSON.stringify(more));
});

test('a token of one who has signed out everywhere, or is disabled, is of nobody', async (t) => {
  const { people, code } = await signedIn(t);
  const tokens = (await (await redeem(people, await code())).json()) as Record<string, string>;
  const info = async (): Promise<number> =>
    (
      await fetch(`${people.issuer}/oauth2/userInfo`, {
        headers: { authorization: `Bearer ${tokens.access_token}` },
      })
    ).status;
  assert.equal(decodeJwt(tokens.access_token!).username, 'ann');
  assert.equal(await info(), 200);
  const who = { UserPoolId: people.pool, Username: 'ann' };
  await call(people, 'AdminDisableUser', who);
  assert.equal(await info(), 401);
  await call(people, 'AdminEnableUser', who);
  assert.equal(await info(), 200);
  // The provider has a clock of its own, which runs: this one goes past it.
  people.gateway.clock.advance(10 * 60_000);
  assert.equal((await call(people, 'AdminUserGlobalSignOut', who)).status, 200);
  assert.equal(await info(), 401);
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! };
  assert.equal((await redeem(people, '', refresh)).status, 400);
});

test('who revokes a refresh token, or brings a code twice, ends the access tokens that came of it', async (t) => {
  const { people, code } = await signedIn(t);
  const info = async (token: string): Promise<number> =>
    (await fetch(`${people.issuer}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } }))
      .status;
  const tokensOf = async (once: string): Promise<Record<string, string>> =>
    (await (await redeem(people, once)).json()) as Record<string, string>;
  const revoked = await tokensOf(await code());
  assert.equal(await info(revoked.access_token!), 200);
  const body = new URLSearchParams({ client_id: people.clients.web, token: revoked.refresh_token! });
  assert.equal((await fetch(`${people.issuer}/oauth2/revoke`, { method: 'POST', body })).status, 200);
  assert.equal(await info(revoked.access_token!), 401);
  assert.equal((await call(people, 'GetUser', { AccessToken: revoked.access_token })).status, 400);
  const given = (await (
    await call(people, 'InitiateAuth', {
      ...{ ClientId: people.clients.script, AuthFlow: 'USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME: 'ann', PASSWORD: 'Right-Password-1' },
    })
  ).json()) as { AuthenticationResult: { AccessToken: string; RefreshToken: string } };
  const { AccessToken, RefreshToken } = given.AuthenticationResult;
  assert.equal((await call(people, 'GetUser', { AccessToken })).status, 200);
  const one = { ClientId: people.clients.script, Token: RefreshToken };
  assert.equal((await call(people, 'RevokeToken', one)).status, 200);
  assert.equal((await call(people, 'GetUser', { AccessToken })).status, 400);
  const twice = await code();
  const first = await tokensOf(twice);
  assert.equal(await info(first.access_token!), 200, 'what is given anew is good');
  assert.equal((await redeem(people, twice)).status, 400);
  assert.equal(await info(first.access_token!), 401);
});

test('a challenge cannot be left out, weakened or doubled on the way to a code', async (t) => {
  const { people, asked } = await signedIn(t);
  const plainly = `${new URLSearchParams(wanted(people))}`;
  for (const more of [
    `code_challenge=${verifier}&code_challenge_method=plain`,
    `code_challenge=${challenge}`,
    'code_challenge_method=S256',
    `code_challenge=${challenge}&code_challenge=${challenge}&code_challenge_method=S256`,
  ])
    assert.equal((await asked(`${plainly}&${more}`)).searchParams.get('error'), 'invalid_request', more);
  // Taken out on the way: the application has a verifier, and the code knows of none.
  const bare = (await asked(plainly)).searchParams.get('code')!;
  assert.equal((await redeem(people, bare)).status, 400);
});
