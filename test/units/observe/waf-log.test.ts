import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS, refuse } from '../../../src/base/decision.ts';
import type { Event } from '../../../src/base/event.ts';
import type { WafOutcome } from '../../../src/base/exchange.ts';
import type { MatchDetail } from '../../../src/base/match-detail.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import { makeRing } from '../../../src/base/ring.ts';
import { writtenHeaders } from '../../../src/base/written-headers.ts';
import { type DataProtectionConfig, dataProtectionShape } from '../../../src/define/model/data-protection.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import type { LoggingConfiguration, LoggingFilter } from '../../../src/define/model/logging.ts';
import type { Rule, RuleGroup } from '../../../src/define/model/web-acl.ts';
import { customKeys } from '../../../src/guard/decide/waf/rates/rates.ts';
import { Recorder } from '../../../src/guard/record/record.ts';
import { redacted, redactionOf } from '../../../src/observe/logs/redaction.ts';
import { keeps, keepsRefusedAlone } from '../../../src/observe/logs/waf-filter.ts';
import { wafRecord } from '../../../src/observe/logs/waf-record.ts';
import { Observer } from '../../../src/observe/observe.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { protectionOf } from '../../../src/observe/waf/masks.ts';
import { guarded } from '../../../src/observe/waf/protect.ts';
import { temporaryFolder } from '../../folders.ts';
import { exchange } from '../record/exchange.ts';
import { acl, aclArn, definition } from './definition.ts';
import { blocked, event, waf } from './event.ts';

const folder = temporaryFolder({ after });

const origin = NOWHERE;
const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const sha256 = (text: string): string => hash('sha256', text, 'base64');

const detail = (change: Partial<MatchDetail> = {}): MatchDetail => ({
  ...{ rule: 'rate', within: '', condition: 'SQL_INJECTION', sensitivity: 'LOW', location: 'ALL_QUERY_ARGS' },
  ...{ field: 'id', family: 'sqli', data: ["'", 'OR', '1'] },
  ...change,
});

const groupRule = (name: string): Rule => ({
  ...{ id: `g/${name}`, origin, name, priority: 0, action: { Block: {} }, labels: [], visibility },
  statement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } },
});

const group: RuleGroup = {
  ...{ id: 'g', origin, name: 'ours', groupId: 'g0', arn: 'arn:g', scope: 'REGIONAL', description: '' },
  ...{ lockToken: '', capacity: 9, rules: ['a', 'b', 'c'].map(groupRule), visibility },
  ...{ customResponseBodies: {}, labelNamespace: 'awswaf:0:rulegroup:ours:', tags: {} },
};

/** The usual web ACL, with a rule `ref` that refers to a group of one's own. */
function withGroup(more: Partial<Definition> = {}): Definition {
  const ref: Rule = {
    ...groupRule('ref'),
    ...{ id: 'waf/Acl/ref', action: null, overrideAction: { None: {} } },
    statement: {
      RuleGroupReferenceStatement: {
        ARN: 'arn:g',
        ExcludedRules: [{ Name: 'b' }],
        RuleActionOverrides: [{ Name: 'c', ActionToUse: { Count: {} } }],
      },
    },
  };
  const base = acl();
  return {
    ...definition(),
    webAcls: [{ ...base, rules: [...base.rules, ref] }],
    ruleGroups: [group],
    ...more,
  };
}

function recordOf(e: Event, of = withGroup(), where = { country: '-', asn: 0 }) {
  const view = viewOf(of);
  return wafRecord(e, e.waf!, view.webAcls.get('waf/Acl'), view.stages.get('pets/Prod'), view, where);
}

test('what rules found stands beside the rule that found it, of the web ACL and of groups', () => {
  const outcome = waf({
    ...{ terminatingRule: 'ref', terminatingType: 'GROUP', counted: ['count'], rates: [] },
    groups: [{ rule: 'ref', group: 'arn:g', terminating: 'a', action: 'BLOCK', counted: ['b', 'c'] }],
    details: [
      detail({ rule: 'count', condition: 'XSS', sensitivity: '', location: 'HEADER', field: 'x-a' }),
      detail({ rule: 'ref', within: 'a' }),
      detail({ rule: 'ref', within: 'c', condition: 'REGEX', sensitivity: '', data: ['etc'] }),
    ],
  });
  const record = recordOf(blocked({ waf: outcome }));
  const found = {
    ...{ conditionType: 'SQL_INJECTION', sensitivityLevel: 'LOW', location: 'ALL_QUERY_ARGS' },
    ...{ matchedData: ["'", 'OR', '1'], matchedFieldName: 'id' },
  };
  assert.deepEqual(record.terminatingRuleMatchDetails, []);
  assert.deepEqual(record.ruleGroupList, [
    {
      ruleGroupId: 'arn:g',
      terminatingRule: { ruleId: 'a', action: 'BLOCK', ruleMatchDetails: [found] },
      nonTerminatingMatchingRules: [
        {
          ...{ ruleId: 'c', action: 'COUNT', overriddenAction: 'BLOCK' },
          ruleMatchDetails: [
            {
              ...{ conditionType: 'REGEX', location: 'ALL_QUERY_ARGS' },
              ...{ matchedData: ['etc'], matchedFieldName: 'id' },
            },
          ],
        },
      ],
      excludedRules: [{ exclusionType: 'EXCLUDED_AS_COUNT', ruleId: 'b' }],
      customerConfig: null,
    },
  ]);
  const [counted] = record.nonTerminatingMatchingRules as { ruleMatchDetails: object[] }[];
  assert.deepEqual(counted!.ruleMatchDetails, [
    {
      ...{ conditionType: 'XSS', location: 'HEADER' },
      ...{ matchedData: ["'", 'OR', '1'], matchedFieldName: 'x-a' },
    },
  ]);
});

test('tokens, fingerprints, sizes, the country and what broke are in the record when they are known', () => {
  const record = recordOf(
    blocked({
      ...{ status: 405, ja3: 'a'.repeat(32), ja4: 't13d', secure: true, oversize: 9, bytesIn: 20_000 },
      ...{ inspectedBytes: 16_384, fault: 'gateway.waf', faultMessage: 'the rule x could not be evaluated' },
      waf: waf({
        action: 'CAPTCHA',
        proven: [{ rule: 'count', action: 'CHALLENGE' }],
        captcha: { solvedAt: 0, failure: 'TOKEN_MISSING' },
        challenge: { solvedAt: 1_700_000_000, failure: '' },
      }),
    }),
    withGroup(),
    { country: 'NL', asn: 64_512 },
  );
  assert.deepEqual(record.captchaResponse, {
    responseCode: 405,
    solveTimestamp: 0,
    failureReason: 'TOKEN_MISSING',
  });
  assert.deepEqual(record.challengeResponse, { responseCode: 0, solveTimestamp: 1_700_000_000 });
  assert.deepEqual(record.nonTerminatingMatchingRules, [
    {
      ...{ ruleId: 'count', action: 'CHALLENGE', ruleMatchDetails: [] },
      challengeResponse: { responseCode: 0, solveTimestamp: 1_700_000_000 },
    },
  ]);
  assert.equal(record.responseCodeSent, 405);
  assert.equal(record.ja3Fingerprint, 'a'.repeat(32));
  assert.equal(record.ja4Fingerprint, 't13d');
  assert.deepEqual(record.oversizeFields, ['REQUEST_BODY', 'REQUEST_COOKIES']);
  assert.equal(record.requestBodySize, 20_000);
  assert.equal(record.requestBodySizeInspectedByWAF, 16_384);
  assert.equal(record.clientAsn, 64_512);
  assert.equal((record.httpRequest as { country: string }).country, 'NL');
  assert.equal((record.httpRequest as { scheme: string }).scheme, 'https');
  assert.equal(record.evaluationFailure, 'the rule x could not be evaluated');
});

test('the parts of a custom key are told one by one, each with its name', () => {
  const base = acl();
  const custom = {
    RateBasedStatement: {
      ...{ Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'CUSTOM_KEYS' },
      CustomKeys: [{ Header: { Name: 'x-tenant', TextTransformations: [] } }, { HTTPMethod: {} }, { IP: {} }],
    },
  };
  const rules = [{ ...base.rules[0]!, statement: custom }];
  const e = blocked({ waf: waf({ rates: [{ rule: 'rate', key: 'blue\u001fGET\u001f203.0.113.7' }] }) });
  const [rate] = recordOf(e, { ...definition(), webAcls: [{ ...base, rules }] }).rateBasedRuleList as Record<
    string,
    unknown
  >[];
  assert.equal(rate!.limitKey, 'CUSTOMKEYS');
  assert.deepEqual(rate!.customValues, [
    { key: 'HEADER', name: 'x-tenant', value: 'blue' },
    { key: 'HTTP_METHOD', value: 'GET' },
    { key: 'IP', value: '203.0.113.7' },
  ]);
});

test('a redacted part is not told by what was found in it either', () => {
  const e = blocked({ waf: waf({ details: [detail(), detail({ location: 'HEADER', field: 'X-A' })] }) });
  const shown = redacted(e, redactionOf([{ QueryString: {} }]));
  assert.deepEqual(
    shown.waf!.details!.map((d) => d.data),
    [['REDACTED'], ["'", 'OR', '1']],
  );
});

test('what was found in a part of a redacted header is redacted with it: the user of Basic, a claim of a token', () => {
  for (const field of ['Authorization?user', 'authorization/sub', 'X-Trace?a/b']) {
    const e = blocked({ waf: waf({ details: [detail({ location: 'HEADER', field })] }) });
    const fields = ['authorization', 'x-trace'].map((Name) => ({ SingleHeader: { Name } }));
    assert.deepEqual(redacted(e, redactionOf(fields)).waf!.details![0]!.data, ['REDACTED'], field);
  }
});

/** A web ACL whose rule `rate` counts by these. */
function countingBy(...CustomKeys: object[]): Definition {
  const base = acl();
  const statement = { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys };
  const rules = [{ ...base.rules[0]!, statement: { RateBasedStatement: statement } }];
  return { ...definition(), webAcls: [{ ...base, rules }] };
}
const valuesOf = (e: Event, of: Definition): unknown[] => {
  const [rate] = recordOf(e, of).rateBasedRuleList as { customValues: { value: string }[] }[];
  return rate!.customValues.map(({ value }) => value);
};
const TextTransformations = [{ Priority: 0, Type: 'NONE' }];
const byHeader = (Name: string): object => ({ Header: { Name, TextTransformations } });

test('keys of rate-based rules that come from redacted parts are redacted too', () => {
  const of = countingBy(
    byHeader('X-Tenant'),
    { QueryArgument: { Name: 'id', TextTransformations } },
    { UriPath: { TextTransformations } },
    { HTTPMethod: {} },
    { IP: {} },
  );
  const rate = viewOf(of).webAcls.get('waf/Acl')!.rules.get('rate')!.rate;
  const key = ['blue', '7', '/a', 'GET', '203.0.113.7'].join('\u001f');
  const e = blocked({ waf: waf({ rates: [{ rule: 'rate', key }] }) });
  const shown = (...fields: Parameters<typeof redactionOf>[0]): unknown[] =>
    valuesOf(
      redacted(e, redactionOf(fields), () => rate),
      of,
    );
  assert.deepEqual(shown(), ['blue', '7', '/a', 'GET', '203.0.113.7']);
  assert.deepEqual(shown({ SingleHeader: { Name: 'x-tenant' } }), [
    'REDACTED',
    '7',
    '/a',
    'GET',
    '203.0.113.7',
  ]);
  assert.deepEqual(shown({ QueryString: {} }, { UriPath: {} }, { Method: {} }), [
    ...['blue', 'REDACTED', 'REDACTED', 'REDACTED', '203.0.113.7'],
  ]);
});

test('keys that are secrets stand in no log, whatever is redacted, but as the web ACL masks them', () => {
  const keys = [
    byHeader('Authorization'),
    byHeader('X-API-Key'),
    { Cookie: { Name: 'session', TextTransformations } },
  ];
  const of = countingBy(...keys, { IP: {} });
  const key = ['Bearer abc', 'k', 's', '203.0.113.7'].join('\u001f');
  const e = blocked({ headers: null, waf: waf({ rates: [{ rule: 'rate', key }] }) });
  const { rate } = viewOf(of).webAcls.get('waf/Acl')!.rules.get('rate')!;
  const kept = (...protections: object[]): unknown[] => {
    const protection = protections.length === 0 ? null : protectionOf(config(...protections));
    return valuesOf(
      guarded(e, protection, () => rate),
      of,
    );
  };
  assert.deepEqual(kept(), ['REDACTED', 'REDACTED', 'REDACTED', '203.0.113.7']);
  assert.deepEqual(kept(protect('SINGLE_HEADER', ['x-api-key'], 'HASH')), [
    ...['REDACTED', sha256('k'), 'REDACTED', '203.0.113.7'],
  ]);
});

const config = (...protections: object[]): DataProtectionConfig =>
  dataProtectionShape.parse({ DataProtections: protections });
const protect = (FieldType: string, FieldKeys: string[] | undefined, Action = 'SUBSTITUTION', more = {}) => ({
  Field: { FieldType, ...(FieldKeys === undefined ? {} : { FieldKeys }) },
  Action,
  ...more,
});
const masked = (e: Event, ...protections: object[]): Event =>
  guarded(e, protectionOf(config(...protections)), () => null);

test('secrets among headers are redacted whatever the web ACL says', () => {
  const headers = ['Host', 'h', 'AUTHORIZATION', 'Bearer abc', 'cookie', 's=1', 'X-Api-Key', 'k', 'X-A', '1'];
  const e = guarded(event({ headers }), null, () => null);
  assert.deepEqual(e.headers, [
    ...['Host', 'h', 'AUTHORIZATION', 'REDACTED', 'cookie', 'REDACTED', 'X-Api-Key', 'REDACTED', 'X-A', '1'],
  ]);
  const found = event({
    waf: waf({
      details: [
        detail({ location: 'COOKIE', field: 's' }),
        detail({ location: 'HEADER', field: 'Authorization' }),
        detail({ location: 'HEADER', field: 'Authorization?user' }),
        detail({ location: 'HEADER', field: 'authorization/email' }),
      ],
    }),
  });
  for (const d of guarded(found, null, () => null).waf!.details!) assert.deepEqual(d.data, ['REDACTED']);
});

test('a header is secret, protected and redacted however a server behind may be told it: with _ as with -', () => {
  const headers = ['X_Api_Key', 'k', 'x.profile', 'p', 'X_Kept', '1'];
  const secret = ['X_Api_Key', 'REDACTED', 'x.profile', 'p', 'X_Kept', '1'];
  assert.deepEqual(guarded(event({ headers }), null, () => null).headers, secret);
  const shown = masked(event({ headers }), protect('SINGLE_HEADER', ['X-Profile']));
  assert.deepEqual(shown.headers, ['X_Api_Key', 'REDACTED', 'x.profile', 'REDACTED', 'X_Kept', '1']);
  const redaction = redactionOf([{ SingleHeader: { Name: 'x-profile' } }]);
  assert.deepEqual(redacted(event({ headers }), redaction).headers, [
    ...['X_Api_Key', 'k', 'x.profile', 'REDACTED', 'X_Kept', '1'],
  ]);
  const found = event({ waf: waf({ details: [detail({ location: 'HEADER', field: 'X_Api_Key' })] }) });
  assert.deepEqual(guarded(found, null, () => null).waf!.details![0]!.data, ['REDACTED']);
});

test('a protected header is masked wherever it is kept, by a digest or a word', () => {
  const e = event({ headers: ['User-Agent', 'curl/8.5.0', 'Authorization', 'Bearer abc'] });
  const shown = masked(
    e,
    protect('SINGLE_HEADER', ['user-agent']),
    protect('SINGLE_HEADER', ['authorization'], 'HASH'),
  );
  assert.deepEqual(shown.headers, ['User-Agent', 'REDACTED', 'Authorization', sha256('Bearer abc')]);
  assert.equal(shown.userAgent, 'REDACTED');
});

test('of cookies the named ones are masked as asked, and the others are redacted as ever', () => {
  const e = event({ headers: ['Cookie', 'session=abc; theme=dark'] });
  const [, cookie] = masked(e, protect('SINGLE_COOKIE', ['session'], 'HASH')).headers!;
  assert.equal(cookie, `session=${sha256('abc')}; theme=REDACTED`);
});

test('a protected argument is masked however its name is written; of a protected query nothing is left', () => {
  const e = event({ query: 'q=1&Pass%77ord=hunter2&password&x' });
  assert.equal(
    masked(e, protect('SINGLE_QUERY_ARGUMENT', ['password'])).query,
    'q=1&Pass%77ord=REDACTED&password&x',
  );
  assert.equal(
    masked(event({ query: 'a=1;password=x;b' }), protect('SINGLE_QUERY_ARGUMENT', ['password'])).query,
    'a=1;password=REDACTED;b',
  );
  assert.equal(
    masked(
      event({ query: 'password[]=x&PASSWORD%5B0%5D=x&password%00z=x&passwords=1&[password]=2' }),
      protect('SINGLE_QUERY_ARGUMENT', ['password']),
    ).query,
    'password[]=REDACTED&PASSWORD%5B0%5D=REDACTED&password%00z=REDACTED&passwords=1&[password]=2',
  );
  assert.equal(
    masked(event({ query: 'a=b&c' }), protect('QUERY_STRING', undefined)).query,
    'REDACTED=REDACTED&REDACTED',
  );
  assert.equal(
    masked(event({ query: 'a=b' }), protect('QUERY_STRING', undefined, 'HASH')).query,
    `${sha256('a')}=${sha256('b')}`,
  );
});

test('what was found in a part of a protected header is masked as the header is', () => {
  const e = event({ waf: waf({ details: [detail({ location: 'HEADER', field: 'X-Profile/name' })] }) });
  const [found] = masked(e, protect('SINGLE_HEADER', ['x-profile'])).waf!.details!;
  assert.deepEqual(found!.data, ['REDACTED']);
});

test('one protected argument protects what was found in any, by the stricter of two masks, unless excluded', () => {
  const e = event({ waf: waf({ details: [detail(), detail({ location: 'BODY', field: '' })] }) });
  const data = (...protections: object[]) => masked(e, ...protections).waf!.details!.map((d) => d.data);
  const plain = ["'", 'OR', '1'];
  assert.deepEqual(data(protect('SINGLE_QUERY_ARGUMENT', ['other'], 'HASH')), [[sha256("' OR 1")], plain]);
  assert.deepEqual(
    data(
      protect('SINGLE_QUERY_ARGUMENT', ['a'], 'HASH'),
      protect('SINGLE_QUERY_ARGUMENT', ['b'], 'SUBSTITUTION'),
    ),
    [['REDACTED'], plain],
  );
  assert.deepEqual(data(protect('BODY', undefined)), [plain, ['REDACTED']]);
  assert.deepEqual(
    data(protect('QUERY_STRING', undefined, 'SUBSTITUTION', { ExcludeRuleMatchDetails: true })),
    [plain, plain],
  );
});

test('the key of a rate-based rule is masked with the part it comes from, unless excluded', () => {
  const rate = {
    ...({ limitKey: 'CUSTOMKEYS', limit: 10, windowSec: 60 } as const),
    parts: [{ key: 'HEADER', name: 'X-Tenant' }, { key: 'IP' }],
  };
  const e = event({ waf: waf({ rates: [{ rule: 'rate', key: 'blue\u001f203.0.113.7' }] }) });
  const key = (more: object) =>
    guarded(e, protectionOf(config(protect('SINGLE_HEADER', ['x-tenant'], 'SUBSTITUTION', more))), () => rate)
      .waf!.rates[0]!.key;
  assert.equal(key({}), 'REDACTED\u001f203.0.113.7');
  assert.equal(key({ ExcludeRateBasedDetails: true }), 'blue\u001f203.0.113.7');
});

test('the key of a rate-based rule within a group is masked as well, in everything that is kept', async () => {
  const CustomKeys = [byHeader('X-Tenant'), { IP: {} }];
  const RateBasedStatement = { Limit: 10, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys };
  const rules = group.rules.map((rule) =>
    rule.name === 'b' ? { ...rule, statement: { RateBasedStatement } } : rule,
  );
  const of = withGroup({ ruleGroups: [{ ...group, rules }] });
  // One of the same name that counts by something else.
  const other = {
    RateBasedStatement: { ...RateBasedStatement, CustomKeys: [{ IP: {} }, { HTTPMethod: {} }] },
  };
  const namesake: Rule = { ...groupRule('b'), id: 'waf/Acl/b', statement: other };
  const dataProtection = config(protect('SINGLE_HEADER', ['x-tenant']));
  const kept: Event[] = [];
  const clock = Clock.byHand();
  const observer = new Observer({ clock, data: null, each: (e) => kept.push(e) });
  observer.apply({
    ...of,
    webAcls: of.webAcls.map((each) => ({ ...each, rules: [namesake, ...each.rules], dataProtection })),
  });
  const ring = makeRing();
  observer.attach(ring, 0);
  const x = exchange();
  x.waf = waf({ rates: [{ rule: 'ref/b', key: 'blue\u001f203.0.113.7' }] });
  new Recorder(ring, 0, clock).record(x, refuse('WAF_FILTERED', 'waf/Acl/ref'));
  observer.poll();
  assert.equal(kept[0]!.waf!.rates[0]!.key, 'REDACTED\u001f203.0.113.7');
  await observer.close();
});

test('a session that a rule counts by is not in the journal; of it, who is blocked knows as much as it shows', async () => {
  const of = countingBy({ Cookie: { Name: 'session', TextTransformations } }, byHeader('X-Tenant'));
  const clock = Clock.byHand();
  let id = '';
  const observer = new Observer({ clock, data: null, each: ({ requestId }) => (id = requestId) });
  observer.apply(of);
  const ring = makeRing();
  observer.attach(ring, 0);
  const x = exchange();
  x.waf = waf({ rates: [{ rule: 'rate', key: 'Zx81kQpL02mNvRt7\u001fblue' }] });
  new Recorder(ring, 0, clock).record(x, refuse('WAF_FILTERED', 'waf/Acl/rate'));
  observer.poll();
  assert.equal(observer.find(id)!.waf!.rates[0]!.key, 'REDACTED\u001fblue');
  const parts = ['Cookie:session', 'Header:X-Tenant'];
  assert.deepEqual(
    [...customKeys(parts, observer.limitedKeys()).values()],
    ['Cookie:session=Zx81**** Header:X-Tenant=blue'],
  );
  await observer.close();
});

const filter = (DefaultBehavior: 'KEEP' | 'DROP', ...Filters: LoggingFilter['Filters']): LoggingFilter => ({
  Filters,
  DefaultBehavior,
});
const action = (Action: string) => ({ ActionCondition: { Action } });
const label = (LabelName: string) => ({ LabelNameCondition: { LabelName } });

test('the first filter that fits decides; its conditions are met all, or any', () => {
  const view = viewOf(withGroup()).webAcls.get('waf/Acl')!;
  const keep = (f: LoggingFilter, e: Event): boolean => keeps(f, e, e.waf!, view);
  const allowed = (more: Partial<WafOutcome> = {}, labels: string[] = []): Event =>
    event({
      labels,
      waf: waf({
        action: 'ALLOW',
        terminatingRule: 'Default_Action',
        terminatingType: 'REGULAR',
        rates: [],
        ...more,
      }),
    });
  const all = {
    Behavior: 'KEEP',
    Requirement: 'MEETS_ALL',
    Conditions: [action('BLOCK'), label('a:b')],
  } as const;
  const any = { ...all, Requirement: 'MEETS_ANY' } as const;
  assert.equal(keep(filter('DROP', all as never), blocked()), false);
  assert.equal(keep(filter('DROP', all as never), blocked({ labels: ['a:b'] })), true);
  assert.equal(keep(filter('DROP', any as never), blocked()), true);
  assert.equal(keep(filter('DROP', any as never), allowed({}, ['a:b'])), true);
  assert.equal(keep(filter('DROP', any as never), allowed()), false);
  const drops = { Behavior: 'DROP', Requirement: 'MEETS_ANY', Conditions: [action('COUNT')] } as const;
  assert.equal(keep(filter('KEEP', drops as never), allowed({ counted: ['count'] })), false);
  assert.equal(keep(filter('KEEP', drops as never), allowed()), true);
  const excluded = {
    Behavior: 'KEEP',
    Requirement: 'MEETS_ALL',
    Conditions: [action('EXCLUDED_AS_COUNT')],
  } as const;
  const inGroup = (counted: string[]) =>
    allowed({ groups: [{ rule: 'ref', group: 'arn:g', terminating: '', action: '', counted }] });
  assert.equal(keep(filter('DROP', excluded as never), inGroup(['b'])), true);
  assert.equal(keep(filter('DROP', excluded as never), inGroup(['c'])), false);
  assert.equal(keepsRefusedAlone(filter('DROP', all as never)), true);
  assert.equal(keepsRefusedAlone(filter('DROP', any as never)), false);
  assert.equal(keepsRefusedAlone(null), false);
});

test('a web ACL with a logging configuration is logged into the folder of its destination, allowed requests too', async () => {
  const clock = Clock.byHand();
  const observer = new Observer({ clock, data: folder });
  const logging: LoggingConfiguration = {
    ...{ id: 'waf/Log', origin, webAclArn: aclArn, filter: null },
    destinations: ['arn:aws:logs:us-east-1:000000000000:log-group:aws-waf-logs-shop:*'],
    redacted: [{ SingleHeader: { Name: 'user-agent' } }],
  };
  observer.apply({ ...definition(), loggingConfigurations: [logging] });
  const ring = makeRing();
  observer.attach(ring, 0);
  const recorder = new Recorder(ring, 0, clock);
  for (const passed of [true, false]) {
    const x = exchange({ headers: ['User-Agent', 'curl', 'Cookie', 's=1'] });
    x.stage = 'pets/Prod';
    x.waf = passed
      ? waf({ action: 'ALLOW', terminatingRule: 'Default_Action', terminatingType: 'REGULAR', rates: [] })
      : waf();
    recorder.record(x, passed ? PASS : refuse('WAF_FILTERED', 'waf/Acl/rate'));
  }
  observer.poll();
  await observer.close();
  const file = join(folder, 'logs', 'aws-waf-logs-shop', 'us-east-1_shop_0.jsonl');
  const records = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map((r) => [r.action, r.httpRequest.headers]),
    ['ALLOW', 'BLOCK'].map((a) => [
      a,
      [
        { name: 'X-Forwarded-For', value: '203.0.113.7' },
        { name: 'X-Forwarded-Proto', value: 'http' },
        { name: 'X-Forwarded-Port', value: '8080' },
        { name: 'X-Amzn-Trace-Id', value: 'Root=1-6553f100-1b2f4a7c9c3e7a1d0c9b8e2f' },
        { name: 'User-Agent', value: 'REDACTED' },
        { name: 'Cookie', value: 'REDACTED' },
      ],
    ]),
  );
  assert.ok(!readdirSync(join(folder, 'logs')).includes('aws-waf-logs-shop.jsonl'));
});

test('headers are told as the web ACL saw them, in AWS’s order, and what API Gateway writes is masked as what came', () => {
  const headers = ['Accept', '*/*', 'X-Forwarded-For', '10.1.1.1', 'X-Forwarded-Port', '1', 'Host', 'shop'];
  const written = writtenHeaders({
    ...{ id: '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f', at: 1_700_000_000_000, headers, client: '203.0.113.7' },
    ...{ port: 8443, secure: true, proxied: false },
  });
  const told = (e: Event) => {
    const { headers } = recordOf(e).httpRequest as { headers: { name: string; value: string }[] };
    return headers.map(({ name, value }) => `${name}: ${value}`);
  };
  const e = blocked({ headers, written });
  const trace = 'X-Amzn-Trace-Id: Root=1-6553f100-1b2f4a7c9c3e7a1d0c9b8e2f';
  assert.deepEqual(told(e), [
    ...['X-Forwarded-For: 10.1.1.1, 203.0.113.7', 'X-Forwarded-Proto: https', 'X-Forwarded-Port: 8443'],
    ...['Host: shop', trace, 'Accept: */*'],
  ]);
  const masks = protectionOf(
    config({
      Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['x-forwarded-for'] },
      Action: 'SUBSTITUTION',
    }),
  );
  assert.equal(told(guarded(e, masks, () => null))[0], 'X-Forwarded-For: REDACTED');
  const redaction = redactionOf([{ SingleHeader: { Name: 'X-Forwarded-For' } }]);
  assert.equal(told(redacted(e, redaction))[0], 'X-Forwarded-For: REDACTED');
  assert.equal(told(guarded(e, null, () => null))[0], 'X-Forwarded-For: 10.1.1.1, 203.0.113.7');
});
