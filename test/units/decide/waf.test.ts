import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS } from '../../../src/base/decision.ts';
import { Fault } from '../../../src/base/fault.ts';
import { Trace } from '../../../src/base/trace.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import type { Rule, WebAcl } from '../../../src/define/model/web-acl.ts';
import { base64, type CaseRequest, from, get, having, post } from '../../../src/guard/decide/waf/cases.ts';
import { limitedKeys, rateRules } from '../../../src/guard/decide/waf/rates/rates.ts';
import { ruleShape } from '../../../src/guard/decide/waf/rules/rule.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { pathBegins } from '../../definition.ts';
import { acl, aclArn, api, definition, exchangeOf, given, ipSets, rule, stageArn } from './at-hand.ts';

const rate = { RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' } };
const added = (Name: string, Value: string) => ({
  CustomRequestHandling: { InsertHeaders: [{ Name, Value }] },
});

function compiled(rules: readonly Rule[], more: Partial<WebAcl> = {}, wafFailure = 'block') {
  const clock = Clock.byHand();
  const settings = settingsShape.parse({ wafFailure });
  const of = definition({
    settings,
    webAcls: [acl(rules, more)],
    ipSets: ipSets({ bad: ['198.51.100.0/24'] }),
  });
  const at = given(of, clock);
  const decide = waf.compile({ webAcl: aclArn }, at);
  const send = async (request: CaseRequest) => {
    const x = await exchangeOf(request);
    const decision = await decide(x);
    return { x, decision };
  };
  return { at, clock, decide, send };
}

test('rules are asked by priority, and the first that allows or blocks ends it', async () => {
  const { send } = compiled([
    rule('late', pathBegins('/'), { Block: {} }, { priority: 9 }),
    rule('friends', pathBegins('/open'), { Allow: {} }, { priority: 1 }),
    rule('first', pathBegins('/open/not'), { Block: {} }, { priority: 0 }),
  ]);
  const open = await send(get('/open'));
  assert.equal(open.decision, PASS);
  assert.equal(open.x.waf?.terminatingRule, 'friends');
  assert.equal((await send(get('/open/not'))).decision.by, 'acl/first');
  assert.equal((await send(get('/other'))).decision.by, 'acl/late');
});

test('what no rule decides the default action does', async () => {
  const open = await compiled([]).send(get('/'));
  assert.equal(open.decision, PASS);
  assert.deepEqual(open.x.waf, {
    webAcl: 'acl',
    action: 'ALLOW',
    terminatingRule: 'Default_Action',
    terminatingType: 'REGULAR',
    counted: [],
    rates: [],
  });
  const shut = await compiled([], { defaultAction: { Block: {} } }).send(get('/'));
  assert.equal(shut.decision.reason, 'WAF_FILTERED');
  assert.equal(shut.decision.by, 'acl');
  assert.equal(shut.x.waf?.action, 'BLOCK');
});

test('a block answers as the rule says, with a body of the web ACL', async () => {
  const { send } = compiled(
    [
      rule('slow', pathBegins('/slow'), {
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            CustomResponseBodyKey: 'slow',
            ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
          },
        },
      }),
      rule(
        'bare',
        pathBegins('/bare'),
        { Block: { CustomResponse: { ResponseCode: 404 } } },
        { priority: 1 },
      ),
    ],
    { customResponseBodies: { slow: { ContentType: 'APPLICATION_JSON', Content: '{"slow":true}' } } },
  );
  assert.deepEqual((await send(get('/slow'))).decision.prepared, {
    status: 429,
    headers: ['Content-Type', 'application/json', 'Retry-After', '60'],
    body: '{"slow":true}',
  });
  assert.deepEqual((await send(get('/bare'))).decision.prepared, { status: 404, headers: [], body: '' });
});

test('a rule that counts lets the next ones be asked, and is in the outcome', async () => {
  const { send } = compiled([
    rule('a', pathBegins('/a'), { Count: {} }, { priority: 1 }),
    rule('b', pathBegins('/a/b'), { Count: {} }, { priority: 2 }),
    rule('c', pathBegins('/a/b/c'), { Block: {} }, { priority: 3 }),
  ]);
  assert.deepEqual((await send(get('/a/x'))).x.waf?.counted, ['a']);
  const { x } = await send(get('/a/b/c'));
  assert.deepEqual(x.waf?.counted, ['a', 'b']);
  assert.equal(x.waf?.terminatingRule, 'c');
  assert.deepEqual((await send(get('/'))).x.waf?.counted, []);
});

test('headers are inserted under their prefix, and of one name the last rule’s', async () => {
  const { send } = compiled(
    [
      rule('a', pathBegins('/'), { Count: added('Risk', 'low') }, { priority: 1 }),
      rule('b', pathBegins('/'), { Count: added('Other', 'x') }, { priority: 2 }),
      rule('c', pathBegins('/high'), { Count: added('risk', 'high') }, { priority: 3 }),
      rule('d', pathBegins('/no'), { Block: {} }, { priority: 4 }),
    ],
    { defaultAction: { Allow: added('Seen', 'yes') } },
  );
  assert.deepEqual((await send(get('/high'))).x.inserted, [
    ...['x-amzn-waf-other', 'x'],
    ...['x-amzn-waf-risk', 'high'],
    ...['x-amzn-waf-seen', 'yes'],
  ]);
  assert.deepEqual((await send(get('/low'))).x.inserted?.length, 6);
});

test('a header that has the name of another one as its value leaves that one alone', async () => {
  const { send } = compiled([
    rule('a', pathBegins('/'), { Count: added('Risk', 'low') }, { priority: 1 }),
    rule('b', pathBegins('/'), { Count: added('Names', 'x-amzn-waf-risk') }, { priority: 2 }),
  ]);
  assert.deepEqual((await send(get('/'))).x.inserted, [
    ...['x-amzn-waf-risk', 'low'],
    ...['x-amzn-waf-names', 'x-amzn-waf-risk'],
  ]);
});

test('labels are given under the prefix of the web ACL, by whatever rule matches', async () => {
  const { send } = compiled([
    rule('a', pathBegins('/'), { Count: {} }, { priority: 1, labels: ['risk:high', 'seen'] }),
    rule('b', pathBegins('/x'), { Block: {} }, { priority: 2, labels: ['x', 'seen'] }),
  ]);
  const prefix = 'awswaf:000000000000:webacl:acl:';
  assert.deepEqual((await send(get('/x'))).x.labels, [`${prefix}risk:high`, `${prefix}seen`, `${prefix}x`]);
});

test('a rate-based rule says whom it limited, counting or blocking', async () => {
  const { send, clock, at } = compiled([
    rule('count', rate, { Count: {} }, { priority: 1 }),
    rule('limit', rate, { Block: {} }, { priority: 2 }),
  ]);
  for (let i = 0; i < 10; i++) assert.equal((await send(from('203.0.113.7'))).decision, PASS);
  const { x, decision } = await send(from('203.0.113.7'));
  assert.equal(decision.by, 'acl/limit');
  assert.deepEqual(x.waf, {
    webAcl: 'acl',
    action: 'BLOCK',
    terminatingRule: 'limit',
    terminatingType: 'RATE_BASED',
    counted: ['count'],
    rates: [
      { rule: 'count', key: '203.0.113.7' },
      { rule: 'limit', key: '203.0.113.7' },
    ],
  });
  clock.advance(60_000);
  assert.equal((await send(from('203.0.113.7'))).decision, PASS);
  assert.deepEqual(at.laid.size, 2);
});

test('clients that one NAT64 shows are counted each, and together with what they send over IPv4', async () => {
  const { send } = compiled([rule('limit', rate)]);
  for (let i = 0; i < 10; i++) await send(from(i % 2 === 0 ? '203.0.113.7' : '64:ff9b::203.0.113.7'));
  assert.equal((await send(from('64:ff9b::203.0.113.7'))).decision.by, 'acl/limit');
  assert.equal((await send(from('203.0.113.7'))).decision.by, 'acl/limit');
  assert.equal((await send(from('64:ff9b::203.0.113.8'))).decision, PASS);
});

test('who is limited is listed with how far over and until when, and no longer once released', async () => {
  const { send, clock, at } = compiled([rule('limit', rate)]);
  const [listed] = rateRules(at.definition);
  assert.deepEqual(
    [listed!.webAcl, listed!.rule, listed!.limit, listed!.windowMs],
    ['acl', 'acl/limit', 10, 60_000],
  );
  const cells = at.cells(listed!.cellsId, listed!.bytes);
  const begin = clock.now();
  for (let i = 0; i < 10; i++) await send(from('203.0.113.7'));
  assert.deepEqual(limitedKeys(listed!, cells, clock), [], 'at the limit, and nobody refused yet');
  for (let i = 0; i < 3; i++) await send(from('203.0.113.7'));
  for (let i = 0; i < 20; i++) await send(from('2001:db8:1:2:3::4'));
  const expected = { sinceMs: begin, releasesAtMs: begin + 60_000, limit: 10, count: 10 };
  assert.deepEqual(limitedKeys(listed!, cells, clock), [
    { key: '2001:db8:1:2::/64', version: 6, refused: 10, ...expected },
    { key: '203.0.113.7', version: 4, refused: 3, ...expected },
  ]);
  clock.advance(59_999);
  assert.equal(limitedKeys(listed!, cells, clock).length, 2);
  clock.advance(1);
  assert.deepEqual(limitedKeys(listed!, cells, clock), []);
});

test('a changed limit begins its counts anew; other changes of the rule keep them', () => {
  const cellsOf = (statement: Rule['statement'], more: Partial<Rule> = {}) =>
    rateRules(definition({ webAcls: [acl([rule('r', statement, { Block: {} }, more)])] }))[0]!.cellsId;
  assert.equal(cellsOf(rate), cellsOf(rate, { priority: 7, action: { Count: {} } }));
  assert.notEqual(cellsOf(rate), cellsOf({ RateBasedStatement: { ...rate.RateBasedStatement, Limit: 11 } }));
});

test('a rule that breaks refuses, or lets the others decide where the operator says so; never in silence', async () => {
  for (const choice of ['block', 'allow']) {
    const { send } = compiled(
      [rule('r', rate), rule('next', pathBegins('/no'), { Block: {} }, { priority: 1 })],
      {},
      choice,
    );
    const broken = async (request: CaseRequest) => {
      const client = {
        get version(): 4 {
          throw new Error('broken');
        },
      };
      const x = await exchangeOf(request);
      return Object.assign(Object.create(x), { client }) as typeof x;
    };
    const { at } = compiled(
      [rule('r', rate), rule('next', pathBegins('/no'), { Block: {} }, { priority: 1 })],
      {},
      choice,
    );
    const decide = waf.compile({ webAcl: aclArn }, at);
    const x = await broken(get('/'));
    const decision = await decide(x);
    assert.equal(decision.action, choice === 'block' ? 'refuse' : 'pass');
    assert.ok(x.fault instanceof Fault);
    assert.equal(x.fault.code, 'gateway.waf');
    const y = await broken(get('/no'));
    assert.equal((await decide(y)).by, choice === 'block' ? 'acl/r' : 'acl/next');
    assert.equal((await send(get('/'))).decision, PASS);
  }
});

test('common outcomes are made once and given many times', async () => {
  const { send } = compiled([rule('r', pathBegins('/no'))]);
  const [a, b] = [await send(get('/no')), await send(get('/no/2'))];
  assert.equal(a.x.waf, b.x.waf);
  assert.equal(a.decision, b.decision);
  assert.equal((await send(get('/'))).x.waf, (await send(get('/yes'))).x.waf);
});

test('a field is read once for a request, and a chain that others begin with is done once', async () => {
  const header = (chain: readonly string[], text: string) => ({
    ByteMatchStatement: {
      SearchString: base64(text),
      FieldToMatch: { SingleHeader: { Name: 'X-A' } },
      TextTransformations: chain.map((Type, Priority) => ({ Priority, Type })),
      PositionalConstraint: 'EXACTLY',
    },
  });
  const { send, decide } = compiled([
    rule('a', header(['LOWERCASE'], 'nope')),
    rule('b', header(['NONE', 'LOWERCASE'], 'abc d'), { Count: {} }, { priority: 1 }),
    rule('c', header(['LOWERCASE', 'COMPRESS_WHITE_SPACE'], 'abc d'), { Count: {} }, { priority: 2 }),
  ]);
  assert.deepEqual((await send(having('x-a', 'ABC  D'))).x.waf?.counted, ['c']);
  const x = await exchangeOf(having('x-a', 'ABC D'));
  let reads = 0;
  const headers = new Proxy([...x.headers], {
    get(target, key) {
      if (key === '1') reads++;
      return Reflect.get(target, key);
    },
  });
  const y = Object.assign(Object.create(x), { headers }) as typeof x;
  await decide(y);
  assert.deepEqual(y.waf?.counted, ['b', 'c']);
  assert.equal(reads, 1);
  assert.equal(y.seen, null, 'nothing of the request is kept');
});

test('the stage’s association puts its web ACL in front of it, the last one made', () => {
  const of = definition({ webAcls: [acl([])] });
  const site = { definition: of, api: api(), stage: api().stages[0]!, resource: null, method: null };
  assert.deepEqual(waf.of(site), [{ webAcl: aclArn }]);
  const again = { ...of.associations[0]!, webAclArn: 'other', resourceArn: stageArn };
  const later = { ...of, associations: [...of.associations, again] };
  assert.deepEqual(waf.of({ ...site, definition: later }), [{ webAcl: 'other' }]);
  assert.deepEqual(waf.of({ ...site, definition: { ...of, associations: [] } }), []);
});

test('the body is asked for only when a statement looks at it', () => {
  const body = { ByteMatchStatement: { ...pathBegins('x').ByteMatchStatement, FieldToMatch: { Body: {} } } };
  const bytes = (...rules: Rule[]) =>
    waf.bodyBytes?.({ webAcl: aclArn }, given(definition({ webAcls: [acl(rules)] })));
  assert.equal(bytes(rule('a', pathBegins('/')), rule('b', rate)), 0);
  assert.equal(bytes(rule('a', { NotStatement: { Statement: body } })), 16_384);
  assert.equal(post('x').body, 'x');
});

test('a traced walk tells each rule and statement, counts nothing, and shows the counts', async () => {
  const { at, decide } = compiled([
    rule('limit', rate),
    rule('b', pathBegins('/no'), { Block: {} }, { priority: 1 }),
  ]);
  const look = waf.compile({ webAcl: aclArn }, { ...at, tracing: true });
  const walk = async () => {
    const x = await exchangeOf(get('/no'));
    x.trace = new Trace();
    await look(x);
    return x.trace.steps[0]!;
  };
  for (let i = 0; i < 4; i++) await decide(await exchangeOf(get('/no')));
  for (let i = 0; i < 20; i++) await walk();
  const step = await walk();
  assert.deepEqual([step.what, step.name, step.outcome], ['web ACL', 'acl', 'refuse WAF_FILTERED']);
  const [limit, no] = step.steps;
  assert.deepEqual([limit!.name, limit!.outcome, no!.name, no!.outcome], ['limit', 'no match', 'b', 'match']);
  const counts = limit!.steps[0]!.looked;
  assert.deepEqual(
    [counts.key, counts.countBefore, counts.countAfter, counts.limit],
    ['203.0.113.7', 4, 5, 10],
  );
  const bytes = no!.steps[0]!.looked;
  assert.deepEqual(bytes, {
    field: 'UriPath',
    value: '/no',
    constraint: 'STARTS_WITH',
    search: '/no',
    match: '«/no»',
  });
});

test('the shape of a rule turns away what AWS turns away', () => {
  const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
  const good = {
    Name: 'r',
    Priority: 0,
    Statement: pathBegins('/'),
    Action: { Block: {} },
    VisibilityConfig,
  };
  const check = (more: object) => ruleShape().safeParse({ ...good, ...more }).success;
  assert.equal(check({}), true);
  assert.equal(check({ Statement: rate }), true);
  assert.equal(check({ RuleLabels: [{ Name: 'a:b:c' }] }), true);
  for (const [why, more] of Object.entries({
    'Allow on a rate-based rule': { Statement: rate, Action: { Allow: {} } },
    'an override on a plain rule': { OverrideAction: { None: {} } },
    'two actions': { Action: { Allow: {}, Block: {} } },
    'no action': { Action: undefined },
    'a price': { Action: { Monetize: {} } },
    'a time that is too short': {
      Action: { Challenge: {} },
      ChallengeConfig: { ImmunityTimeProperty: { ImmunityTime: 299 } },
    },
    'two statements': { Statement: { ...pathBegins('/'), ...rate } },
    'an Action for a rule that refers to a group': {
      Statement: { RuleGroupReferenceStatement: { ARN: 'g' } },
      OverrideAction: { None: {} },
    },
    'no OverrideAction for a rule that refers to a group': {
      Statement: { RuleGroupReferenceStatement: { ARN: 'g' } },
      Action: undefined,
    },
    'a managed group that is not here': {
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'Nothing' } },
      Action: undefined,
      OverrideAction: { None: {} },
    },
    'a group within a statement': {
      Statement: { NotStatement: { Statement: { RuleGroupReferenceStatement: { ARN: 'g' } } } },
    },
    'an unknown statement': { Statement: { MagicStatement: {} } },
    'a rate-based statement within': { Statement: { NotStatement: { Statement: rate } } },
    'a reserved word in a label': { RuleLabels: [{ Name: 'awswaf:x' }] },
    'a name with a space': { Name: 'a b' },
    'a negative priority': { Priority: -1 },
    'a status AWS does not have': { Action: { Block: { CustomResponse: { ResponseCode: 418 } } } },
    'a header twice': {
      Action: {
        Count: {
          CustomRequestHandling: {
            InsertHeaders: [
              { Name: 'a', Value: '1' },
              { Name: 'A', Value: '2' },
            ],
          },
        },
      },
    },
    'a reserved metric': { VisibilityConfig: { ...VisibilityConfig, MetricName: 'All' } },
  })) {
    assert.equal(check(more), false, why);
  }
});
