import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS, refuse } from '../../../src/base/decision.ts';
import { makeRing } from '../../../src/base/ring.ts';
import { Recorder } from '../../../src/guard/record/record.ts';
import { executionLog } from '../../../src/observe/logs/execution-log.ts';
import { redacted, redactionOf } from '../../../src/observe/logs/redaction.ts';
import { wafRecord } from '../../../src/observe/logs/waf-record.ts';
import { Observer } from '../../../src/observe/observe.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { methodSetting } from '../../definition.ts';
import { temporaryFolder } from '../../folders.ts';
import { exchange } from '../record/exchange.ts';
import { aclArn, definition } from './definition.ts';
import { blocked, event, hostile, waf } from './event.ts';

const folder = temporaryFolder({ after });
const accessLog = {
  destinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:pets-access:*',
  format: '$context.requestId $context.status',
};

test('what workers record becomes logs, samples, metrics and a journal', async () => {
  const clock = Clock.byHand();
  const observer = new Observer({ clock, data: folder });
  observer.apply(definition(accessLog, [methodSetting({ loggingLevel: 'INFO', metrics: true })]));
  const recorders = [0, 1].map((worker) => {
    const ring = makeRing();
    observer.attach(ring, worker);
    return new Recorder(ring, worker, clock);
  });
  for (let i = 0; i < 10; i++) {
    const x = exchange({ id: `id-${i}` });
    x.api = 'pets/Api';
    x.stage = 'pets/Prod';
    x.status = i < 6 ? 200 : 403;
    x.waf = waf(
      i < 6
        ? {
            action: 'ALLOW',
            terminatingRule: 'Default_Action',
            terminatingType: 'REGULAR',
            rates: [],
            counted: ['count'],
          }
        : {},
    );
    if (i < 6) x.operation = 'pets/Get';
    recorders[i % 2]!.record(x, i < 6 ? PASS : refuse('WAF_FILTERED', 'waf/Acl/rate'));
  }
  assert.equal(observer.poll(), 10);
  observer.functionLog({
    functionName: 'greeter',
    logGroup: '/aws/lambda/greeter',
    logStream: '2026/11/22/[$LATEST]0a0b',
    requestId: 'id-0',
    at: clock.now(),
    level: 'INFO',
    source: 'function',
    text: 'one\ntwo\u001b[31m\u009b1m\n',
    truncated: false,
  });

  const samples = observer.samples(aclArn, 'rate-metric', 0, clock.now() + 1, 3)!;
  assert.equal(samples.SampledRequests.length, 3);
  assert.equal(samples.PopulationSize, 4);
  assert.equal(
    observer.samples(aclArn, 'count-metric', 0, clock.now() + 1, 9)!.SampledRequests[0]!.Action,
    'COUNT',
  );
  assert.equal(observer.samples('arn:of:nothing', 'x', 0, 1, 1), null);
  assert.equal(observer.find('id-7')!.by, 'waf/Acl/rate');

  const count = {
    namespace: 'AWS/ApiGateway',
    name: 'Count',
    dimensions: { ApiName: 'pets', Stage: 'prod' },
  } as const;
  assert.equal(observer.metrics.read(count, 0, Number.MAX_SAFE_INTEGER)[0]!.count, 10);
  const errors = { ...count, name: '4XXError' };
  assert.equal(observer.metrics.read(errors, 0, Number.MAX_SAFE_INTEGER)[0]!.sum, 4);
  const rule = { WebACL: 'shop-metric', Region: 'us-east-1', Rule: 'rate-metric' };
  const blockedMetric = { namespace: 'AWS/WAFV2', name: 'BlockedRequests', dimensions: rule } as const;
  assert.equal(observer.metrics.read(blockedMetric, 0, Number.MAX_SAFE_INTEGER)[0]!.sum, 4);
  const perMethod = { ...count, dimensions: { ...count.dimensions, Method: 'GET', Resource: '/pets/{id}' } };
  assert.equal(observer.metrics.read(perMethod, 0, Number.MAX_SAFE_INTEGER)[0]!.count, 6);

  const text = observer.prometheus({ workers: 2 });
  assert.match(
    text,
    /portcullis_requests_total\{api="pets",stage="prod",class="4xx",reason="WAF_FILTERED"\} 4\n/,
  );
  assert.match(text, /portcullis_waf_requests_total\{web_acl="shop",rule="rate",action="BLOCK"\} 4\n/);
  assert.match(text, /portcullis_request_duration_seconds_count\{api="pets",stage="prod"\} 10\n/);
  assert.match(text, /portcullis_workers 2\n/);
  for (const l of text.trimEnd().split('\n')) {
    assert.match(l, /^(# (HELP|TYPE) portcullis_\w+ .+|portcullis_\w+(\{[^{}]*\})? -?[\d.e+-]+)$/);
  }

  await observer.close();
  const health = observer.health();
  assert.deepEqual(
    { ...health, journal: health.journal.state },
    {
      events: 10,
      eventsLost: 0,
      eventsFailed: 0,
      logLinesDropped: 0,
      wafRecordsHeld: 0,
      logsFailing: [],
      journal: 'ok',
    },
  );
  const lines = (path: string): string[] =>
    readFileSync(join(folder, 'logs', path), 'utf8')
      .trimEnd()
      .split('\n');
  assert.equal(lines('pets-access/prod.log').length, 10);
  assert.equal(lines('aws-waf-logs-shop.jsonl').length, 4);
  assert.ok(lines('API-Gateway-Execution-Logs_a1b2c3d4e5/prod.log').length > 30);
  assert.deepEqual(lines('aws/lambda/greeter/2026/11/22/[$LATEST]0a0b.log'), [
    '2023-11-14T22:13:20.000Z one',
    '\ttwo\\x1b[31m\\x9b1m',
  ]);
});

test('with no data folder nothing is written, and everything else is there', async () => {
  const clock = Clock.byHand();
  const lines: string[] = [];
  const observer = new Observer({
    clock,
    data: null,
    defaultAccessLog: '$context.status',
    out: (l) => lines.push(l),
  });
  observer.apply(definition());
  const ring = makeRing();
  observer.attach(ring, 0);
  const x = exchange({ id: 'e' });
  x.stage = 'pets/Prod';
  x.status = 429;
  new Recorder(ring, 0, clock).record(x, refuse('THROTTLED', 'pets/Prod'));
  observer.poll();
  assert.deepEqual(lines, ['429']);
  assert.equal(observer.find('e')!.reason, 'THROTTLED');
  await observer.close();
});

test('a worker’s ring is drained a last time when it is replaced, and its losses stay counted', async () => {
  const clock = Clock.byHand();
  const observer = new Observer({ clock, data: null });
  const ring = makeRing(4096);
  observer.attach(ring, 0);
  const recorder = new Recorder(ring, 0, clock);
  for (let i = 0; i < 50; i++) recorder.record(exchange(), PASS);
  observer.attach(makeRing(4096), 0);
  const { events, eventsLost } = observer.health();
  assert.equal(events + eventsLost, 50);
  assert.ok(events > 0 && eventsLost > 0);
  await observer.close();
});

test('an event that breaks something is counted and told, once a second, and the others are seen', async () => {
  const clock = Clock.byHand();
  const broken = new Error('broken');
  const told: unknown[] = [];
  const seen: string[] = [];
  const observer = new Observer({
    ...{ clock, data: null, failed: (fault: unknown) => void told.push(fault) },
    each: ({ requestId }) => {
      if (requestId !== 'id-2') throw broken;
      seen.push(requestId);
    },
  });
  const ring = makeRing();
  observer.attach(ring, 0);
  const recorder = new Recorder(ring, 0, clock);
  for (const i of [0, 1, 2]) recorder.record(exchange({ id: `id-${i}` }), PASS);
  observer.poll();
  assert.deepEqual([told, seen, observer.health().eventsFailed], [[broken], ['id-2'], 2]);
  assert.match(observer.prometheus(), /^portcullis_events_failed_total 2$/m);
  await observer.close();
});

test('what happened at once may be drained in parts, and comes in the order it happened', async () => {
  const clock = Clock.byHand();
  const ids: string[] = [];
  const observer = new Observer({ clock, data: null, each: ({ requestId }) => ids.push(requestId) });
  observer.apply(definition());
  const rings = [makeRing(), makeRing()];
  rings.forEach((ring, worker) => void observer.attach(ring, worker));
  const recorders = rings.map((ring, worker) => new Recorder(ring, worker, clock));
  const happened = [0, 0, 0, 0, 0, 1].map((worker, i) => {
    const x = exchange({ id: `id-${i}` });
    x.stage = 'pets/Prod';
    recorders[worker]!.record(x, refuse('THROTTLED', 'pets/Prod'));
    return x.id;
  });
  assert.deepEqual([observer.poll(2), observer.poll(2), observer.poll(2), observer.poll(2)], [3, 2, 1, 0]);
  assert.deepEqual(
    ids,
    [0, 1, 5, 2, 3, 4].map((i) => happened[i]),
  );
  await observer.close();
});

test('a WAF log of some holds back what comes too fast, and counts it; one of all blocked does not', async (t) => {
  for (const [wafLog, held] of [
    ['some', 100],
    ['blocked', 0],
  ] as const) {
    const folder = temporaryFolder(t);
    const clock = Clock.byHand();
    const observer = new Observer({ clock, data: folder });
    const ring = makeRing();
    observer.attach(ring, 0);
    const base = definition();
    observer.apply({ ...base, settings: { ...base.settings, wafLog } });
    const recorder = new Recorder(ring, 0, clock);
    for (let i = 0; i < 600; i++) {
      const x = exchange();
      x.stage = 'pets/Prod';
      x.waf = waf();
      recorder.record(x, refuse('WAF_FILTERED', 'shop/rate'));
      if (i % 100 === 0) observer.poll();
    }
    observer.poll();
    assert.equal(observer.health().wafRecordsHeld, held);
    await observer.close();
  }
});

test('a WAF log record has the reference’s fields, in its order', () => {
  const view = viewOf(definition());
  const record = wafRecord(
    blocked({ labels: ['awswaf:x:y'] }),
    waf({ counted: ['waf/Acl/count'] }),
    view.webAcls.get('waf/Acl'),
    view.stages.get('pets/Prod'),
    view,
    { country: 'NL', asn: 0 },
  );
  assert.equal(
    JSON.stringify(record),
    '{"timestamp":1795321465123,"formatVersion":1,"webaclId":"arn:aws:wafv2:us-east-1:000000000000:regional/webacl/shop/0f0f","terminatingRuleId":"rate","terminatingRuleType":"RATE_BASED","action":"BLOCK","terminatingRuleMatchDetails":[],"httpSourceName":"APIGW","httpSourceId":"000000000000:a1b2c3d4e5:prod","ruleGroupList":[],"rateBasedRuleList":[{"rateBasedRuleId":"arn:aws:wafv2:us-east-1:000000000000:regional/webacl/shop/0f0f/rate","rateBasedRuleName":"rate","limitKey":"IP","maxRateAllowed":100,"evaluationWindowSec":"120","limitValue":"203.0.113.7"}],"nonTerminatingMatchingRules":[{"ruleId":"count","action":"COUNT","ruleMatchDetails":[]}],"requestHeadersInserted":null,"responseCodeSent":null,"httpRequest":{"clientIp":"203.0.113.7","country":"NL","headers":[{"name":"Host","value":"shop"},{"name":"Cookie","value":"REDACTED"}],"uri":"/prod/pets/7","args":"full=1","httpVersion":"HTTP/1.1","httpMethod":"GET","requestId":"KI1lOhl6HQybji8=","fragment":"","scheme":"http","host":"a1b2c3d4e5.execute-api.localhost:8080"},"labels":[{"name":"awswaf:x:y"}],"requestBodySize":0,"requestBodySizeInspectedByWAF":0}',
  );
});

test('what a redaction names is not in the record', () => {
  const view = viewOf(definition());
  const redaction = redactionOf([
    { SingleHeader: { Name: 'Host' } },
    { UriPath: {} },
    { QueryString: {} },
    { Method: {} },
  ]);
  const e = redacted(blocked(), redaction);
  const where = { country: '-', asn: 0 };
  const record = JSON.stringify(wafRecord(e, e.waf!, view.webAcls.get('waf/Acl'), undefined, view, where));
  assert.doesNotMatch(record, /shop"\}|pets\/7|full=1|GET/);
  assert.equal(record.match(/"REDACTED"/g)!.length, 6);
});

test('the execution log tells a request in API Gateway’s order, and every line names it', () => {
  const at = viewOf(definition(null, [methodSetting({ loggingLevel: 'INFO' })])).stages.get('pets/Prod')!;
  const id = '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f';
  assert.deepEqual(
    executionLog(event(), at),
    [
      'Extended Request Id: KI1lOhl6HQybji8=',
      `Starting execution for request: ${id}`,
      'HTTP Method: GET, Resource Path: /pets/{id}',
      'Sending request to arn:aws:lambda:us-east-1:0:function:f',
      'Received response. Status: 200, Integration latency: 9 ms',
      'Successfully completed execution',
      'Method completed with status: 200',
    ].map((l) => `2026-11-22T04:24:25.123Z (${id}) ${l}`),
  );
  for (const text of hostile) {
    const e = event({
      faultMessage: text,
      reason: 'INTEGRATION_FAILURE',
      status: 504,
      stagePath: text,
      query: text,
    });
    for (const l of executionLog(e, at)) assert.doesNotMatch(l, /[\u0000-\u001f\u007f\u2028\u2029]/);
  }
});

test('a data trace tells path and query, and the headers where they are known', () => {
  const setting_ = methodSetting({ loggingLevel: 'INFO', dataTrace: true });
  const at = viewOf(definition(null, [setting_])).stages.get('pets/Prod')!;
  const told = (headers: string[] | null): string[] =>
    executionLog(event({ stagePath: '/Prod/pets/7', query: 'a=1', headers }), at)
      .filter((line) => line.includes('Method request'))
      .map((line) => line.slice(line.indexOf('Method')));
  const always = ['Method request path: /Prod/pets/7', 'Method request query string: {a=1}'];
  assert.deepEqual(told(null), always, 'headers that were not kept are not said to be none');
  assert.deepEqual(told(['Host', 'pets.example']), [
    ...always,
    'Method request headers: {Host=pets.example}',
  ]);
});

test('at level ERROR only what failed is told, and OFF tells nothing', () => {
  const at = (loggingLevel: 'ERROR' | 'OFF') =>
    viewOf(definition(null, [methodSetting({ loggingLevel })])).stages.get('pets/Prod')!;
  const failed = event({
    status: 502,
    reason: 'INTEGRATION_FAILURE',
    fault: 'function.malformed',
    faultMessage: 'Malformed Lambda proxy response',
  });
  assert.equal(executionLog(event(), at('ERROR')).length, 0);
  assert.equal(executionLog(event({ status: 429, reason: 'THROTTLED' }), at('ERROR')).length, 0);
  assert.match(
    executionLog(failed, at('ERROR'))[0]!,
    /Execution failed due to configuration error: Malformed Lambda proxy response$/,
  );
  const threw = {
    ...failed,
    fault: 'function.error',
    faultMessage: 'the function failed: {"errorMessage":"no"}',
  };
  assert.match(
    executionLog(threw, at('ERROR'))[0]!,
    /Lambda execution failed with status 200 due to customer function error: \{"errorMessage":"no"\}$/,
  );
  assert.equal(executionLog(failed, at('OFF')).length, 0);
});

test('samples are of the last three hours, bounded, and weigh what they stand for', async () => {
  const clock = Clock.byHand();
  const observer = new Observer({ clock, data: null });
  observer.apply(definition());
  const ring = makeRing();
  observer.attach(ring, 0);
  const recorder = new Recorder(ring, 0, clock);
  const x = exchange({ at: clock.now() });
  x.stage = 'pets/Prod';
  x.waf = waf();
  for (let i = 0; i < 400; i++) recorder.record(x, refuse('WAF_FILTERED', ''));
  observer.poll();
  const now = clock.now();
  const sampled = observer.samples(aclArn, 'rate-metric', now - 60_000, now + 1, 500)!;
  assert.equal(sampled.SampledRequests.length, 100);
  assert.equal(sampled.SampledRequests[0]!.Weight, 4);
  assert.equal(sampled.PopulationSize, 400);
  clock.advance(4 * 3_600_000);
  const later = observer.samples(aclArn, 'rate-metric', now - 60_000, clock.now(), 500)!;
  assert.equal(later.SampledRequests.length, 0);
  assert.equal(later.TimeWindow.StartTime, (clock.now() - 3 * 3_600_000) / 1000);
  await observer.close();
});
