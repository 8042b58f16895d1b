import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { CloudWatch } from '../../../src/observe/metrics/cloudwatch.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { decoded, encoded } from '../../../src/operate/control/cbor.ts';
import { endpoint } from '../../../src/operate/control/endpoint.ts';
import { Pools } from '../../../src/pools/pools.ts';
import { smallDefinition } from '../../definition.ts';
import { definition } from '../observe/definition.ts';
import { blocked, event, waf } from '../observe/event.ts';

const clock = Clock.byHand();
const minute = 60_000;
const start = Math.floor(clock.now() / minute) * minute;
const view = viewOf(definition());
const figures = new CloudWatch();
// Two are blocked in the first minute, one in the second, three in the seventh.
for (const [at, times] of [
  [0, 2],
  [1, 1],
  [6, 3],
] as const) {
  for (let i = 0; i < times; i++) figures.add(blocked({ at: start + at * minute }), undefined, view);
}
const stage = [...view.stages.values()][0]!;
for (const latencyMs of [10, 30]) figures.add(event({ at: start, latencyMs }), stage, view);

const answer = endpoint({
  definition: smallDefinition(),
  clock,
  pools: new Pools({ clock, file: null, say: () => {} }),
  startedAt: start,
  dataPlane: 'http://127.0.0.1:8080',
  cells: () => undefined,
  samples: () => ({}),
  botVisits: () => [],
  figures,
  change: async () => {},
  trial: () => Promise.reject(new Error('nothing is tried out here')),
  usage: null,
});

const post = (path: string, headers: Record<string, string>, body: string) =>
  answer({ method: 'POST', path, query: new URLSearchParams(), headers, body });
const form = (body: string) =>
  post('/', { 'content-type': 'application/x-www-form-urlencoded' }, `Version=2010-08-01&${body}`);
const json = async (operation: string, input: object) => {
  const target = `GraniteServiceVersion20100801.${operation}`;
  const given = await post('/', { 'x-amz-target': target }, JSON.stringify(input));
  return { ...given, value: JSON.parse(given.body) };
};
const cbor = async (operation: string, body: string) => {
  const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
  const given = await post(path, { 'smithy-protocol': 'rpc-v2-cbor' }, body);
  return { ...given, value: decoded(Buffer.from(given.body, 'latin1')) as Record<string, unknown> };
};

const Dimensions = [
  { Name: 'Rule', Value: 'ALL' },
  { Name: 'WebACL', Value: 'shop-metric' },
  { Name: 'Region', Value: 'us-east-1' },
];
const ofAll = {
  ...{ Namespace: 'AWS/WAFV2', MetricName: 'BlockedRequests', Dimensions },
  ...{ StartTime: start / 1000, EndTime: start / 1000 + 600, Period: 300, Statistics: ['Sum', 'Maximum'] },
};

test('values are summed up by the period, from the start of the span on', async () => {
  const { value, headers } = await json('GetMetricStatistics', ofAll);
  assert.equal(headers['Content-Type'], 'application/x-amz-json-1.0');
  assert.deepEqual(value, {
    Label: 'BlockedRequests',
    Datapoints: [
      { Timestamp: start / 1000, Sum: 3, Maximum: 1, Unit: 'Count' },
      { Timestamp: start / 1000 + 300, Sum: 3, Maximum: 1, Unit: 'Count' },
    ],
  });
  const none = await json('GetMetricStatistics', { ...ofAll, Dimensions: Dimensions.slice(1) });
  assert.deepEqual(none.value.Datapoints, [], 'fewer dimensions are another metric');
  const other = await json('GetMetricStatistics', { ...ofAll, Unit: 'Bytes' });
  assert.deepEqual(other.value.Datapoints, []);
});

test('the Query protocol and CBOR say the same as JSON, each in its own form', async () => {
  const members = Dimensions.map(
    ({ Name, Value }, i) =>
      `Dimensions.member.${i + 1}.Name=${Name}&Dimensions.member.${i + 1}.Value=${Value}`,
  );
  const at = new Date(start);
  const xml = await form(
    `Action=GetMetricStatistics&Namespace=AWS%2FWAFV2&MetricName=BlockedRequests&${members.join('&')}` +
      `&StartTime=${at.toISOString()}&EndTime=${new Date(start + minute).toISOString()}&Period=60&Statistics.member.1=Sum`,
  );
  assert.equal(xml.headers['Content-Type'], 'text/xml');
  assert.equal(
    xml.body,
    '<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricStatisticsResult>' +
      `<Label>BlockedRequests</Label><Datapoints><member><Timestamp>${at.toISOString()}</Timestamp><Sum>2</Sum>` +
      '<Unit>Count</Unit></member></Datapoints></GetMetricStatisticsResult></GetMetricStatisticsResponse>',
  );
  const moments = { StartTime: at, EndTime: new Date(start + 600_000) };
  const packed = await cbor('GetMetricStatistics', encoded({ ...ofAll, ...moments }).toString('latin1'));
  assert.equal(packed.headers['smithy-protocol'], 'rpc-v2-cbor');
  assert.deepEqual(packed.value, (await json('GetMetricStatistics', ofAll)).value);
});

test('an average and the extremes are those of the values, not of the minutes', async () => {
  const dimensions = [{ Name: 'ApiName', Value: stage.api.name }];
  const { value } = await json('GetMetricStatistics', {
    ...{ Namespace: 'AWS/ApiGateway', MetricName: 'Latency', Dimensions: dimensions },
    ...{ StartTime: start / 1000, EndTime: start / 1000 + 60, Period: 60 },
    Statistics: ['Average', 'Minimum', 'Maximum', 'SampleCount'],
  });
  const [point] = value.Datapoints;
  assert.deepEqual(
    [point.Average, point.Minimum, point.Maximum, point.SampleCount, point.Unit],
    [20, 10, 30, 2, 'Milliseconds'],
  );
});

test('many metrics at once are given newest first, page by page', async () => {
  const metric = { Namespace: 'AWS/WAFV2', MetricName: 'BlockedRequests', Dimensions };
  const queries = ['a', 'b'].map((Id) => ({ Id, MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }));
  const hidden = { ...queries[0], Id: 'c', ReturnData: false };
  const span = { StartTime: start / 1000, EndTime: start / 1000 + 600 };
  const pages = [];
  let NextToken: string | undefined;
  do {
    const asked = { MetricDataQueries: [...queries, hidden], ...span, MaxDatapoints: 4, NextToken };
    const { value } = await json('GetMetricData', asked);
    pages.push(value.MetricDataResults.map((r: { Values: number[] }) => r.Values));
    NextToken = value.NextToken;
  } while (NextToken !== undefined);
  assert.deepEqual(pages, [
    [[3, 1, 2], [3]],
    [[], [1, 2]],
  ]);
  const last = { MetricDataQueries: queries, ...span, MaxDatapoints: 6 };
  assert.equal(
    (await json('GetMetricData', last)).value.NextToken,
    undefined,
    'nothing stands behind a full page',
  );
  const oldest = await json('GetMetricData', {
    MetricDataQueries: queries,
    ...span,
    ScanBy: 'TimestampAscending',
  });
  assert.deepEqual(oldest.value.MetricDataResults[1], {
    ...{ Id: 'b', Label: 'BlockedRequests', StatusCode: 'Complete', Values: [2, 1, 3] },
    Timestamps: [0, 60, 360].map((s) => start / 1000 + s),
  });
});

test('metrics are listed by name, by dimension and by value, those that are active alone when asked', async () => {
  const names = async (input: object): Promise<string[]> =>
    (await json('ListMetrics', input)).value.Metrics.map((m: { MetricName: string }) => m.MetricName);
  const Rule = { Name: 'Rule' };
  assert.deepEqual(await names({ Namespace: 'AWS/WAFV2', Dimensions: [Rule] }), [
    'BlockedRequests',
    'BlockedRequests',
  ]);
  assert.deepEqual(await names({ Dimensions: [{ ...Rule, Value: 'ALL' }] }), ['BlockedRequests']);
  assert.ok((await names({})).includes('Latency'));
  assert.deepEqual(await names({ MetricName: 'Nothing' }), []);
  assert.ok((await names({ RecentlyActive: 'PT3H' })).length > 0);
  clock.advance(4 * 3_600_000);
  assert.deepEqual(await names({ RecentlyActive: 'PT3H' }), []);
});

test('more metrics than fit on a page are listed page by page, each once', async () => {
  const many = new CloudWatch();
  for (let i = 0; i < 450; i++)
    many.add(blocked({ at: start, labels: [`awswaf:x:l${i}`], waf: waf() }), undefined, view);
  const list = endpoint({ ...({} as Parameters<typeof endpoint>[0]), clock, figures: many });
  const seen = new Set<string>();
  let NextToken: string | undefined;
  let pages = 0;
  do {
    const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' };
    const body = JSON.stringify({ NextToken });
    const given = await list({ method: 'POST', path: '/', query: new URLSearchParams(), headers, body });
    const page = JSON.parse(given.body) as { Metrics: object[]; NextToken?: string };
    for (const metric of page.Metrics) seen.add(JSON.stringify(metric));
    ({ NextToken } = page);
    pages++;
  } while (NextToken !== undefined);
  assert.equal(seen.size, many.list().length);
  assert.equal(pages, Math.ceil(seen.size / 500));
});

const wrong: [string, object, RegExp][] = [
  ['a span that ends before it begins', { EndTime: start / 1000 - 1 }, /ValidationError.*must be less/],
  ['no statistic', { Statistics: [] }, /InvalidParameterCombination.*At least one/],
  ['a percentile', { ExtendedStatistics: ['p99'] }, /InvalidParameterValue.*no p99/],
  ['a period of 70 seconds', { Period: 70 }, /ValidationException.*period.*a multiple of 60/],
  [
    'too many values',
    { Period: 60, EndTime: start / 1000 + 90_000 },
    /InvalidParameterCombination.*1500 datapoints/,
  ],
  ['no time', { StartTime: 'yesterday' }, /ValidationException.*a time such as/],
  ['no metric', { MetricName: undefined }, /ValidationException.*metricName.*must not be null/i],
];
for (const [what, change, expected] of wrong) {
  test(`${what} is refused with what is wrong`, async () => {
    const given = await json('GetMetricStatistics', { ...ofAll, ...change });
    assert.equal(given.status, 400);
    assert.match(given.body, expected);
  });
}

test('a calculation, an Id given twice and a strange token are refused', async () => {
  const ask = async (queries: object[], more: object = {}) =>
    (await json('GetMetricData', { MetricDataQueries: queries, StartTime: 0, EndTime: 60, ...more })).body;
  assert.match(
    await ask([{ Id: 'x', Expression: 'm1/m2' }]),
    /ValidationError.*Calculations are not made here/,
  );
  const metric = { MetricStat: { Metric: ofAll, Period: 60, Stat: 'Sum' } };
  assert.match(
    await ask([
      { Id: 'x', ...metric },
      { Id: 'x', ...metric },
    ]),
    /x is given twice/,
  );
  assert.match(await ask([{ Id: 'x', ...metric }], { NextToken: 'z' }), /No such NextToken/);
});

test('errors carry the code of the Query protocol, and an operation that is not there says which are', async () => {
  const packed = await cbor('PutMetricData', '');
  assert.equal(packed.status, 400);
  assert.equal(packed.headers['x-amzn-query-error'], 'UnknownOperationException;Sender');
  assert.match(String(packed.value.message), /GetMetricData, GetMetricStatistics, ListMetrics/);
  const none = await form('Action=GetMetricStatistics&Period=x%3Cy%01');
  assert.match(none.body, /<Code>(?:ValidationError|SerializationException)<\/Code>/);
  assert.ok(!none.body.includes('x<y'), 'what was sent is escaped');
});

test('a form or CBOR that cannot be read is refused, and is nobody’s prototype', async () => {
  for (const body of ['a.member.x=1', 'a=1&a.b=2', 'a=1&a=2', `${'a.'.repeat(20)}b=1`, 'a.member.0=1'])
    assert.match((await form(`Action=ListMetrics&${body}`)).body, /MalformedQueryString/, body);
  const odd = await form('Action=ListMetrics&__proto__.x=1&constructor.prototype.y=2');
  assert.match(odd.body, /^<ListMetricsResponse/);
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
  for (const body of [
    '\x9f',
    '\x01',
    `${'\x81'.repeat(40)}\x01`,
    '\xa1\x01\x02',
    '\xbb\xff\xff\xff\xff\xff\xff\xff\xff',
  ])
    assert.equal(
      (await cbor('ListMetrics', body)).value.__type,
      'SerializationException',
      JSON.stringify(body),
    );
});

test('CBOR is read as RFC 8949 writes it', () => {
  const read = (hex: string): unknown => decoded(Buffer.from(hex, 'hex'));
  const vectors: [string, unknown][] = [
    ['00', 0],
    ['1818', 24],
    ['1903e8', 1000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['3903e7', -1000],
    ['fb3ff199999999999a', 1.1],
    ['fa47c35000', 100_000],
    ['c1fb41d452d9ec200000', 1_363_896_240.5],
    ['f5', true],
    ['f6', undefined],
    ['62c3bc', 'ü'],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['83010203', [1, 2, 3]],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
  ];
  for (const [hex, value] of vectors) assert.deepEqual(read(hex), value, hex);
  for (const hex of [
    '',
    '18',
    '1bffffffffffffffff',
    'ff',
    '0000',
    '5f00ff',
    '82ff01',
    'a1ff',
    'f7f7',
    '1c',
    '6361',
    '4361',
  ])
    assert.throws(() => read(hex), RangeError, hex);
});
