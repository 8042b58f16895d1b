import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASS } from '../../../src/base/decision.ts';
import { Trace } from '../../../src/base/trace.ts';
import { asksForTokens } from '../../../src/guard/decide/waf/tokens/needs.ts';
import { work } from '../../../src/guard/decide/waf/tokens/work.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { compile } from '../../../src/guard/serve/compile.ts';
import { explain } from '../../../src/guard/serve/explain.ts';
import { pathBegins } from '../../definition.ts';
import { acl, aclArn, definition, exchangeOf, given, rule, ruleGroup } from '../decide/at-hand.ts';
import { captcha, challenge, guard, host, key, withToken } from './at-hand.ts';

const html = ['Accept', 'text/html,application/xhtml+xml'];

test('a request without a token gets 202 and the header, and a page when it accepts HTML', async () => {
  const { send } = guard([challenge()]);
  const { decision, x } = await send({ headers: host });
  assert.equal(decision.by, 'acl/browser');
  assert.equal(decision.prepared?.status, 202);
  assert.equal(decision.prepared.body, '');
  assert.deepEqual(decision.prepared.headers.slice(0, 2), ['x-amzn-waf-action', 'challenge']);
  assert.deepEqual(x.waf?.challenge, { solvedAt: 0, failure: 'TOKEN_MISSING' });
  assert.equal(x.waf.action, 'CHALLENGE');
  assert.equal(x.waf.terminatingRule, 'browser');
  assert.deepEqual(x.labels, ['awswaf:managed:token:absent', 'awswaf:managed:captcha:absent']);
  const page = (await send({ headers: [...host, ...html] })).decision.prepared;
  assert.match(page!.body, /^<!doctype html>/);
  assert.match(page!.body, /data-at="\/_portcullis\/waf\/acl-1"/);
  assert.equal((await send({ headers: [...host, ...html] })).decision.prepared, page, 'made once');
});

test('a puzzle answers 405', async () => {
  const { send } = guard([captcha()]);
  const { decision, x } = await send({ headers: host });
  assert.equal(decision.prepared?.status, 405);
  assert.deepEqual(decision.prepared.headers.slice(0, 2), ['x-amzn-waf-action', 'captcha']);
  assert.deepEqual(x.waf?.captcha, { solvedAt: 0, failure: 'TOKEN_MISSING' });
});

test('whoever has done the work goes on, and the rule is like one that counts', async () => {
  const inserting = { CustomRequestHandling: { InsertHeaders: [{ Name: 'Proved', Value: 'yes' }] } };
  const one = guard([challenge({ action: { Challenge: inserting }, labels: ['seen'] })]);
  const { token, headers } = await one.pass();
  const { decision, x } = await one.send({ headers: withToken(token) });
  assert.equal(decision, PASS);
  assert.deepEqual(x.waf?.proven, [{ rule: 'browser', action: 'CHALLENGE' }]);
  assert.deepEqual(x.waf?.challenge, { solvedAt: 1_700_000_000, failure: '' });
  assert.deepEqual(x.waf.counted, []);
  assert.deepEqual(x.inserted, ['x-amzn-waf-proved', 'yes']);
  const labels = x.labels ?? [];
  assert.ok(labels.includes('awswaf:managed:token:accepted'));
  assert.ok(labels.includes('awswaf:managed:captcha:rejected:not_solved'));
  assert.ok(labels.includes('awswaf:000000000000:webacl:acl:seen'));
  assert.equal(labels.filter((label) => label.startsWith('awswaf:managed:token:id:')).length, 1);
  const cookie = headers[headers.indexOf('Set-Cookie') + 1]!;
  assert.equal(cookie, `aws-waf-token=${token}; Path=/; Max-Age=345600; SameSite=Lax; HttpOnly`);
  const byHeader = await one.send({ headers: ['Host', 'shop.example.com', 'X-Aws-Waf-Token', token] });
  assert.equal(byHeader.decision, PASS);
});

test('what was solved counts for the immunity of the rule, or of the web ACL, and not a second longer', async () => {
  const time = (ImmunityTime: number) => ({ ImmunityTimeProperty: { ImmunityTime } });
  for (const [rules, more, seconds] of [
    [challenge(), {}, 300],
    [challenge(), { challengeConfig: time(600) }, 600],
    [challenge({ challengeConfig: time(900) }), { challengeConfig: time(600) }, 900],
  ] as const) {
    const one = guard([rules], more);
    const { token } = await one.pass();
    one.clock.advance(seconds * 1000 - 1000);
    assert.equal((await one.send({ headers: withToken(token) })).decision, PASS);
    one.clock.advance(1000);
    const { x, status } = await one.send({ headers: withToken(token) });
    assert.equal(status, 202);
    assert.equal(x.waf?.challenge?.failure, 'TOKEN_EXPIRED');
  }
});

test('a token from the future is expired, as of a clock that went back', async () => {
  const one = guard([challenge()]);
  const { token } = await one.pass();
  one.clock.advance(-120_000);
  assert.equal((await one.send({ headers: withToken(token) })).x.waf?.challenge?.failure, 'TOKEN_EXPIRED');
});

test('a token of another domain does not count, unless the web ACL lists its domain', async () => {
  const one = guard([challenge()]);
  const { token } = await one.pass();
  const foreign = await one.send({ headers: withToken(token, 'other.example.com') });
  assert.equal(foreign.status, 202);
  assert.equal(foreign.x.waf?.challenge?.failure, 'TOKEN_DOMAIN_MISMATCH');
  assert.ok(foreign.x.labels?.includes('awswaf:managed:token:rejected:domain_mismatch'));
  const shared = guard([challenge()], { tokenDomains: ['example.com'] });
  const { token: broad, headers } = await shared.pass();
  assert.match(headers.join(), /; Domain=example\.com/);
  assert.equal((await shared.send({ headers: withToken(broad, 'other.example.com:8443') })).decision, PASS);
});

test('forged tokens, and those of a key that was revoked, are invalid', async () => {
  const one = guard([challenge()]);
  const { token } = await one.pass();
  for (const bad of ['x', `${token}x`, token.toUpperCase(), `${token.slice(0, -4)}AAAA`]) {
    const { x, status } = await one.send({ headers: withToken(bad) });
    assert.equal(status, 202);
    assert.equal(x.waf?.challenge?.failure, 'TOKEN_INVALID');
    assert.ok(x.labels?.includes('awswaf:managed:token:rejected:invalid'));
  }
  one.keys(key(2), key(1));
  assert.equal((await one.send({ headers: withToken(token) })).decision, PASS);
  one.keys(key(2));
  assert.equal((await one.send({ headers: withToken(token) })).status, 202);
});

test('a cookie that a neighbour domain planted does not hide the good one', async () => {
  const one = guard([challenge()]);
  const { token } = await one.pass();
  const headers = ['Host', 'shop.example.com', 'Cookie', `aws-waf-token=planted; aws-waf-token=${token}`];
  assert.equal((await one.send({ headers })).decision, PASS);
});

test('however many cookies are planted on either side, one of the first and last three is found, and no others are read', async () => {
  const one = guard([challenge()]);
  const { token } = await one.pass();
  const cookies = (before: number, after: number): string[] => {
    const junk = (n: number): string[] => Array.from({ length: n }, () => 'aws-waf-token=planted');
    return ['Cookie', [...junk(before), `aws-waf-token=${token}`, ...junk(after)].join('; ')];
  };
  for (const [before, after] of [
    [3, 0],
    [4, 0],
    [200, 2],
    [2, 200],
  ] as const)
    assert.equal(
      (await one.send({ headers: ['Host', 'shop.example.com', ...cookies(before, after)] })).decision,
      PASS,
      `${before} in front, ${after} behind`,
    );
  const buried = await one.send({ headers: ['Host', 'shop.example.com', ...cookies(3, 3)] });
  assert.equal(buried.status, 202);
});

test('a ticket is good for one time, for five minutes, and only with its work', async () => {
  const one = guard([challenge()]);
  const { task, counter, status, x } = await one.pass();
  assert.equal(status, 200);
  assert.deepEqual(x.solution, { webAcl: 'acl', of: 'CHALLENGE', solved: true });
  const again = await one.own('POST', 'acl-1/challenge', { ticket: task.ticket, counter });
  assert.deepEqual([again.status, again.content.reason], [403, 'spent']);
  assert.deepEqual(again.x.solution, { webAcl: 'acl', of: 'CHALLENGE', solved: false });
  const { content: next } = await one.own('GET', 'acl-1/challenge');
  const found = work(next.nonce!, 8);
  const lazy = await one.own('POST', 'acl-1/challenge', { ticket: next.ticket, counter: found + 0.5 });
  assert.equal(lazy.content.reason, 'work');
  const other = await one.own('POST', 'acl-1/captcha', { ticket: next.ticket, counter: found, answer: '' });
  assert.equal(other.content.reason, 'ticket', 'a challenge is no puzzle');
  one.clock.advance(300_000);
  const late = await one.own('POST', 'acl-1/challenge', { ticket: next.ticket, counter: found });
  assert.equal(late.content.reason, 'expired');
});

test('a ticket whose difficulty was changed is none', async () => {
  const one = guard([challenge()]);
  const { ticket } = (await one.own('GET', 'acl-1/challenge')).content;
  const easier = ticket!.replace('.8.', '.0.');
  const answer = await one.own('POST', 'acl-1/challenge', { ticket: easier, counter: 0 });
  assert.deepEqual([answer.status, answer.content.reason], [403, 'ticket']);
});

test('what cannot be read at the own place is refused, and nothing is thrown', async () => {
  const one = guard([challenge()]);
  assert.equal((await one.own('GET', 'nobody/challenge')).status, 404);
  assert.equal((await one.own('GET', 'acl-1/other')).status, 404);
  assert.equal((await one.own('GET', 'acl-1/challenge/x')).status, 404);
  assert.equal((await one.own('DELETE', 'acl-1/challenge')).status, 405);
  assert.equal((await one.own('GET', 'acl-1/challenge', null, ['Host', 'a'.repeat(300)])).status, 400);
  for (const body of [[], { ticket: 1, counter: 1 }, { ticket: 'x' }, { ticket: 'x', counter: '1' }])
    assert.equal((await one.own('POST', 'acl-1/challenge', body)).status, 400);
  assert.equal(
    (await one.own('POST', 'acl-1/challenge', { ticket: 'x'.repeat(5_000), counter: 1 })).status,
    413,
  );
});

test('what a browser tells of itself may be anything, and breaks nothing', async () => {
  const one = guard([challenge()]);
  const nested = JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`);
  for (const told of [{ toString: 1, valueOf: 1 }, null, nested, '\ud800', 1e308, true])
    assert.equal(
      (await one.pass(host, { screen: told, cores: told, zone: told, language: told, userAgent: told }))
        .status,
      200,
    );
});

test('a token is renewed under its id, and keeps the puzzle it solved', async () => {
  const one = guard([challenge()]);
  const { token } = await one.pass();
  one.clock.advance(1_000_000);
  const renewed = await one.pass(withToken(token));
  assert.equal(renewed.token.split(':')[0], token.split(':')[0]);
  const { x } = await one.send({ headers: withToken(renewed.token) });
  assert.equal(x.waf?.challenge?.solvedAt, 1_700_001_000);
});

test('one address is held to a pace', async () => {
  const one = guard([challenge()]);
  for (let i = 0; i < 600; i++) assert.equal((await one.own('GET', 'acl-1/challenge')).status, 200);
  const over = await one.own('GET', 'acl-1/challenge');
  assert.equal(over.status, 429);
  one.clock.advance(60_001);
  assert.equal((await one.own('GET', 'acl-1/challenge')).status, 200);
});

test('a rate-based rule that challenges lets those on who have a token, however many they are', async () => {
  const limit = { RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' } };
  const one = guard([rule('rate', limit, { Challenge: {} })]);
  const { token } = await one.pass();
  for (let i = 0; i < 10; i++) assert.equal((await one.send({ headers: host })).decision, PASS);
  const { status, x } = await one.send({ headers: host });
  assert.equal(status, 202);
  assert.equal(x.waf?.terminatingType, 'RATE_BASED');
  assert.equal(x.waf.rates.length, 1);
  assert.equal((await one.send({ headers: withToken(token) })).decision, PASS);
});

test('an override makes a rule of a group ask for a token, and the group that counts goes on', async () => {
  const refers = (override: object): Parameters<typeof rule> => [
    'group',
    {
      RuleGroupReferenceStatement: {
        ARN: 'g',
        RuleActionOverrides: [{ Name: 'inner', ActionToUse: { Challenge: {} } }],
      },
    },
    null,
    { overrideAction: override as never },
  ];
  for (const [override, status] of [
    [{ None: {} }, 202],
    [{ Count: {} }, 200],
  ] as const) {
    const of = definition({
      webAcls: [acl([rule(...refers(override))])],
      ruleGroups: [ruleGroup('g', [rule('inner', pathBegins('/'))])],
    });
    assert.equal(asksForTokens(of.webAcls[0]!, of), true);
    const decide = waf.compile({ webAcl: aclArn }, given(of));
    const x = await exchangeOf({ method: 'GET', target: '/', headers: [], body: '', from: '203.0.113.7' });
    const decision = await decide(x);
    // No key has been laid, and no token was sent: nothing is there to be read.
    assert.equal(decision.prepared?.status ?? 200, status);
    assert.equal(x.waf?.groups?.[0]?.action, 'CHALLENGE');
  }
});

test('a later rule sees what the token is worth', async () => {
  const absent = { LabelMatchStatement: { Scope: 'LABEL', Key: 'awswaf:managed:token:absent' } };
  const one = guard([
    rule('hint', pathBegins('/soft'), { Challenge: {} }, { priority: 0 }),
    rule('deny', absent, { Block: {} }, { priority: 1 }),
  ]);
  const { token } = await one.pass();
  assert.equal((await one.send({ target: '/soft', headers: withToken(token) })).decision, PASS);
  assert.equal(
    (await one.send({ target: '/other', headers: host })).decision,
    PASS,
    'nobody looked at its token',
  );
});

test('without keys no token counts', async () => {
  const of = definition({ webAcls: [acl([challenge()])] });
  const place = guard([challenge()]);
  const { token } = await place.pass();
  const decide = waf.compile({ webAcl: aclArn }, given(of));
  const x = await exchangeOf({
    method: 'GET',
    target: '/',
    headers: withToken(token),
    body: '',
    from: '203.0.113.7',
  });
  const decision = await decide(x);
  assert.equal(decision.action, 'refuse');
});

test('a trace tells what was made of the token', async () => {
  const one = guard([challenge()]);
  const decide = waf.compile({ webAcl: aclArn }, { ...one.at, tracing: true });
  const x = await exchangeOf({ method: 'GET', target: '/', headers: host, body: '', from: '203.0.113.7' });
  x.trace = new Trace();
  await decide(x);
  const steps = x.trace.steps[0]!.steps;
  assert.deepEqual(
    steps.map((step) => [step.what, step.outcome]),
    [
      ['rule', 'match'],
      ['token', 'TOKEN_MISSING'],
    ],
  );
  assert.equal(x.trace.steps[0]!.because, 'The rule browser asks for a passed challenge.');
});

test('an explanation of a request for the gateway itself says so', async () => {
  const one = guard([challenge()]);
  const pipeline = compile({ ...one.at, tracing: true });
  const request = { method: 'GET', headers: host, body: '', client: '203.0.113.7', port: 8080 };
  const own = await explain(pipeline, { ...request, target: '/_portcullis/waf/acl-1/challenge' }, one.clock);
  assert.equal(own?.decision, PASS);
  assert.equal(own.steps[0]!.name, 'reserved path');
  const without = compile({ ...given(definition({ webAcls: [acl([])] })), tracing: true });
  assert.equal(without.reserved, null, 'where nothing asks for tokens, the path belongs to the APIs');
});
