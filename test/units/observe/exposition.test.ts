import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatch } from '../../../src/observe/metrics/cloudwatch.ts';
import { Exposition } from '../../../src/observe/metrics/exposition.ts';
import { Prometheus } from '../../../src/observe/metrics/prometheus.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { acl, definition } from './definition.ts';
import { blocked, event, waf } from './event.ts';

interface Family {
  readonly type: string;
  readonly samples: Map<string, number>;
}

/**
 * Reads the text format as strictly as Prometheus does (its docs: "Exposition formats"): each family has one HELP and
 * one TYPE before its samples and stands in one piece, no series is there twice, counters end in `_total`.
 */
function read(text: string): Map<string, Family> {
  assert.ok(text.endsWith('\n'));
  const families = new Map<string, Family>();
  let helped = '';
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const head = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (head !== null) {
      const [, what, name, rest] = head as unknown as [string, string, string, string];
      if (what === 'HELP') helped = name;
      else {
        assert.equal(helped, name, `no HELP before ${line}`);
        assert.ok(!families.has(name), `${name} comes twice`);
        assert.match(rest, /^(?:counter|gauge|histogram)$/);
        assert.equal(rest === 'counter', name.endsWith('_total'), `${name} is a ${rest}`);
        families.set(name, { type: rest, samples: new Map() });
        current = name;
      }
      continue;
    }
    const sample =
      /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*"(?:,(?!\})|(?=\})))*\})? (\S+)$/.exec(
        line,
      );
    assert.ok(sample !== null, `not a sample: ${JSON.stringify(line)}`);
    const [, name, labels = '', value] = sample as unknown as [string, string, string?, string?];
    const { type, samples } = families.get(current)!;
    const suffix = name.slice(current.length);
    assert.ok(name.startsWith(current), `${name} stands below ${current}`);
    assert.ok(type === 'histogram' ? /^_(?:bucket|sum|count)$/.test(suffix) : suffix === '', name);
    const names = [...labels.matchAll(/([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label);
    assert.equal(new Set(names).size, names.length, line);
    assert.ok(!samples.has(name + labels), `${name}${labels} is there twice`);
    assert.ok(Number.isFinite(Number(value)) && Number(value) >= 0, line);
    samples.set(name + labels, Number(value));
  }
  return families;
}

const nasty = 'a"b\\c\nd{e="f"},g 1';

test('what Prometheus reads is well-formed, whatever is in it', () => {
  const counters = new Prometheus();
  const metrics = new CloudWatch();
  const view = viewOf(definition());
  const labels = [`awswaf:managed:x:${nasty}`, 'plain'];
  for (const e of [
    event(),
    event({ latencyMs: 40_000 }),
    blocked({ waf: waf(), labels }),
    blocked({ by: nasty, reason: 'THROTTLED' }),
    event({ apiKeyId: nasty, reason: 'QUOTA_EXCEEDED', fault: nasty }),
  ]) {
    const at = view.stages.get(e.stage);
    counters.add(e, at);
    metrics.add(e, at, view);
  }
  const families = read(counters.text(metrics.wafTotals(), { events_lost_total: 0, workers: 2 }));
  const seconds = families.get('portcullis_request_duration_seconds')!;
  const buckets = [...seconds.samples].filter(([name]) => name.includes('_bucket'));
  const counts = buckets.map(([, n]) => n);
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  assert.match(buckets.at(-1)![0], /le="\+Inf"/);
  assert.equal(counts.at(-1), [...seconds.samples].find(([name]) => name.includes('_count'))![1]);
  const refused = [...families.get('portcullis_wafv2_BlockedRequests_total')!.samples.keys()].join('\n');
  const name = acl().visibility.MetricName;
  assert.match(refused, new RegExp(`WebACL="${name}",Rule="ALL",Region=`));
  assert.match(refused, new RegExp(`WebACL="${name}",LabelNamespace="",Label="plain",Region=`));
});

test('the reader of that test sees what is wrong', () => {
  const head = '# HELP a_total x\n# TYPE a_total counter\n';
  read(`${head}a_total{b="c",d="e\\"\\\\\\n"} 1\n`);
  for (const text of [
    `${head}a_total 1`,
    '# TYPE a_total counter\na_total 1\n',
    '# HELP a x\n# TYPE a counter\na 1\n',
    `${head}${head}`,
    `${head}a_total 1\na_total 2\n`,
    `${head}a_total{b="c"d="e"} 1\n`,
    `${head}a_total{b="c\nd"} 1\n`,
    `${head}a_total{b="c",b="d"} 1\n`,
    `${head}a_total{b="\\x"} 1\n`,
    `${head}a_total NaN\n`,
    `${head}b_total 1\n`,
  ])
    assert.throws(() => read(text), assert.AssertionError, text);
});

test('a histogram of nothing and a labelled zero are left out', () => {
  const page = new Exposition();
  page.head('x_total', 'counter', 'X.');
  page.sample('x_total', { a: 'b' }, 0);
  page.sample('x_total', {}, 0);
  assert.deepEqual(
    [...read(page.text()).values()].map(({ samples }) => [...samples]),
    [[['portcullis_x_total', 0]]],
  );
});
