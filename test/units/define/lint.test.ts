import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { Rule } from '../../../src/define/model/web-acl.ts';
import { lintForwarded } from '../../../src/define/readers/lint/forwarded.ts';
import { lintShadowed } from '../../../src/define/readers/lint/shadowed.ts';

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const rule = (name: string, statement: Rule['statement'], priority = 0): Rule => ({
  ...{ id: name, origin: NOWHERE, name, priority, action: { Block: {} }, statement, labels: [], visibility },
});
const office = (Position: string) => ({
  IPSetReferenceStatement: {
    ARN: 'a',
    IPSetForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH', Position },
  },
});

test('behind trusted proxies the first address of a header is worth a word, and the last one is not', () => {
  const codes = (position: string) => lintForwarded(rule('r', office(position)), true).map((n) => n.code);
  assert.deepEqual(codes('FIRST'), ['waf.forwarded-first']);
  assert.deepEqual(codes('ANY'), ['waf.forwarded-first']);
  assert.deepEqual(codes('LAST'), []);
});

test('the last address of X-Forwarded-For is the gateway’s own word where no proxy stands in front', () => {
  const codes = (position: string) => lintForwarded(rule('r', office(position)), false).map((n) => n.code);
  assert.deepEqual(codes('FIRST'), ['waf.forwarded-spoofable']);
  assert.deepEqual(codes('ANY'), ['waf.forwarded-spoofable']);
  assert.deepEqual(codes('LAST'), []);
});

test('a thousand rules are looked through in no time, and two that are the same are found among them', () => {
  const rules = Array.from({ length: 1_000 }, (_, i) =>
    rule(`r${i}`, { GeoMatchStatement: { CountryCodes: [String(i)] } }, i),
  );
  const notes = lintShadowed([...rules, rule('again', rules[500]!.statement, 1_000)]);
  assert.deepEqual(
    notes.map((n) => n.code),
    ['waf.shadowed'],
  );
});
