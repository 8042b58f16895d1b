import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS } from '../../../src/base/decision.ts';
import { Trace } from '../../../src/base/trace.ts';
import type { Rule, RuleGroup } from '../../../src/define/model/web-acl.ts';
import { ask, type CaseRequest, from, get } from '../../../src/guard/decide/waf/cases.ts';
import { limitedKeys, rateRules } from '../../../src/guard/decide/waf/rates/rates.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { pathBegins } from '../../definition.ts';
import { acl, aclArn, definition, exchangeOf, given, rule, ruleGroup } from './at-hand.ts';

const label = (Scope: string, Key: string) => ({ LabelMatchStatement: { Scope, Key } });
const block: Rule['action'] = { Block: {} };
const count: Rule['action'] = { Count: {} };

const refers = (more: object = {}, override: Rule['overrideAction'] = { None: {} }, priority = 5): Rule =>
  rule('ref', { RuleGroupReferenceStatement: { ARN: 'g', ...more } }, null, {
    overrideAction: override,
    priority,
  });

function compiled(rules: readonly Rule[], group: readonly Rule[], more: Partial<RuleGroup> = {}) {
  const clock = Clock.byHand();
  const of = definition({ webAcls: [acl(rules)], ruleGroups: [ruleGroup('g', group, more)] });
  const at = given(of, clock);
  const decide = waf.compile({ webAcl: aclArn }, at);
  const looked = waf.compile({ webAcl: aclArn }, { ...at, tracing: true });
  const send = async (request: CaseRequest) => {
    const x = await exchangeOf(request);
    return { x, decision: await decide(x) };
  };
  return { at, of, clock, send, looked };
}

test('the rules of a group are asked where the rule that refers to it stands', async () => {
  const { send } = compiled(
    [
      rule('first', pathBegins('/first'), { Allow: {} }, { priority: 1 }),
      refers(),
      rule('last', pathBegins('/'), block, { priority: 9 }),
    ],
    [
      rule('late', pathBegins('/'), block, { priority: 8, id: 'g/late' }),
      rule('open', pathBegins('/open'), { Allow: {} }, { priority: 2, id: 'g/open' }),
    ],
  );
  assert.equal((await send(get('/first'))).decision, PASS);
  const open = await send(get('/open'));
  assert.equal(open.decision, PASS);
  assert.deepEqual(open.x.waf, {
    webAcl: 'acl',
    action: 'ALLOW',
    terminatingRule: 'ref',
    terminatingType: 'GROUP',
    counted: [],
    rates: [],
    groups: [{ rule: 'ref', group: 'g', terminating: 'open', action: 'ALLOW', counted: [] }],
  });
  assert.equal((await send(get('/x'))).decision.by, 'g/late');
});

test('an override to Count lets the group end as it does, and the web ACL go on', async () => {
  const { send } = compiled(
    [refers({}, { Count: {} }), rule('behind', pathBegins('/a'), block, { priority: 9 })],
    [
      rule('counts', pathBegins('/a'), count, { priority: 0, labels: ['seen'] }),
      rule('blocks', pathBegins('/a'), block, { priority: 1, labels: ['bad'] }),
      rule('never', pathBegins('/a'), count, { priority: 2, labels: ['never'] }),
    ],
  );
  const { x, decision } = await send(get('/a'));
  assert.equal(decision.by, 'acl/behind');
  assert.deepEqual(x.waf?.counted, ['ref']);
  assert.deepEqual(x.waf?.groups, [
    { rule: 'ref', group: 'g', terminating: 'blocks', action: 'BLOCK', counted: ['counts'] },
  ]);
  const prefix = 'awswaf:000000000000:rulegroup:g:';
  assert.deepEqual(x.labels, [`${prefix}seen`, `${prefix}bad`]);
});

test('rules that are overridden or excluded do as they are told', async () => {
  const rules = [
    rule('a', pathBegins('/a'), block, { priority: 0 }),
    rule('b', pathBegins('/b'), count, { priority: 1 }),
    rule('c', pathBegins('/c'), block, { priority: 2 }),
  ];
  const settings = {
    RuleActionOverrides: [
      { Name: 'a', ActionToUse: { Allow: {} } },
      { Name: 'b', ActionToUse: { Block: { CustomResponse: { ResponseCode: 404 } } } },
    ],
    ExcludedRules: [{ Name: 'c' }],
  };
  const { send } = compiled([refers(settings)], rules);
  assert.equal((await send(get('/a'))).decision, PASS);
  assert.equal((await send(get('/b'))).decision.prepared?.status, 404);
  const c = await send(get('/c'));
  assert.equal(c.decision, PASS);
  assert.deepEqual(c.x.waf?.groups?.[0]?.counted, ['c']);
});

test('labels are of the group in it, and by their whole prefix outside of it', async () => {
  const own = 'awswaf:000000000000:rulegroup:g:';
  const { send } = compiled(
    [
      refers(),
      rule('bare', label('LABEL', 'hit'), block, { priority: 7 }),
      rule('full', label('LABEL', `${own}hit`), count, { priority: 8 }),
    ],
    [
      rule('gives', pathBegins('/a'), count, { priority: 0, labels: ['hit'] }),
      rule('within', label('LABEL', 'hit'), count, { priority: 1 }),
    ],
  );
  const { x, decision } = await send(get('/a'));
  assert.equal(decision, PASS);
  assert.deepEqual(x.waf?.groups?.[0]?.counted, ['gives', 'within']);
  assert.deepEqual(x.waf?.counted, ['full']);
});

test('a custom response of a group’s rule has its body from the group', async () => {
  const { send } = compiled(
    [refers()],
    [
      rule(
        'blocks',
        pathBegins('/'),
        { Block: { CustomResponse: { ResponseCode: 418 - 3, CustomResponseBodyKey: 'k' } } },
        { id: 'g/blocks' },
      ),
    ],
    { customResponseBodies: { k: { ContentType: 'TEXT_PLAIN', Content: 'from the group' } } },
  );
  assert.equal((await send(get('/'))).decision.prepared?.body, 'from the group');
});

test('a rate-based rule of a group counts for the rule that refers to it, and its keys are listed', async () => {
  const rate = { RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' } };
  const { send, of, at, clock } = compiled([refers()], [rule('limit', rate, block, { id: 'g/limit' })]);
  for (let i = 0; i < 10; i++) assert.equal((await send(from('203.0.113.9'))).decision, PASS);
  const over = await send(from('203.0.113.9'));
  assert.equal(over.decision.by, 'g/limit');
  assert.deepEqual(over.x.waf?.rates, [{ rule: 'ref/limit', key: '203.0.113.9' }]);
  const [found] = rateRules(of);
  assert.equal(found?.rule, 'acl/ref/g/limit');
  const keys = limitedKeys(found, at.laid.get(found.cellsId)!, clock);
  assert.deepEqual(
    keys.map((key) => key.key),
    ['203.0.113.9'],
  );
});

test('a traced walk shows the rules of a group within it', async () => {
  const { looked } = compiled([refers({}, { Count: {} })], [rule('blocks', pathBegins('/a'), block)]);
  const x = await exchangeOf(get('/a'));
  x.trace = new Trace();
  await looked(x);
  const group = x.trace.steps[0]!.steps.find((step) => step.what === 'rule group')!;
  assert.deepEqual([group.name, group.outcome], ['ref', 'count']);
  assert.equal(
    group.because,
    'Its rule blocks ends it, which here only counts: without Count as its OverrideAction the request would be refused here.',
  );
  assert.deepEqual(
    group.steps.map((step) => [step.name, step.outcome, step.because]),
    [
      [
        'blocks',
        'match',
        'It matches and ends its group, which only counts here; otherwise the request is refused.',
      ],
    ],
  );
});

test('a country is looked up once, and is a label for the rules behind', async () => {
  const geo = { GeoMatchStatement: { CountryCodes: ['DE'] } };
  const { send } = compiled(
    [
      rule('geo', geo, block, { priority: 0 }),
      rule('not', { NotStatement: { Statement: geo } }, count, { priority: 1 }),
      rule('by-label', label('LABEL', 'awswaf:clientip:geo:country:NL'), block, { priority: 2 }),
    ],
    [],
  );
  const { x, decision } = await send(from('193.0.6.139'));
  assert.equal(decision.by, 'acl/by-label');
  assert.deepEqual(x.labels, ['awswaf:clientip:geo:country:NL', 'awswaf:clientip:geo:region:NL-XX']);
});

test('a body that an override names is one of the web ACL’s, for a group of one’s own and a managed one', async () => {
  const block = (CustomResponseBodyKey: string): Rule['action'] => ({
    Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey } },
  });
  const overrides = (Name: string) => ({ RuleActionOverrides: [{ Name, ActionToUse: block('acl') }] });
  const managed = rule(
    'managed',
    {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: 'AWSManagedRulesKnownBadInputsRuleSet',
        ...overrides('PROPFIND_METHOD'),
      },
    },
    null,
    { overrideAction: { None: {} }, priority: 6 },
  );
  const body = (Content: string) => ({ ContentType: 'TEXT_PLAIN', Content }) as const;
  const of = definition({
    webAcls: [
      acl([refers(overrides('other')), managed], { customResponseBodies: { acl: body('of the ACL') } }),
    ],
    ruleGroups: [
      ruleGroup(
        'g',
        [
          rule('own', pathBegins('/own'), block('group'), { id: 'g/own', priority: 1 }),
          rule('other', pathBegins('/other'), block('group'), { id: 'g/other', priority: 2 }),
        ],
        { customResponseBodies: { group: body('of the group') } },
      ),
    ],
  });
  const decide = waf.compile({ webAcl: aclArn }, given(of, Clock.byHand()));
  const answered = async (request: CaseRequest) => (await decide(await exchangeOf(request))).prepared?.body;
  assert.equal(await answered(get('/own')), 'of the group');
  assert.equal(await answered(get('/other')), 'of the ACL');
  assert.equal(await answered(ask({ method: 'PROPFIND' })), 'of the ACL');
});
