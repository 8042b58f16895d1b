import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Clock } from '../../../src/base/clock.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import type { Answer, Source } from '../../../src/base/wire.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import {
  type Outcome,
  type Response,
  watchAnswer,
} from '../../../src/guard/decide/waf/managed/abuse/answers.ts';
import { Distinct } from '../../../src/guard/decide/waf/managed/abuse/distinct.ts';
import { pathTest, pointed } from '../../../src/guard/decide/waf/managed/abuse/entry.ts';
import { textKey, Volume } from '../../../src/guard/decide/waf/managed/abuse/volume.ts';
import { managedGroup } from '../../../src/guard/decide/waf/managed/groups.ts';
import { digestsBytes, SharedDigests } from '../../../src/guard/decide/waf/managed/lists/digests.ts';
import { credentialsCell } from '../../../src/guard/decide/waf/managed/lists/listed.ts';
import { ruleShape, statementShape } from '../../../src/guard/decide/waf/rules/rule.ts';
import type { WafGiven } from '../../../src/guard/decide/waf/statement.ts';
import type { Token } from '../../../src/guard/decide/waf/tokens/token.ts';
import { readCredentials } from '../../../src/operate/lists/read-credentials.ts';
import { exchangeOf } from '../decide/at-hand.ts';
import { counting, guarded } from './guarded.ts';

type Request = { from?: string; token?: Partial<Token> | null; method?: string; target?: string };

/** A web ACL that refers to one of the groups, with a token where a test wants one. */
function guard(name: string, config: object, counted: readonly string[] = []) {
  const configs = Array.isArray(config) ? config : [{ [name]: config }];
  const one = guarded(name, { configs, overrides: counting(counted) });
  return {
    ...one,
    async send(
      body: string,
      { from = '198.51.100.7', token = null, method = 'POST', target = '/login' }: Request = {},
    ) {
      const headers = token === null ? [] : one.token({ signals: 4, ...token });
      return one.send({ method, target, from, body, headers });
    },
  };
}

const atp = 'AWSManagedRulesATPRuleSet';
const login = {
  LoginPath: '/login',
  RequestInspection: {
    PayloadType: 'JSON',
    UsernameField: { Identifier: '/user/name' },
    PasswordField: { Identifier: '/user/password' },
  },
};
const json = (name: string, password: string): string => JSON.stringify({ user: { name, password } });
const answer = (status: number, body: Answer['body'] = '', headers: readonly string[] = []): Answer => ({
  ...{ status, headers, body, length: -1 },
});

test('more than twenty logins of one address in ten minutes are refused, and labels tell before', async () => {
  const { send, clock } = guard(atp, login);
  const ended: string[] = [];
  const told: string[] = [];
  for (let i = 1; i <= 21; i++) {
    const { ended: by, labels } = await send(json('ann', 'x'));
    ended.push(by);
    told.push(
      labels
        .find((label) => label.includes('volumetric:ip'))
        ?.split(':')
        .at(-1) ?? '',
    );
  }
  assert.deepEqual([ended[19], ended[20]], ['', 'VolumetricIpHigh']);
  assert.deepEqual([told[9], told[10], told[14], told[15], told[20]], ['', 'low', 'low', 'medium', 'high']);
  assert.equal((await send(json('ann', 'x'), { from: '198.51.100.8' })).ended, '');
  assert.equal((await send('', { method: 'GET' })).ended, '', 'only what is posted is a login');
  assert.equal((await send(json('ann', 'x'), { target: '/other' })).ended, '');
  assert.equal((await send(json('ann', 'x'), { target: '/%6cogin' })).ended, 'VolumetricIpHigh');
  clock.advance(600_001);
  assert.equal((await send(json('ann', 'x'))).ended, '');
});

test('a login without a name or a password is refused, however the body is written', async () => {
  const { send } = guard(atp, login);
  for (const body of ['', '{', '{"user":{"name":"ann"}}', json('', 'x'), 'user=ann&password=x'])
    assert.equal((await send(body)).ended, 'SignalMissingCredential', body);
  const form = {
    PayloadType: 'FORM_ENCODED',
    UsernameField: { Identifier: 'u' },
    PasswordField: { Identifier: 'p' },
  };
  const other = guard(atp, { LoginPath: '/login', RequestInspection: form });
  assert.equal((await other.send('u=ann&p=a%20b')).ended, '');
  assert.equal((await other.send('u=ann')).ended, 'SignalMissingCredential');
});

test('what a login is may be told in the older members, one by one', async () => {
  const { send } = guard(atp, [
    { LoginPath: '/login' },
    { PayloadType: 'FORM_ENCODED' },
    { UsernameField: { Identifier: 'u' } },
    { PasswordField: { Identifier: 'p' } },
  ]);
  assert.equal((await send('u=ann&p=a')).ended, '');
  assert.equal((await send('u=ann')).ended, 'SignalMissingCredential');
  assert.equal((await send('u=ann', { target: '/other' })).ended, '');
});

test('older members that do not fit are told by their names', () => {
  const why = (Name: string, ManagedRuleGroupConfigs: readonly object[]): readonly string[] => {
    const statement = { ManagedRuleGroupStatement: { VendorName: 'AWS', Name, ManagedRuleGroupConfigs } };
    const { error } = statementShape().safeParse(statement);
    return (error?.issues ?? []).map(({ message }) => message);
  };
  assert.deepEqual(why(atp, [{ LoginPath: '/a' }]), []);
  assert.match(why(atp, [{ LoginPath: '/a' }, { LoginPath: '/b' }]).join(), /LoginPath is there twice/);
  assert.match(why(atp, [{ LoginPath: '/a', [atp]: login }]).join(), /says all/);
  assert.match(why(atp, [{ LoginPath: '/a' }, { PayloadType: 'JSON' }]).join(), /UsernameField/);
  assert.match(why('AWSManagedRulesACFPRuleSet', [{ LoginPath: '/a' }]).join(), /LoginPath is not for/);
});

test('one session that tries many names, or many passwords for one, is refused', async () => {
  const names = guard(atp, login);
  const token = {};
  for (let i = 0; i < 10; i++) assert.equal((await names.send(json(`n${i}`, 'x'), { token })).ended, '');
  assert.equal((await names.send(json('n1', 'x'), { token })).ended, '', 'a name it had before');
  assert.equal((await names.send(json('n99', 'x'), { token })).ended, 'AttributeUsernameTraversal');
  const passwords = guard(atp, login);
  for (let i = 0; i < 10; i++)
    assert.equal((await passwords.send(json('ann', `p${i}`), { token })).ended, '');
  assert.equal((await passwords.send(json('ann', 'p10'), { token })).ended, 'AttributePasswordTraversal');
  assert.equal((await passwords.send(json('bob', 'p10'), { token })).ended, '');
});

test('stolen credentials are labelled, and refused the second time', async () => {
  const { send, at } = guard(atp, login);
  new SharedDigests(at.cells(credentialsCell, digestsBytes)).lay(readCredentials('Ann:S3cret\n'));
  const first = await send(json('ANN', 'S3cret'));
  assert.equal(first.ended, '');
  assert.ok(first.labels.includes('awswaf:managed:aws:atp:signal:credential_compromised'));
  assert.equal((await send(json('ann', 'S3cret'))).ended, 'AttributeCompromisedCredentials');
  assert.equal((await send(json('ann', 'other'))).ended, '');
});

test('a session that logs in for more than six hours is refused, and one that paused is not', async () => {
  const { send, clock } = guard(atp, login);
  for (let minutes = 0; minutes <= 360; minutes += 20) {
    assert.equal((await send(json('ann', 'x'), { token: {} })).ended, '', `${minutes}`);
    clock.advance(20 * 60_000);
  }
  assert.equal((await send(json('ann', 'x'), { token: {} })).ended, 'AttributeLongSession');
  clock.advance(31 * 60_000);
  assert.equal((await send(json('ann', 'x'), { token: {} })).ended, '');
});

test('a token of another domain is refused at the login, and one that expired is not', async () => {
  const { send } = guard(atp, login);
  assert.equal((await send(json('a', 'b'), { token: { domain: 'evil.test' } })).ended, 'TokenRejected');
  assert.equal((await send(json('a', 'b'), { token: { challengedAt: 1_600_000_000 } })).ended, '');
});

test('logins that failed are counted by their answers, of an address and of a session', async () => {
  const StatusCode = { SuccessCodes: [200], FailureCodes: [401] };
  const one = guard(atp, { ...login, ResponseInspection: { StatusCode } });
  for (let i = 0; i < 12; i++) {
    const { x, ended } = await one.send(json('ann', `p${i % 5}`));
    assert.equal(ended, i < 11 ? '' : 'VolumetricIpFailedLoginResponseHigh', `${i}`);
    if (ended === '') x.watch!(answer(401));
  }
  assert.equal((await one.send(json('ann', 'p1'), { from: '192.0.2.1' })).ended, '');
  for (let i = 0; i < 15; i++) {
    const { x } = await one.send(json('ann', 'p1'), { from: '192.0.2.2' });
    x.watch!(answer(200));
  }
  assert.equal((await one.send(json('ann', 'p1'), { from: '192.0.2.2' })).ended, '', 'those went well');
});

test('an answer tells by its status, a header, its text or a part of its JSON, also when it streams or is packed', async () => {
  const outcomeOf = async (by: Response, given: Answer): Promise<Outcome | 'nothing'> => {
    const x = await exchangeOf(ask({}));
    let told: Outcome | 'nothing' = 'nothing';
    watchAnswer(x, by, (outcome) => {
      told = outcome;
    });
    const { body } = x.watch!(given);
    if (typeof body === 'object' && 'pull' in body) while ((await body.pull()) !== null);
    return told;
  };
  const chunks = (...parts: Buffer[]): Source => ({ pull: () => parts.shift() ?? null, drop() {} });
  const contains = { BodyContains: { SuccessStrings: ['welcome'], FailureStrings: ['wrong password'] } };
  assert.equal(await outcomeOf(contains, answer(200, 'so: wrong password')), 'failure');
  assert.equal(
    await outcomeOf(contains, answer(200, chunks(Buffer.from('wrong pass'), Buffer.from('word')))),
    'failure',
  );
  assert.equal(await outcomeOf(contains, answer(200, Buffer.from('welcome'))), 'success');
  const packed = answer(200, gzipSync('wrong password'), ['Content-Encoding', 'gzip']);
  assert.equal(await outcomeOf(contains, packed), 'failure');
  const bomb = answer(200, gzipSync(Buffer.alloc(50_000_000)), ['Content-Encoding', 'gzip']);
  assert.equal(await outcomeOf(contains, bomb), '');
  const part = { Json: { Identifier: '/login/ok', SuccessValues: ['true'], FailureValues: ['false'] } };
  assert.equal(await outcomeOf(part, answer(200, '{"login":{"ok":false}}')), 'failure');
  assert.equal(await outcomeOf(part, answer(200, '{"login":{"ok":true}}')), 'success');
  assert.equal(await outcomeOf(part, answer(200, '{"login":')), '');
  const header = { Header: { Name: 'X-Login', SuccessValues: ['yes'], FailureValues: ['no'] } };
  assert.equal(await outcomeOf(header, answer(200, '', ['x-login', 'no'])), 'failure');
  assert.equal(await outcomeOf(header, answer(200, '', [])), '');
});

const acfp = 'AWSManagedRulesACFPRuleSet';
const creation = {
  CreationPath: '/signup',
  RegistrationPagePath: '/register',
  RequestInspection: {
    PayloadType: 'JSON',
    EmailField: { Identifier: '/mail' },
    PasswordField: { Identifier: '/password' },
    PhoneNumberFields: [{ Identifier: '/phone/code' }, { Identifier: '/phone/number' }],
    AddressFields: [{ Identifier: '/street' }, { Identifier: '/town' }],
  },
};
const account = (i: number, more: object = {}): string =>
  JSON.stringify({
    ...{ mail: `a${i}@example.com`, password: 'x', street: `${i} Lane`, town: 'Town' },
    ...{ phone: { code: '+31', number: `${6_000_000 + i}` }, ...more },
  });
const at = { target: '/signup' };

test('the page where accounts are made asks for a challenge', async () => {
  const { send } = guard(acfp, creation);
  const { x, ended } = await send('', { target: '/register', method: 'GET' });
  assert.deepEqual([ended, x.waf?.action], ['AllRequests', 'CHALLENGE']);
  assert.equal((await send('', { target: '/register', method: 'GET', token: {} })).x.waf?.action, 'ALLOW');
});

test('one session makes ten accounts in half an hour, and under ten names', async () => {
  const one = guard(acfp, creation, ['VolumetricSessionHigh']);
  for (let i = 0; i < 10; i++) assert.equal((await one.send(account(i), { ...at, token: {} })).ended, '');
  assert.equal((await one.send(account(10), { ...at, token: {} })).ended, 'AttributeUsernameTraversalHigh');
  const other = guard(acfp, creation);
  for (let i = 0; i < 10; i++) assert.equal((await other.send(account(1), { ...at, token: {} })).ended, '');
  assert.equal((await other.send(account(1), { ...at, token: {} })).ended, 'VolumetricSessionHigh');
});

test('one telephone number or postal address makes so many accounts and no more, whoever asks', async () => {
  const one = guard(acfp, creation);
  const phone = { phone: { code: '0031', number: '(6) 123-45' } };
  for (let i = 0; i < 10; i++)
    assert.equal((await one.send(account(i, phone), { ...at, from: `192.0.2.${i}` })).ended, '');
  const written = { phone: { code: '00 31', number: '6 12345' } };
  assert.equal(
    (await one.send(account(11, written), { ...at, from: '192.0.2.99' })).ended,
    'VolumetricPhoneNumberHigh',
  );
  const street = { street: '1000, LANE', town: 'town' };
  for (let i = 0; i < 25; i++)
    assert.equal((await one.send(account(100 + i, street), { ...at, from: `203.0.113.${i}` })).ended, '');
  assert.equal(
    (await one.send(account(200, street), { ...at, from: '203.0.113.99' })).ended,
    'VolumetricAddressLow',
  );
});

test('what a browser told stands against its account', async () => {
  const { send } = guard(acfp, creation);
  const by = async (signals: number): Promise<string> =>
    (await send(account(1), { ...at, token: { signals } })).ended;
  assert.equal(await by(4), '');
  assert.equal(await by(0), 'SignalClientHumanInteractivityAbsentLow');
  assert.equal(await by(5), 'AutomatedBrowser');
  assert.equal(await by(6), 'BrowserInconsistency');
});

test('accounts that were made are counted by their answers, and one token comes from five addresses', async () => {
  const Json = { Identifier: '/ok', SuccessValues: ['true'], FailureValues: ['false'] };
  const one = guard(acfp, { ...creation, ResponseInspection: { Json } });
  for (let i = 0; i < 2; i++) {
    const { x, ended } = await one.send(account(i), { ...at, token: {} });
    assert.equal(ended, '');
    x.watch!(answer(200, '{"ok":true}'));
  }
  assert.equal(
    (await one.send(account(3), { ...at, token: {} })).ended,
    'VolumetricSessionSuccessfulResponse',
  );
  const other = guard(acfp, creation);
  for (let i = 0; i < 5; i++)
    assert.equal((await other.send(account(i), { ...at, token: {}, from: `192.0.2.${i}` })).ended, '');
  const sixth = await other.send(account(6), { ...at, token: {}, from: '192.0.2.6' });
  assert.equal(sixth.ended, 'VolumetricSessionTokenReuseIp');
});

test('a path counts however it is written, and what begins with it as well', async () => {
  const login = pathTest('/app/login', false);
  const of = async (target: string): Promise<Exchange> => exchangeOf(ask({ target }));
  for (const target of ['/app/login', '/app/loginPage', '/app//login', '/%61pp/l%6Fgin', '//app/login'])
    assert.equal(login(await of(target)), true, target);
  for (const target of ['/', '/app/log', '/x/app/login', '/app%2f%2flogi'])
    assert.equal(login(await of(target)), false, target);
  assert.equal(pathTest('^/v[0-9]+/login$', true)(await of('/v2/login')), true);
});

test('a JSON Pointer leads to texts, numbers and truths', () => {
  const root = { a: { 'b/c': [1, { d: true }] }, e: null, f: 'x' };
  assert.equal(pointed(root, '/a/b~1c/1/d'), 'true');
  assert.equal(pointed(root, '/a/b~1c/0'), '1');
  assert.equal(pointed(root, 'f'), 'x');
  for (const pointer of ['/e', '/a', '/a/x', '/constructor', '/f/length'])
    assert.equal(pointed(root, pointer), null);
});

test('a volume is counted over all workers, and different values are told apart in bounded memory', () => {
  const cells = new Map<string, SharedArrayBuffer>();
  const clock = Clock.byHand();
  const shared = {
    ruleId: 'r',
    clock,
    tracing: false,
    cells(id: string, bytes: number) {
      const found = cells.get(id) ?? new SharedArrayBuffer(bytes);
      cells.set(id, found);
      return found;
    },
  } as unknown as WafGiven;
  const [one, other] = [new Volume(shared, 'v', 3, 60), new Volume(shared, 'v', 3, 60)];
  const who = textKey('who');
  assert.deepEqual([one.add(who), other.add(who), one.add(who), other.add(who)], [1, 2, 3, 4]);
  assert.equal(one.of(textKey('else')), 0);
  const distinct = new Distinct(shared, 'd', 60);
  const again = new Distinct(shared, 'd', 60);
  for (let i = 1; i <= 24; i++) assert.equal((i % 2 ? distinct : again).add(who, textKey(`${i}`)), i);
  assert.equal(distinct.add(who, textKey('7')), 24);
  assert.equal(distinct.add(who, textKey('25')), 25, 'one more than are kept');
  const before = [...cells.values()].reduce((sum, buffer) => sum + buffer.byteLength, 0);
  for (let i = 0; i < 100_000; i++) distinct.add(textKey(`k${i}`), who);
  assert.equal(
    [...cells.values()].reduce((sum, buffer) => sum + buffer.byteLength, 0),
    before,
  );
  clock.advance(60_001);
  assert.equal(distinct.add(who, textKey('x')), 1);
});

test('what the groups need is asked for by name', () => {
  const check = (Name: string, config: object | null): string[] => {
    const shape = ruleShape();
    const result = shape.safeParse({
      ...{ Name: 'r', Priority: 0, OverrideAction: { None: {} } },
      Statement: {
        ManagedRuleGroupStatement: {
          ...{ VendorName: 'AWS', Name },
          ...(config === null ? {} : { ManagedRuleGroupConfigs: [{ [Name]: config }] }),
        },
      },
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'r' },
    });
    return result.success ? [] : result.error.issues.map((issue) => issue.message);
  };
  assert.deepEqual(check(atp, login), []);
  assert.deepEqual(check(acfp, creation), []);
  assert.equal(check(atp, null).length > 0, true);
  assert.equal(check(atp, { LoginPath: '(', EnableRegexInPath: true }).length > 0, true);
  assert.equal(check(acfp, { CreationPath: '/a' }).length > 0, true);
  const both = { StatusCode: { SuccessCodes: [1], FailureCodes: [2] }, Header: {} };
  assert.equal(check(atp, { ...login, ResponseInspection: both }).length > 0, true);
  const group = managedGroup('AWS', atp)!;
  assert.equal(group.lacks!(settingsShape.parse({}), group.config!.parse(login)).length, 2);
});
