import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nobodysVerifier, verifierOf } from '../../src/pools/srp.ts';
import { PoolStore } from '../../src/pools/store.ts';
import { cpuTime } from '../cpu-time.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { heardLog } from '../heard-log.ts';
import { poolGateway } from './support/pool.ts';
import { srpClient } from './support/srp-client.ts';

type Answer = Record<string, unknown>;

/** One operation of user pools: what it answered, and with which status. */
async function call(gateway: TestGateway, name: string, input: object): Promise<[number, Answer]> {
  const answer = await fetch(gateway.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${name}` },
    body: JSON.stringify(input),
  });
  return [answer.status, (await answer.json()) as Answer];
}

/** All that anyone may ask about a name, with wrong passwords and codes: what was answered, without what is made by chance. */
async function asked(gateway: TestGateway, ClientId: string, Username: string): Promise<unknown[]> {
  const said: unknown[] = [];
  const ask = async (name: string, input: object): Promise<Answer> => {
    const [status, answer] = await call(gateway, name, { ClientId, ...input });
    said.push([name, status, ...told(answer, Username)]);
    return answer;
  };
  const about = { Username };
  await ask('ResendConfirmationCode', about);
  await ask('ConfirmSignUp', { ...about, ConfirmationCode: 'wrong' });
  await ask('ForgotPassword', about);
  for (let i = 0; i < 5; i++)
    await ask('ConfirmForgotPassword', { ...about, ConfirmationCode: 'wrong', Password: 'Some-Password-1' });
  await ask('ForgotPassword', about);
  await ask('ConfirmForgotPassword', { ...about, ConfirmationCode: 'wrong', Password: 'Some-Password-1' });
  await ask('ConfirmForgotPassword', { ...about, ConfirmationCode: 'wrong', Password: 'short' });
  await ask('ConfirmSignUp', { ...about, ConfirmationCode: 'wrong' });
  gateway.clock.advance(61 * 60_000);
  await ask('ConfirmSignUp', { ...about, ConfirmationCode: 'wrong' });
  for (let i = 0; i < 3; i++) {
    const AuthParameters = { USERNAME: Username, SRP_A: 'abcdef' };
    const begun = await ask('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters });
    const { USERNAME, SECRET_BLOCK } = begun.ChallengeParameters as Record<string, string>;
    const ChallengeResponses = {
      ...{ USERNAME, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, TIMESTAMP: 'Sun Nov 22 10:00:00 UTC 2026' },
      PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
    };
    const { Session } = begun;
    await ask('RespondToAuthChallenge', { ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses, Session });
  }
  for (let i = 0; i < 4; i++) {
    const AuthParameters = { USERNAME: Username, PASSWORD: 'wrong' };
    await ask('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  }
  return said;
}

/** What an answer tells: its code and message, the form of a destination, the form of a challenge. */
function told(answer: Answer, name: string): unknown[] {
  const { __type = '', message = '' } = answer;
  const delivery = answer.CodeDeliveryDetails as Record<string, string> | undefined;
  const form = delivery?.Destination?.replace(/[a-z]/g, 'x');
  const parameters = answer.ChallengeParameters as Record<string, string> | undefined;
  const shown = parameters?.USER_ID_FOR_SRP?.replace(name, 'as it was typed').replace(
    /^[\da-f-]{36}$/,
    'an id',
  );
  return [__type, message, form, delivery?.DeliveryMedium, Object.keys(parameters ?? {}).sort(), shown];
}

test('nothing that anyone may ask tells whether a user is there, whatever state the user is in', async (t) => {
  const { gateway, pool: UserPoolId, clients } = await poolGateway(t);
  const admin = (name: string, input: object) => call(gateway, name, { UserPoolId, ...input });
  const password = 'Right-Password-1';
  const own = (Username: string) => ({
    Username,
    UserAttributes: [{ Name: 'email', Value: `${Username}@q.test` }],
  });
  for (const name of ['bob', 'carl', 'dora']) await admin('AdminCreateUser', own(name));
  await admin('AdminSetUserPassword', { Username: 'bob', Password: password, Permanent: true });
  await admin('AdminDisableUser', { Username: 'carl' });
  await admin('AdminCreateUser', { Username: 'erna' });
  await call(gateway, 'SignUp', { ClientId: clients.script, Password: password, ...own('fred') });
  const nobody = await asked(gateway, clients.script, 'nobody');
  for (const name of ['bob', 'carl', 'dora', 'erna', 'fred'])
    assert.deepEqual(await asked(gateway, clients.script, name), nobody, name);
});

const byAddress = `
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolName: people, UsernameAttributes: [email, phone_number], AutoVerifiedAttributes: [email, phone_number] }
  Quiet:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !Ref People, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH], PreventUserExistenceErrors: ENABLED }
  Telling:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !Ref People, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH], PreventUserExistenceErrors: LEGACY }
`;

async function addressPool(t: Parameters<typeof poolGateway>[0]) {
  const file = join(temporaryFolder(t), 'people.yaml');
  writeFileSync(file, byAddress);
  const { log, lines } = heardLog();
  const gateway = await startGateway({ files: [file], log });
  t.after(() => gateway.close());
  const pool = gateway.supervisor.definition.userPools[0]!;
  const [telling, quiet] = [true, false].map(
    (tells) => pool.clients.find((client) => client.tellsUnknownUsers === tells)?.clientId,
  );
  const code = (): string => /is (\d{6})$/.exec(lines.findLast((line) => /is \d{6}$/.test(line))!)![1]!;
  return { gateway, UserPoolId: pool.poolId, quiet: quiet!, telling: telling!, code };
}

test('where users sign in by an address, nobody has an id as users have, and the same salt each time', async (t) => {
  const { gateway, quiet: ClientId } = await addressPool(t);
  const password = 'Right-Password-1';
  await call(gateway, 'SignUp', { ClientId, Username: 'ann@q.test', Password: password });
  assert.deepEqual(
    await asked(gateway, ClientId, 'ann@q.test'),
    await asked(gateway, ClientId, 'who@q.test'),
  );
  const begin = async (USERNAME: string): Promise<Record<string, string>> => {
    gateway.clock.advance(60 * 60_000);
    const AuthParameters = { USERNAME, SRP_A: 'abcdef' };
    const [, answer] = await call(gateway, 'InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters,
    });
    return answer.ChallengeParameters as Record<string, string>;
  };
  const [one, two, other] = [
    await begin('who@q.test'),
    await begin('WHO@q.test'),
    await begin('else@q.test'),
  ];
  assert.match(one!.USER_ID_FOR_SRP!, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.deepEqual([two!.SALT, two!.USER_ID_FOR_SRP], [one!.SALT, one!.USER_ID_FOR_SRP]);
  assert.notEqual(other!.SALT, one!.SALT);
  assert.notEqual(two!.SRP_B, one!.SRP_B);
});

test('a code proves what it was sent to, and nothing that the user changed to since', async (t) => {
  const { gateway, UserPoolId, quiet: ClientId, code } = await addressPool(t);
  const up = async (Username: string, more: Record<string, string>): Promise<void> => {
    const UserAttributes = Object.entries(more).map(([Name, Value]) => ({ Name, Value }));
    const [status, answer] = await call(gateway, 'SignUp', {
      ...{ ClientId, Username, Password: 'Right-Password-1', UserAttributes },
    });
    assert.equal(status, 200, JSON.stringify(answer));
  };
  const confirm = (Username: string, ConfirmationCode: string) =>
    call(gateway, 'ConfirmSignUp', { ClientId, Username, ConfirmationCode });
  const proved = async (Username: string): Promise<string[]> => {
    const [, answer] = await call(gateway, 'AdminGetUser', { UserPoolId, Username });
    return (answer.UserAttributes as { Name: string; Value: string }[]).flatMap(({ Name, Value }) =>
      Name.endsWith('_verified') && Value === 'true' ? [Name] : [],
    );
  };
  await up('ann@q.test', {});
  assert.equal((await confirm('ann@q.test', code()))[0], 200);
  assert.deepEqual(await proved('ann@q.test'), ['email_verified']);
  // Of both the pool proves the number first, as Cognito does.
  await up('bob@q.test', { phone_number: '+15550001111' });
  assert.equal((await confirm('bob@q.test', code()))[0], 200);
  assert.deepEqual(await proved('bob@q.test'), ['phone_number_verified']);
  await up('carl@q.test', {});
  const before = code();
  const UserAttributes = [{ Name: 'email', Value: 'eve@q.test' }];
  await call(gateway, 'AdminUpdateUserAttributes', { UserPoolId, Username: 'carl@q.test', UserAttributes });
  const [status, answer] = await confirm('eve@q.test', before);
  assert.deepEqual([status, answer.__type], [400, 'CodeMismatchException']);
});

test('a client that asks for it is told who is not there, and why a code is not taken', async (t) => {
  const { gateway, telling: ClientId, code } = await addressPool(t);
  const kind = async (name: string, input: object): Promise<unknown> =>
    (await call(gateway, name, { ClientId, ...input }))[1].__type;
  const Username = 'who@q.test';
  const password = { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: Username, PASSWORD: 'x' } };
  const operations: [string, object][] = [
    ...(['ResendConfirmationCode', 'ForgotPassword'] as const).map(
      (name) => [name, { Username }] as [string, object],
    ),
    ['ConfirmSignUp', { Username, ConfirmationCode: '1' }],
    ['ConfirmForgotPassword', { Username, ConfirmationCode: '1', Password: 'Some-Password-1' }],
    ['InitiateAuth', password],
  ];
  for (const [name, input] of operations)
    assert.equal(await kind(name, input), 'UserNotFoundException', name);
  const ann = { Username: 'ann@q.test' };
  await kind('SignUp', { ...ann, Password: 'Right-Password-1' });
  const right = code();
  gateway.clock.advance(61 * 60_000);
  assert.equal(await kind('ConfirmSignUp', { ...ann, ConfirmationCode: right }), 'ExpiredCodeException');
  await kind('ResendConfirmationCode', ann);
  assert.equal(await kind('ConfirmSignUp', { ...ann, ConfirmationCode: code() }), undefined);
  assert.equal(await kind('ResendConfirmationCode', ann), 'InvalidParameterException');
});

test('the verifier of nobody is made without raising a power, which would take longer than reading a user’s', () => {
  const store = new PoolStore(null);
  const made = (name: string) => nobodysVerifier(store.secret, 'us-east-1_x', name);
  const raised = cpuTime(() => void verifierOf('us-east-1_x', 'ann', 'Right-Password-1'));
  const each = cpuTime(() => void made('n'));
  assert.ok(each < raised / 4, `${each} µs, where a power takes ${raised} µs`);
  assert.deepEqual(made('ann'), made('ann'));
  assert.ok(made('a'.repeat(100_000)).verifier.length > 700);
  store.close();
});

const byAlias = `
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolName: people, AliasAttributes: [email, preferred_username], AutoVerifiedAttributes: [email] }
  Quiet:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !Ref People, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH], PreventUserExistenceErrors: ENABLED }
`;

test('SRP shows the name of no user who is called by another: an address gives an id, whether somebody has it or not', async (t) => {
  const file = join(temporaryFolder(t), 'people.yaml');
  writeFileSync(file, byAlias);
  const gateway = await startGateway({ files: [file] });
  t.after(() => gateway.close());
  const [pool] = gateway.supervisor.definition.userPools;
  const { poolId: UserPoolId, clients } = pool!;
  const { clientId: ClientId } = clients[0]!;
  const Password = 'Right-Password-1';
  const UserAttributes = Object.entries({
    email: 'ann@q.test',
    email_verified: 'true',
    preferred_username: 'annie',
  }).map(([Name, Value]) => ({ Name, Value }));
  await call(gateway, 'AdminCreateUser', { UserPoolId, Username: 'the-real-ann', UserAttributes });
  const real = { UserPoolId, Username: 'the-real-ann', Password, Permanent: true };
  assert.equal((await call(gateway, 'AdminSetUserPassword', real))[0], 200);
  const begin = async (USERNAME: string, SRP_A: string): Promise<Answer> => {
    const AuthParameters = { USERNAME, SRP_A };
    const [status, answer] = await call(gateway, 'InitiateAuth', {
      ...{ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters },
    });
    assert.equal(status, 200, JSON.stringify(answer));
    return answer;
  };
  for (const name of ['ann@q.test', 'annie', 'the-real-ann', 'bob@q.test', 'bobby', 'nobody']) {
    const srp = srpClient(UserPoolId, Password);
    const { ChallengeParameters, Session } = await begin(name, srp.A);
    const shown = ChallengeParameters as Record<string, string>;
    assert.match(shown.USER_ID_FOR_SRP!, /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, name);
    assert.equal(shown.USERNAME, shown.USER_ID_FOR_SRP);
    const [status, answer] = await call(gateway, 'RespondToAuthChallenge', {
      ...{ ClientId, ChallengeName: 'PASSWORD_VERIFIER', Session, ChallengeResponses: srp.sign(shown) },
    });
    const isAnn = name.includes('ann');
    assert.equal(status, isAnn ? 200 : 400, name);
    assert.equal('AuthenticationResult' in answer, isAnn, name);
  }
});

test('a name in other letters is answered by SRP as one that nobody has', async (t) => {
  const { gateway, pool: UserPoolId, clients } = await poolGateway(t);
  const Password = 'Right-Password-1';
  await call(gateway, 'AdminCreateUser', { UserPoolId, Username: 'Bob' });
  await call(gateway, 'AdminSetUserPassword', { UserPoolId, Username: 'bob', Password, Permanent: true });
  for (const name of ['Bob', 'bob', 'BOB', 'Nobody', 'NOBODY']) {
    const srp = srpClient(UserPoolId, Password);
    const [, begun] = await call(gateway, 'InitiateAuth', {
      ...{
        ClientId: clients.script,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: name, SRP_A: srp.A },
      },
    });
    const shown = begun.ChallengeParameters as Record<string, string>;
    assert.equal(shown.USER_ID_FOR_SRP, name.toLowerCase());
    const [status] = await call(gateway, 'RespondToAuthChallenge', {
      ...{ ClientId: clients.script, ChallengeName: 'PASSWORD_VERIFIER', Session: begun.Session },
      ChallengeResponses: srp.sign(shown),
    });
    assert.equal(status, name.toLowerCase() === 'bob' ? 200 : 400, name);
  }
});
