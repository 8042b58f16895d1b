import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../../src/base/clock.ts';
import { type Answered, notesOf, paperGateway } from '../gateway.ts';
import { poolsApi } from '../pools-template.ts';
import { keyFor, TestIssuer } from './issuer.ts';

const ARN = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEfGhI';
const POOL = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';

const template = (more = '', arns = ARN): string =>
  `Resources:\n${poolsApi({ pools: arns, scopes: 'pets/write, pets/admin', more })}`;

async function pets(more = '') {
  const clock = Clock.byHand(Date.UTC(2026, 10, 22, 12));
  const issuer = new TestIssuer(clock, [keyFor('RS256'), keyFor('ES256')]);
  issuer.instead = ({ url }) => {
    assert.equal(url, `${POOL}/.well-known/jwks.json`);
    return {
      status: 200,
      headers: {},
      body: JSON.stringify({ keys: issuer.keys.map((k) => issuer.jwk(k)) }),
    };
  };
  const gateway = await paperGateway(template(more), undefined, { clock, fetch: issuer.fetch });
  const token = (claims: Record<string, unknown>, key = issuer.keys[0]): Promise<string> =>
    issuer.token({ iss: POOL, aud: 'client-one', ...claims }, {}, key);
  const ask = (value: string, method = 'GET'): Promise<Answered> =>
    gateway.ask('/', { method, headers: { Authorization: value } });
  return { token, ask, issuer, clock };
}

test('a method without scopes takes id tokens, bare or as Bearer, and one with scopes takes access tokens', async () => {
  const { token, ask } = await pets();
  const id = await token({ token_use: 'id', 'cognito:username': 'ann' });
  const access = await token({
    token_use: 'access',
    aud: undefined,
    client_id: 'c',
    scope: 'openid pets/write',
  });
  for (const value of [id, `Bearer ${id}`]) {
    const answer = await ask(value);
    assert.equal(answer.status, 200);
    assert.equal(answer.x.caller!.claims!['cognito:username'], 'ann');
  }
  assert.equal((await ask(access)).status, 401, 'an access token is none that says who somebody is');
  assert.equal((await ask(access, 'POST')).status, 200);
  assert.equal((await ask(id, 'POST')).status, 401);
  const poor = await token({ token_use: 'access', scope: 'openid' });
  assert.deepEqual(
    [(await ask(poor, 'POST')).status, (await ask(poor, 'POST')).body],
    [401, '{"message":"Unauthorized"}'],
    'scopes that are missing are a 401 here',
  );
});

test('an expired token is told so, and everything else is Unauthorized and no more', async () => {
  const { token, ask, clock, issuer } = await pets();
  const id = await token({ token_use: 'id' });
  assert.equal((await ask(id)).status, 200);
  clock.advance(3_600_000);
  const late = await ask(id);
  assert.deepEqual(
    [late.status, late.body, late.errorType, late.header('www-authenticate')],
    [401, '{"message":"The incoming token has expired"}', 'UnauthorizedException', ''],
  );
  const bad = [
    await token({ token_use: 'id', iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other0000' }),
    await token({}),
    await token({ token_use: 'id' }, keyFor('RS256')),
    await token({ token_use: 'id' }, issuer.keys[1]),
    'a.b.c',
    'Basic YTpi',
  ];
  for (const value of bad) {
    const answer = await ask(value);
    assert.deepEqual([answer.status, answer.body], [401, '{"message":"Unauthorized"}'], value.slice(0, 30));
  }
});

test('the validation expression is held against the application that a token is for', async () => {
  const { token, ask } = await pets(", IdentityValidationExpression: 'client-(one|two)'");
  assert.equal((await ask(await token({ token_use: 'id' }))).status, 200);
  assert.equal((await ask(await token({ token_use: 'id', aud: 'client-onetwo' }))).status, 401);
  const access = { token_use: 'access', scope: 'pets/admin', aud: undefined };
  assert.equal((await ask(await token({ ...access, client_id: 'client-two' }), 'POST')).status, 200);
  assert.equal((await ask(await token({ ...access, client_id: 'client-three' }), 'POST')).status, 401);
});

test('a pool that cannot be reached is a fault of the gateway, and no caller gets in', async () => {
  const { token, ask, issuer } = await pets();
  issuer.instead = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
  const answer = await ask(await token({ token_use: 'id' }));
  assert.deepEqual([answer.status, answer.body], [500, '{"message":null}']);
});

test('what is no pool, and an authorizer without one, are errors at their line', async () => {
  const notes = await notesOf(template('', 'arn:aws:s3:::bucket'));
  assert.match(notes.join('\n'), /error ProviderARNs.*must be the ARN of a user pool/);
  assert.match((await notesOf(template('', ''))).join('\n'), /error ProviderARNs/);
});
