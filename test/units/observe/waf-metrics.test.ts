import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import type { Rule, RuleGroup } from '../../../src/define/model/web-acl.ts';
import { CloudWatch } from '../../../src/observe/metrics/cloudwatch.ts';
import type { Metric } from '../../../src/observe/metrics/metric.ts';
import { Prometheus } from '../../../src/observe/metrics/prometheus.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { matchesOf } from '../../../src/observe/waf/matches.ts';
import { Samples } from '../../../src/observe/waf/samples.ts';
import { acl, definition } from './definition.ts';
import { blocked, event, waf } from './event.ts';

const visible = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});
const groupRule = (name: string): Rule => ({
  ...{ id: `g/${name}`, origin: NOWHERE, name, priority: 0, action: { Block: {} }, labels: [] },
  ...{ visibility: visible(`${name}-metric`), statement: {} },
});
const group: RuleGroup = {
  ...{
    id: 'g',
    origin: NOWHERE,
    name: 'ours',
    groupId: 'g0',
    arn: 'arn:g',
    scope: 'REGIONAL',
    description: '',
  },
  ...{ lockToken: '', capacity: 9, rules: ['a', 'b'].map(groupRule), visibility: visible('ours-metric') },
  ...{ customResponseBodies: {}, labelNamespace: 'awswaf:0:rulegroup:ours:', tags: {} },
};
const refers = (name: string, priority: number, statement: Rule['statement']): Rule => ({
  ...groupRule(name),
  ...{ id: `waf/Acl/${name}`, priority, action: null, overrideAction: { None: {} }, statement },
});
const AwsSql = 'AWSManagedRulesSQLiRuleSet';
const of: Definition = {
  ...definition(),
  webAcls: [
    {
      ...acl(),
      rules: [
        ...acl().rules,
        refers('ref', 3, {
          RuleGroupReferenceStatement: {
            ARN: 'arn:g',
            RuleActionOverrides: [{ Name: 'b', ActionToUse: { Count: {} } }],
          },
        }),
        refers('sql', 4, { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: AwsSql } }),
      ],
    },
  ],
  ruleGroups: [group],
};
const view = viewOf(of);
const shop = view.webAcls.get('waf/Acl')!;

const allowed = waf({
  action: 'ALLOW',
  terminatingRule: 'Default_Action',
  terminatingType: 'REGULAR',
  rates: [],
});
const byGroup = waf({
  ...{ terminatingRule: 'ref', terminatingType: 'GROUP', rates: [] },
  groups: [{ rule: 'ref', group: 'arn:g', terminating: 'a', action: 'BLOCK', counted: ['b'] }],
});
const byManaged = waf({
  ...{ terminatingRule: 'sql', terminatingType: 'MANAGED_RULE_GROUP', rates: [] },
  groups: [{ rule: 'sql', group: `AWS#${AwsSql}`, terminating: 'SQLi_BODY', action: 'BLOCK', counted: [] }],
  details: [
    {
      ...{
        rule: 'sql',
        within: 'SQLi_BODY',
        condition: 'SQL_INJECTION',
        sensitivity: 'LOW',
        location: 'BODY',
      },
      ...{ field: '', family: 'sqli', data: ['OR'] },
    },
  ],
});

function counted() {
  const metrics = new CloudWatch();
  const sum = (name: string, dimensions: Record<string, string>): number => {
    const metric: Metric = {
      namespace: 'AWS/WAFV2',
      name,
      dimensions: { Region: 'us-east-1', ...dimensions },
    };
    return metrics.read(metric, 0, Number.MAX_SAFE_INTEGER).reduce((all, point) => all + point.sum, 0);
  };
  return { metrics, sum };
}

test('metrics have AWS’s names and dimensions: of web ACLs, rules, groups, managed groups, labels, countries', () => {
  const { metrics, sum } = counted();
  const label = 'awswaf:managed:aws:sql-database:SQLi_Body';
  for (const [outcome, labels] of [
    [allowed, ['awswaf:managed:token:id:0b6b']],
    [byGroup, []],
    [byManaged, [label]],
    [waf(), []],
  ] as const)
    metrics.add(blocked({ waf: outcome, labels, client: '192.0.2.44' }), undefined, view);
  const WebACL = 'shop-metric';
  assert.equal(sum('BlockedRequests', { WebACL, Rule: 'ALL' }), 3);
  assert.equal(sum('AllowedRequests', { WebACL, Rule: 'Default_Action' }), 1);
  assert.equal(sum('BlockedRequests', { WebACL, Rule: 'rate-metric' }), 1);
  assert.equal(sum('BlockedRequests', { WebACL, Rule: 'ref-metric' }), 1);
  assert.equal(sum('BlockedRequests', { RuleGroup: 'ours-metric', Rule: 'a-metric' }), 1);
  assert.equal(sum('CountedRequests', { RuleGroup: 'ours-metric', Rule: 'b-metric' }), 1);
  assert.equal(sum('BlockedRequests', { RuleGroup: 'ours-metric', Rule: 'ALL' }), 1);
  // The group was passed by the request that was allowed and by the one a later rule blocked, and never asked of the fourth.
  assert.equal(sum('PassedRequests', { RuleGroup: 'ours-metric', Rule: 'ALL' }), 2);
  const managed = { ManagedRuleGroup: AwsSql, ManagedRuleGroupRule: 'SQLi_BODY' };
  assert.equal(sum('BlockedRequests', { WebACL, ...managed }), 1);
  const ofLabel = { LabelNamespace: 'awswaf:managed:aws:sql-database', Label: 'SQLi_Body' };
  assert.equal(sum('BlockedRequests', { WebACL, ...ofLabel }), 1);
  assert.equal(sum('BlockedRequests', { WebACL, Attack: 'sqli' }), 1);
  assert.equal(sum('BlockedRequests', { WebACL, Country: '-' }), 3);
  assert.ok(!metrics.list().some((m) => m.dimensions.LabelNamespace?.includes('token')));
});

test('requests are counted by the device their User-Agent names, and bots by what they are for', () => {
  const { metrics, sum } = counted();
  const from = (userAgent: string, outcome = allowed): void =>
    metrics.add(event({ userAgent, waf: outcome }), undefined, view);
  const browser = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
  from(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${browser} Safari/537.36`);
  from(`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${browser} Mobile Safari/537.36`);
  from('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', waf());
  from(`Mozilla/5.0 (Linux; Android 15; SM-X910) ${browser} Safari/537.36`);
  from('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)');
  from('curl/8.9', waf());
  const WebACL = 'shop-metric';
  const devices = (name: string) =>
    ['Desktop', 'Mobile', 'Tablet', 'Other'].map((Device) => sum(name, { WebACL, Device }));
  assert.deepEqual(devices('AllowedRequests'), [1, 1, 1, 1]);
  assert.deepEqual(devices('BlockedRequests'), [0, 1, 0, 1]);
  assert.equal(sum('SampleAllowedRequests', { WebACL, BotCategory: 'search_engine' }), 1);
  assert.equal(sum('SampleBlockedRequests', { WebACL, BotCategory: 'http_library' }), 1);
});

test('a flood of User-Agents that nobody saw before is counted by device only in part', () => {
  const { metrics, sum } = counted();
  for (let i = 0; i < 2_000; i++) metrics.add(event({ userAgent: `x/${i}`, waf: allowed }), undefined, view);
  assert.equal(sum('AllowedRequests', { WebACL: 'shop-metric', Device: 'Other' }), 500);
  assert.equal(sum('AllowedRequests', { WebACL: 'shop-metric', Rule: 'ALL' }), 2_000);
});

test('/metrics has them by their own names and dimensions', () => {
  const { metrics } = counted();
  metrics.add(blocked({ waf: byGroup }), undefined, view);
  const text = new Prometheus().text(metrics.wafTotals(), {});
  assert.match(
    text,
    /portcullis_wafv2_BlockedRequests_total\{RuleGroup="ours-metric",Rule="a-metric",Region="us-east-1"\} 1\n/,
  );
});

test('labels that callers bring about are counted up to a bound', () => {
  const { metrics } = counted();
  for (let i = 0; i < 2_000; i++)
    metrics.add(event({ waf: allowed, labels: [`awswaf:0:webacl:shop:l${i}`] }), undefined, view);
  assert.equal(metrics.list().filter((m) => m.dimensions.Label !== undefined).length, 500);
});

const at = Date.UTC(2026, 10, 22, 4, 0);
function sampled() {
  const clock = Clock.byHand();
  clock.advance(at + 3_600_000 - clock.now());
  const samples = new Samples(clock);
  const find = (metric: string, max = 100) => samples.find(shop, metric, at, at + 3_600_000, max, view);
  return { samples, find };
}

test('a sample of a group tells which of its rules matched, by the metric of the group’s rule as well', () => {
  const { samples, find } = sampled();
  samples.add(blocked({ at, waf: byGroup, labels: ['x:y'] }), shop, matchesOf(byGroup, shop));
  samples.add(blocked({ at, waf: byManaged }), shop, matchesOf(byManaged, shop));
  const names = (metric: string) =>
    find(metric).SampledRequests.map((s) => [s.Action, s.RuleNameWithinRuleGroup, s.OverriddenAction]);
  assert.deepEqual(names('ref-metric'), [
    ['COUNT', 'ours#b', 'BLOCK'],
    ['BLOCK', 'ours#a', undefined],
  ]);
  assert.deepEqual(names('a-metric'), [['BLOCK', 'ours#a', undefined]]);
  assert.deepEqual(names('sql-metric'), [['BLOCK', `AWS#${AwsSql}#SQLi_BODY`, undefined]]);
  assert.deepEqual(names('SQLi_BODY'), [['BLOCK', `AWS#${AwsSql}#SQLi_BODY`, undefined]]);
  assert.deepEqual(find('a-metric').SampledRequests[0]!.Labels, [{ Name: 'x:y' }]);
  assert.deepEqual(names('Default_Action'), []);
});

test('a sample is of the first 5 000 requests, and says until when that is', () => {
  const { samples, find } = sampled();
  for (let i = 0; i < 9_000; i++) {
    const e = blocked({ at: at + i * 100, waf: waf() });
    samples.add(e, shop, matchesOf(waf(), shop));
  }
  const found = find('rate-metric', 50);
  assert.equal(found.PopulationSize, 5_400);
  assert.deepEqual(found.TimeWindow, { StartTime: at / 1000, EndTime: at / 1000 + 540 });
  assert.equal(found.SampledRequests.length, 50);
  const weights = found.SampledRequests.reduce((sum, s) => sum + s.Weight, 0);
  assert.ok(Math.abs(weights - 5_400) < 5_400 * 0.3, String(weights));
});
