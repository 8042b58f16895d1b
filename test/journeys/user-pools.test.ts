import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as idp from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { Clock } from '../../src/base/clock.ts';
import { temporaryFolder } from '../folders.ts';
import { type PoolGateway, poolGateway } from './support/pool.ts';
import { srpClient } from './support/srp-client.ts';

const client = ({ gateway }: PoolGateway): idp.CognitoIdentityProviderClient =>
  new idp.CognitoIdentityProviderClient({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });

const refusal = (name: string, message: RegExp) => (fault: unknown) => {
  assert.equal((fault as Error).name, name);
  assert.match((fault as Error).message, message);
  return true;
};

test('a user signs up, confirms by the code in the log, and signs in for tokens that any library accepts', async (t) => {
  const people = await poolGateway(t, { clock: Clock.running() });
  const aws = client(people);
  const ClientId = people.clients.script;
  const Username = 'Bob';
  const up = await aws.send(
    new idp.SignUpCommand({
      ...{ ClientId, Username, Password: 'Correct-Horse-1' },
      UserAttributes: [
        { Name: 'email', Value: 'bob@example.com' },
        { Name: 'custom:team', Value: 'blue' },
      ],
    }),
  );
  assert.deepEqual(up.CodeDeliveryDetails, {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'b***@e***',
  });
  const signIn = (PASSWORD: string, USERNAME = Username) =>
    aws.send(
      new idp.InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  await assert.rejects(signIn('Correct-Horse-1'), refusal('UserNotConfirmedException', /not confirmed/));
  const code = people.said('Bob');
  const wrong = code === '000000' ? '000001' : '000000';
  const confirm = (ConfirmationCode: string) =>
    aws.send(new idp.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  await assert.rejects(confirm(wrong), refusal('CodeMismatchException', /Invalid verification code/));
  await confirm(code);
  // Names are compared without their case, as a pool’s default is.
  const { AuthenticationResult: tokens } = await signIn('Correct-Horse-1', 'bob');
  const keys = createRemoteJWKSet(new URL(`${people.issuer}/.well-known/jwks.json`));
  const id = (await jwtVerify(tokens!.IdToken!, keys, { issuer: people.issuer, audience: ClientId })).payload;
  assert.deepEqual(
    [id.token_use, id.sub, id['cognito:username'], id.email, id.email_verified, id['custom:team']],
    ['id', up.UserSub, 'Bob', 'bob@example.com', true, 'blue'],
  );
  const access = (await jwtVerify(tokens!.AccessToken!, keys, { issuer: people.issuer })).payload;
  assert.deepEqual(
    [
      access.token_use,
      access.client_id,
      access.username,
      access.scope,
      access.aud,
      access.exp! - access.iat!,
    ],
    ['access', ClientId, 'Bob', 'aws.cognito.signin.user.admin', undefined, 3600],
  );
  const me = await aws.send(new idp.GetUserCommand({ AccessToken: tokens!.AccessToken! }));
  assert.equal(me.UserAttributes?.find((a) => a.Name === 'email')?.Value, 'bob@example.com');
  const again = await aws.send(
    new idp.InitiateAuthCommand({
      ...{ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' },
      AuthParameters: { REFRESH_TOKEN: tokens!.RefreshToken! },
    }),
  );
  assert.equal(again.AuthenticationResult?.RefreshToken, undefined);
  assert.equal(decodeJwt(again.AuthenticationResult!.IdToken!).sub, up.UserSub);
});

test('whoever is not there is answered as one with a wrong password, and as slowly', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  const ask = (USERNAME: string) =>
    aws.send(
      new idp.InitiateAuthCommand({
        ...{ ClientId: people.clients.script, AuthFlow: 'USER_PASSWORD_AUTH' },
        AuthParameters: { USERNAME, PASSWORD: 'not it' },
      }),
    );
  await assert.rejects(ask('ann'), refusal('NotAuthorizedException', /^Incorrect username or password.$/));
  await assert.rejects(ask('nobody'), refusal('NotAuthorizedException', /^Incorrect username or password.$/));
});

test('guessing is slowed down: after five wrong passwords the right one has to wait as well', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  const { pool: UserPoolId, clients } = people;
  await aws.send(
    new idp.AdminSetUserPasswordCommand({
      UserPoolId,
      Username: 'ann',
      Password: 'Right-Password-1',
      Permanent: true,
    }),
  );
  const ask = (PASSWORD: string) =>
    aws.send(
      new idp.InitiateAuthCommand({
        ...{ ClientId: clients.script, AuthFlow: 'USER_PASSWORD_AUTH' },
        AuthParameters: { USERNAME: 'ann', PASSWORD },
      }),
    );
  for (let i = 0; i < 5; i++)
    await assert.rejects(ask('wrong'), refusal('NotAuthorizedException', /Incorrect/));
  await assert.rejects(ask('Right-Password-1'), refusal('NotAuthorizedException', /attempts exceeded/));
  people.gateway.clock.advance(1001);
  assert.ok((await ask('Right-Password-1')).AuthenticationResult);
});

test('many guesses at once are counted as if they came one after another, whether the name is there or not', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  for (const USERNAME of ['ann', 'nobody']) {
    const ask = () =>
      aws.send(
        new idp.InitiateAuthCommand({
          ...{ ClientId: people.clients.script, AuthFlow: 'USER_PASSWORD_AUTH' },
          AuthParameters: { USERNAME, PASSWORD: 'wrong' },
        }),
      );
    const ends = await Promise.allSettled(Array.from({ length: 9 }, ask));
    const told = ends.map((end) => (end.status === 'rejected' ? end.reason.message : 'in')).sort();
    assert.deepEqual(told, [
      ...Array(5).fill('Incorrect username or password.'),
      ...Array(4).fill('Password attempts exceeded'),
    ]);
  }
});

test('a code cannot be guessed by asking for one after another', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  const ClientId = people.clients.script;
  const Username = 'ann';
  const forgot = () => aws.send(new idp.ForgotPasswordCommand({ ClientId, Username }));
  const reset = (ConfirmationCode: string) =>
    aws.send(
      new idp.ConfirmForgotPasswordCommand({
        ...{ ClientId, Username, ConfirmationCode },
        Password: 'Another-Password-1',
      }),
    );
  const wrong = async (): Promise<void> => {
    const other = people.said(Username) === '000000' ? '000001' : '000000';
    await assert.rejects(reset(other), refusal('CodeMismatchException', /Invalid verification code/));
  };
  await forgot();
  for (let i = 0; i < 3; i++) await wrong();
  await forgot();
  for (let i = 0; i < 2; i++) await wrong();
  await forgot();
  const last = people.said(Username);
  await assert.rejects(reset(last), refusal('LimitExceededException', /Attempt limit exceeded/));
  people.gateway.clock.advance(60 * 60_000 + 1);
  await forgot();
  assert.notEqual(people.said(Username), last);
  await reset(people.said(Username));
});

test('SRP proves a password without sending it, and a proof is good once', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  const { pool: UserPoolId, clients } = people;
  const ClientId = clients.script;
  await aws.send(
    new idp.AdminSetUserPasswordCommand({
      UserPoolId,
      Username: 'ann',
      Password: 'Right-Password-1',
      Permanent: true,
    }),
  );
  for (const [password, name, good] of [
    ['Right-Password-1', 'ann', true],
    ['Wrong-Password-1', 'ann', false],
    ['Right-Password-1', 'nobody', false],
  ] as const) {
    const srp = srpClient(UserPoolId, password);
    const begun = await aws.send(
      new idp.InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: name, SRP_A: srp.A },
      }),
    );
    assert.equal(begun.ChallengeName, 'PASSWORD_VERIFIER');
    const answer = new idp.RespondToAuthChallengeCommand({
      ...{ ClientId, ChallengeName: 'PASSWORD_VERIFIER', Session: begun.Session },
      ChallengeResponses: srp.sign(begun.ChallengeParameters!),
    });
    if (good) {
      assert.ok((await aws.send(answer)).AuthenticationResult?.IdToken);
      await assert.rejects(aws.send(answer), refusal('NotAuthorizedException', /Invalid session/));
    } else
      await assert.rejects(
        aws.send(answer),
        refusal('NotAuthorizedException', /^Incorrect username or password.$/),
      );
  }
  const zero = new idp.InitiateAuthCommand({
    ...{ ClientId, AuthFlow: 'USER_SRP_AUTH' },
    AuthParameters: { USERNAME: 'ann', SRP_A: '0' },
  });
  await assert.rejects(aws.send(zero), refusal('InvalidParameterException', /SRP_A/));
});

test('a first password has to be changed, and groups are in the tokens', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  const { pool: UserPoolId, clients } = people;
  const ClientId = clients.script;
  const first = people.said('ann');
  assert.match(first, /^.{12,}$/);
  const begun = await aws.send(
    new idp.AdminInitiateAuthCommand({
      ...{ UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME: 'ann', PASSWORD: first },
    }),
  );
  assert.equal(begun.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  const respond = (NEW_PASSWORD: string) =>
    new idp.RespondToAuthChallengeCommand({
      ...{ ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: begun.Session },
      ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD },
    });
  const { AuthenticationResult: tokens } = await aws.send(respond('Another-Password-1'));
  assert.deepEqual(decodeJwt(tokens!.AccessToken!)['cognito:groups'], ['admins']);
  assert.deepEqual(decodeJwt(tokens!.IdToken!)['cognito:groups'], ['admins']);
});

test('a global sign-out ends refresh tokens at once and access tokens for the pool itself', async (t) => {
  const people = await poolGateway(t, { clock: Clock.running() });
  const aws = client(people);
  const { pool: UserPoolId, clients } = people;
  const ClientId = clients.script;
  await aws.send(
    new idp.AdminCreateUserCommand({ UserPoolId, Username: 'cy', TemporaryPassword: 'First-Password-1' }),
  );
  await aws.send(
    new idp.AdminSetUserPasswordCommand({
      UserPoolId,
      Username: 'cy',
      Password: 'Right-Password-1',
      Permanent: true,
    }),
  );
  const { AuthenticationResult: tokens } = await aws.send(
    new idp.InitiateAuthCommand({
      ...{ ClientId, AuthFlow: 'USER_PASSWORD_AUTH' },
      AuthParameters: { USERNAME: 'cy', PASSWORD: 'Right-Password-1' },
    }),
  );
  const AccessToken = tokens!.AccessToken!;
  const refresh = new idp.InitiateAuthCommand({
    ...{ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' },
    AuthParameters: { REFRESH_TOKEN: tokens!.RefreshToken! },
  });
  await aws.send(refresh);
  await aws.send(new idp.GlobalSignOutCommand({ AccessToken }));
  await assert.rejects(aws.send(refresh), refusal('NotAuthorizedException', /Invalid Refresh Token/));
});

test('users, passwords and keys outlive a restart, and the file is for its owner alone', async (t) => {
  const data = temporaryFolder(t);
  const first = await poolGateway(t, { data });
  const { pool: UserPoolId } = first;
  const password = { UserPoolId, Username: 'ann', Password: 'Right-Password-1', Permanent: true };
  await client(first).send(new idp.AdminSetUserPasswordCommand(password));
  const jwks = await (await fetch(`${first.issuer}/.well-known/jwks.json`)).json();
  assert.equal(statSync(join(data, 'pools.sqlite')).mode & 0o777, 0o600);
  await first.gateway.close();
  const second = await poolGateway(t, { data });
  assert.deepEqual(await (await fetch(`${second.issuer}/.well-known/jwks.json`)).json(), jwks);
  const { UserStatus } = await client(second).send(
    new idp.AdminGetUserCommand({ UserPoolId, Username: 'ann' }),
  );
  assert.equal(UserStatus, 'CONFIRMED');
  assert.equal(second.said('ann'), '', 'a user who is there gets no other first password');
});

test('pools, clients and users are listed and described as the API does it', async (t) => {
  const people = await poolGateway(t);
  const aws = client(people);
  const { pool: UserPoolId, clients } = people;
  const { UserPools } = await aws.send(new idp.ListUserPoolsCommand({ MaxResults: 10 }));
  assert.deepEqual(
    UserPools?.map((p) => [p.Id, p.Name]),
    [[UserPoolId, 'people']],
  );
  const machine = await aws.send(
    new idp.DescribeUserPoolClientCommand({ UserPoolId, ClientId: clients.machine }),
  );
  assert.match(machine.UserPoolClient!.ClientSecret!, /^[a-z0-9]{51}$/);
  for (let i = 0; i < 3; i++) {
    const user = { UserPoolId, Username: `user${i}`, TemporaryPassword: 'First-Password-1' };
    await aws.send(new idp.AdminCreateUserCommand(user));
  }
  const page = await aws.send(new idp.ListUsersCommand({ UserPoolId, Limit: 2 }));
  const rest = await aws.send(
    new idp.ListUsersCommand({ UserPoolId, Limit: 5, PaginationToken: page.PaginationToken }),
  );
  const names = [...page.Users!, ...rest.Users!].map((u) => u.Username);
  assert.deepEqual([names, rest.PaginationToken], [['ann', 'user0', 'user1', 'user2'], undefined]);
  const some = await aws.send(new idp.ListUsersCommand({ UserPoolId, Filter: 'username ^= "user"' }));
  assert.equal(some.Users?.length, 3);
  await assert.rejects(
    aws.send(new idp.AdminGetUserCommand({ UserPoolId: 'us-east-1_None00000', Username: 'a' })),
    refusal('ResourceNotFoundException', /does not exist/),
  );
});
