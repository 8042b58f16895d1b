import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { CloudWatch } from '../../../src/observe/metrics/cloudwatch.ts';
import { endpoint } from '../../../src/operate/control/endpoint.ts';
import { paged } from '../../../src/operate/control/paging.ts';
import { Pools } from '../../../src/pools/pools.ts';
import { smallDefinition } from '../../definition.ts';

const clock = Clock.byHand();
const figures = new CloudWatch();
const answer = endpoint({
  definition: smallDefinition(),
  clock,
  pools: new Pools({ clock, file: null, say: () => {} }),
  startedAt: 1_700_000_000_000,
  dataPlane: 'http://127.0.0.1:8080',
  cells: () => undefined,
  samples: () => ({}),
  botVisits: () => [],
  figures,
  change: async () => {},
  trial: () => Promise.reject(new Error('nothing is tried out here')),
  usage: null,
});

const waf = (operation: string, body: string) =>
  answer({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': `AWSWAF_20190729.${operation}` },
    body,
  });

const rest = (path: string, query = '', method = 'GET') =>
  answer({ method, path, query: new URLSearchParams(query), headers: {}, body: '' });

test('an answer of the JSON protocol carries its content type and a request id', async () => {
  const { status, headers, body } = await waf('ListWebACLs', '{"Scope":"REGIONAL"}');
  assert.equal(status, 200);
  assert.equal(headers['Content-Type'], 'application/x-amz-json-1.1');
  assert.match(headers['x-amzn-RequestId']!, /^[0-9a-f-]{36}$/);
  assert.equal((JSON.parse(body) as { WebACLs: object[] }).WebACLs.length, 1);
});

const mistakes: [string, string, string, object][] = [
  [
    'a member that is missing',
    'ListWebACLs',
    '{}',
    {
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'scope' failed to satisfy constraint: Member must not be null",
    },
  ],
  [
    'a value that is not among those allowed',
    'ListWebACLs',
    '{"Scope":"GLOBAL"}',
    {
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value 'GLOBAL' at 'scope' failed to satisfy constraint: Member must satisfy enum value set: [CLOUDFRONT, REGIONAL]",
    },
  ],
  [
    'two mistakes at once',
    'ListWebACLs',
    '{"Scope":"REGIONAL","Limit":101,"NextMarker":""}',
    {
      __type: 'ValidationException',
      message:
        "2 validation errors detected: Value '' at 'nextMarker' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
    },
  ],
  [
    'what is no JSON',
    'ListWebACLs',
    '{"Scope":',
    { __type: 'SerializationException', message: 'The body must be a JSON object.' },
  ],
];
for (const [name, operation, body, expected] of mistakes) {
  test(`${name} is answered as AWS does`, async () => {
    const given = await waf(operation, body);
    assert.equal(given.status, 400);
    assert.deepEqual(JSON.parse(given.body), expected);
  });
}

test('what does not exist is spelled with a capital Message, and the header names the error', async () => {
  const given = await waf('GetWebACL', '{"ARN":"arn:aws:wafv2:us-east-1:000000000000:regional/webacl/x/y"}');
  assert.equal(given.headers['x-amzn-ErrorType'], 'WAFNonexistentItemException');
  assert.match((JSON.parse(given.body) as { Message: string }).Message, /no web ACL has the ARN/);
});

test('lists of API Gateway stand under item, and dates are seconds since the epoch', async () => {
  const { item } = JSON.parse((await rest('/restapis')).body) as {
    item: { id: string; createdDate: number }[];
  };
  assert.equal(item[0]!.id, 'abcdefghij');
  assert.equal(item[0]!.createdDate, 1_700_000_000);
  assert.equal((await rest('/restapis/')).status, 200, 'a slash at the end is no other path');
});

test('a query out of its bounds is a BadRequestException, an unknown operation says which are known', async () => {
  const bad = await rest('/restapis', 'limit=0');
  assert.equal(bad.headers['x-amzn-ErrorType'], 'BadRequestException');
  const unknown = await rest('/restapis/abcdefghij/documentation');
  assert.equal(unknown.status, 404);
  assert.match(
    unknown.body,
    /GET \/restapis\/abcdefghij\/documentation is not answered here; these are: .*GetRestApis/,
  );
  assert.equal((await rest('/restapis', '', 'POST')).status, 404);
  assert.equal((await rest('/restapis/%zz')).headers['x-amzn-ErrorType'], 'BadRequestException');
});

test('another service is named by what the request was signed for', async () => {
  const given = await answer({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/dynamodb/aws4_request, Signature=0',
    },
    body: '{}',
  });
  assert.match(given.body, /dynamodb: DynamoDB_20120810\.ListTables is not answered here/);
});

test('a member that is null is as one that is not there', async () => {
  const rule = { ...counted({ GeoMatchStatement: { CountryCodes: ['NL'] } }), RuleLabels: null };
  const { body } = await waf(
    'CheckCapacity',
    JSON.stringify({ Scope: 'REGIONAL', Rules: [rule], Not: null }),
  );
  assert.deepEqual(JSON.parse(body), { Capacity: 1 });
  const none = await waf('CheckCapacity', '{"Scope":"REGIONAL","Rules":[null]}');
  assert.match(none.body, /Exception/);
});

test('a list is given page by page until its end', async () => {
  const items = ['a', 'b', 'c'];
  const name = (item: string): string => item;
  assert.deepEqual(paged(items, name, undefined, 2), { page: ['a', 'b'], next: 'b' });
  assert.deepEqual(paged(items, name, 'b', 2), { page: ['c'], next: undefined });
});

const counted = (Statement: object, more: object = { Action: { Block: {} } }) => ({
  Name: 'r',
  Priority: 0,
  Statement,
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'r' },
  ...more,
});

test('CheckCapacity gives the units that rules take, and says what is wrong with them', async () => {
  const ask = (...Rules: object[]) => waf('CheckCapacity', JSON.stringify({ Scope: 'REGIONAL', Rules }));
  const geo = counted({ GeoMatchStatement: { CountryCodes: ['NL'] } });
  const { status, body } = await ask(geo, { ...geo, Name: 's' });
  assert.deepEqual([status, JSON.parse(body)], [200, { Capacity: 2 }]);
  const refused = async (statement: object) => {
    const { status, body } = await ask(geo, counted(statement));
    assert.equal(status, 400);
    return JSON.parse(body) as Record<string, string>;
  };
  const alone = await refused({ AndStatement: { Statements: [geo.Statement] } });
  assert.equal(alone.__type, 'WAFInvalidParameterException');
  assert.deepEqual([alone.Field, alone.Parameter], ['AND_STATEMENT', 'AndStatement']);
  assert.match(alone.message!, /, field: AND_STATEMENT, parameter: AndStatement$/);
  assert.deepEqual(await refused({ GeoMatchStatement: { CountryCodes: [] } }), {
    __type: 'ValidationException',
    message:
      "1 validation error detected: Value '[]' at 'rules.2.member.statement.geoMatchStatement.countryCodes' failed to satisfy constraint: Member must have length greater than or equal to 1",
  });
  assert.equal(
    (await refused({ GeoMatchStatement: { CountryCodes: 'NL' } })).__type,
    'SerializationException',
  );
  const bytes = (SearchString: string, Type: string) => ({
    ByteMatchStatement: {
      FieldToMatch: { UriPath: {} },
      ...{ SearchString, PositionalConstraint: 'EXACTLY', TextTransformations: [{ Priority: 0, Type }] },
    },
  });
  assert.equal((await refused(bytes('%%', 'NONE'))).__type, 'SerializationException');
  assert.match(
    (await refused(bytes('eA==', 'ROT13'))).message!,
    /'ROT13' at '.*textTransformations\.1\.member\.type' failed to satisfy constraint: .*enum value set: \[BASE64_DECODE, /,
  );
  const text = { FieldToMatch: { UriPath: {} }, TextTransformations: [{ Priority: 0, Type: 'NONE' }] };
  const many = Array.from({ length: 126 }, () => counted({ XssMatchStatement: text }));
  assert.match((await ask(...many)).body, /WAFLimitsExceededException.*5040 capacity units of 5000/);
  const group = { RuleGroupReferenceStatement: { ARN: 'arn:aws:wafv2:no:group' } };
  assert.match(
    (await ask(counted(group, { OverrideAction: { None: {} } }))).body,
    /WAFNonexistentItemException/,
  );
});
