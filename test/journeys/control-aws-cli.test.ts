import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGateway, type TestGateway } from '../gateway.ts';
import { type AwsSaid, aws as run } from './support/aws-cli.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startGateway({ files: ['examples/secure-api'], workers: 2 });
});
after(() => gateway.close());

const aws = (line: string): Promise<AwsSaid> => run(gateway.endpoint, line.split(' '));

const acl = () => gateway.supervisor.definition.webAcls.find((a) => a.name === 'apiSentryAcl-waf-stack')!;

test('the AWS CLI names the address that a rate-based rule blocks, and no longer names it once it is released', async () => {
  const command = `wafv2 get-rate-based-statement-managed-keys --scope REGIONAL --region us-east-1 --web-acl-name apiSentryAcl-waf-stack --web-acl-id ${acl().aclId} --rule-name limit_rps_to_133`;
  const nobody = {
    ManagedKeysIPV4: { IPAddressVersion: 'IPV4', Addresses: [] },
    ManagedKeysIPV6: { IPAddressVersion: 'IPV6', Addresses: [] },
  };
  assert.deepEqual((await aws(command)).out, nobody);
  for (let i = 0; i < 140; i++) {
    // A path that no method answers: counted by the web ACL, which stands in front of routing.
    await (await fetch(gateway.api('miztiik-throttled', '/nowhere'))).arrayBuffer();
  }
  const bodies = await (await fetch(gateway.api('miztiik-throttled', '/nowhere'))).text();
  assert.equal(bodies, '{"message":"Forbidden"}');
  assert.deepEqual((await aws(command)).out, {
    ...nobody,
    ManagedKeysIPV4: { IPAddressVersion: 'IPV4', Addresses: ['127.0.0.1/32'] },
  });
  gateway.clock.advance(301_000);
  assert.deepEqual((await aws(command)).out, nobody);
});

test('the AWS CLI lists, gets and traces web ACLs', async () => {
  const listed = (await aws('wafv2 list-web-acls --scope REGIONAL --region us-east-1')).out as {
    WebACLs: { Name: string; Id: string; ARN: string }[];
  };
  assert.deepEqual(
    listed.WebACLs.map((a) => a.Name),
    ['apiSentryAcl-waf-stack'],
  );
  const { Id, ARN } = listed.WebACLs[0]!;
  const got = (
    await aws(
      `wafv2 get-web-acl --name apiSentryAcl-waf-stack --scope REGIONAL --id ${Id} --region us-east-1`,
    )
  ).out as { WebACL: { Rules: { Name: string; Priority: number; Statement: object; Action: object }[] } };
  const [rule] = got.WebACL.Rules;
  assert.equal(rule!.Name, 'limit_rps_to_133');
  assert.equal(rule!.Priority, 133);
  assert.deepEqual(rule!.Action, { Block: {} });
  assert.ok('RateBasedStatement' in rule!.Statement);
  const resources = (
    await aws(
      `wafv2 list-resources-for-web-acl --web-acl-arn ${ARN} --resource-type API_GATEWAY --region us-east-1`,
    )
  ).out as { ResourceArns: string[] };
  assert.equal(resources.ResourceArns.length, 1);
  const back = (
    await aws(`wafv2 get-web-acl-for-resource --resource-arn ${resources.ResourceArns[0]} --region us-east-1`)
  ).out as { WebACL: { Id: string } };
  assert.equal(back.WebACL.Id, Id);
});

test('the AWS CLI samples what a rule refused', async () => {
  for (let i = 0; i < 140; i++) {
    await (await fetch(gateway.api('miztiik-throttled', '/nowhere?n=1'))).arrayBuffer();
  }
  const rule = acl().rules[0]!;
  const now = gateway.clock.now() / 1000;
  const { out } = await aws(
    `wafv2 get-sampled-requests --web-acl-arn ${acl().arn} --rule-metric-name ${rule.visibility.MetricName} --scope REGIONAL --time-window StartTime=${now - 60},EndTime=${now + 1} --max-items 3 --region us-east-1`,
  );
  const { SampledRequests, PopulationSize } = out as {
    SampledRequests: { Action: string; Request: { ClientIP: string; Method: string; URI: string } }[];
    PopulationSize: number;
  };
  assert.equal(SampledRequests.length, 3);
  assert.ok(PopulationSize >= 7);
  assert.equal(SampledRequests[0]!.Action, 'BLOCK');
  assert.equal(SampledRequests[0]!.Request.ClientIP, '127.0.0.1');
  gateway.clock.advance(301_000);
});

test('the AWS CLI reads the metrics of web ACLs and stages as CloudWatch’s', async () => {
  const began = Math.floor(gateway.clock.now() / 60_000) * 60_000;
  for (let i = 0; i < 140; i++) {
    await (await fetch(gateway.api('miztiik-throttled', '/nowhere?n=2'))).arrayBuffer();
  }
  const { MetricName } = acl().rules[0]!.visibility;
  const listed = await aws(
    `cloudwatch list-metrics --namespace AWS/WAFV2 --metric-name BlockedRequests --dimensions Name=Rule,Value=${MetricName} --region us-east-1`,
  );
  const { Metrics } = listed.out as { Metrics: { Dimensions: { Name: string; Value: string }[] }[] };
  assert.equal(Metrics.length, 1);
  const dimensions = Metrics[0]!.Dimensions.map(({ Name, Value }) => `Name=${Name},Value=${Value}`).join(' ');
  const iso = (ms: number): string => new Date(ms).toISOString();
  const span = `--start-time ${iso(began)} --end-time ${iso(began + 60_000)}`;
  const { out } = await aws(
    `cloudwatch get-metric-statistics --namespace AWS/WAFV2 --metric-name BlockedRequests --dimensions ${dimensions} ${span} --period 60 --statistics Sum --region us-east-1`,
  );
  const { Datapoints } = out as { Datapoints: { Sum: number; Timestamp: string }[] };
  assert.deepEqual(
    Datapoints.map(({ Sum, Timestamp }) => [Sum, Date.parse(Timestamp)]),
    [[7, began]],
  );
  const ApiName = gateway.supervisor.definition.apis.find((a) =>
    a.stages.some((s) => s.name === 'miztiik-throttled'),
  )!.name;
  const query = {
    Id: 'errors',
    MetricStat: {
      Metric: {
        ...{ Namespace: 'AWS/ApiGateway', MetricName: '4XXError' },
        Dimensions: [{ Name: 'ApiName', Value: ApiName }],
      },
      ...{ Period: 60, Stat: 'Sum' },
    },
  };
  const data = await aws(
    `cloudwatch get-metric-data --metric-data-queries ${JSON.stringify([query])} ${span} --region us-east-1`,
  );
  const { MetricDataResults } = data.out as { MetricDataResults: { Values: number[] }[] };
  assert.deepEqual(MetricDataResults[0]!.Values, [140]);
  gateway.clock.advance(301_000);
});

test('the AWS CLI walks the APIs, their stages and their resources', async () => {
  const apis = (await aws('apigateway get-rest-apis --region us-east-1')).out as {
    items: { id: string; name: string; endpointConfiguration: { types: string[] } }[];
  };
  assert.equal(apis.items.length, 2);
  const secure = gateway.supervisor.definition.apis.find((a) =>
    a.stages.some((s) => s.name === 'miztiik-throttled'),
  )!;
  const stages = (await aws(`apigateway get-stages --rest-api-id ${secure.apiId} --region us-east-1`))
    .out as {
    item: { stageName: string; webAclArn: string; methodSettings: Record<string, Record<string, unknown>> }[];
  };
  assert.equal(stages.item[0]!.stageName, 'miztiik-throttled');
  assert.equal(stages.item[0]!.webAclArn, acl().arn);
  assert.equal(stages.item[0]!.methodSettings['*/*']!.throttlingRateLimit, 10);
  assert.equal(stages.item[0]!.methodSettings['*/*']!.throttlingBurstLimit, 100);
  const resources = (await aws(`apigateway get-resources --rest-api-id ${secure.apiId} --region us-east-1`))
    .out as { items: { path: string; resourceMethods?: Record<string, object> }[] };
  const greeter = resources.items.find((r) => r.path === '/secure/greeter')!;
  assert.deepEqual(Object.keys(greeter.resourceMethods!), ['GET']);
});

test('the AWS CLI has the capacity of rules counted, and lists what rules can name', async () => {
  const rules = JSON.stringify([
    {
      Name: 'r',
      Priority: 0,
      Action: { Block: {} },
      Statement: { GeoMatchStatement: { CountryCodes: ['NL'] } },
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'r' },
    },
  ]);
  const counted = await aws(`wafv2 check-capacity --scope REGIONAL --rules ${rules} --region us-east-1`);
  assert.deepEqual(counted.out, { Capacity: 1 });
  const groups = await aws('wafv2 list-rule-groups --scope REGIONAL --region us-east-1');
  assert.deepEqual(groups.out, { RuleGroups: [] });
  const sets = await aws('wafv2 list-regex-pattern-sets --scope REGIONAL --region us-east-1');
  assert.deepEqual(sets.out, { RegexPatternSets: [] });
});

test('the AWS CLI understands what is refused: the code and the reason', async () => {
  const missing = await aws(
    'wafv2 get-web-acl --name nobody --scope REGIONAL --id 00000000-0000-0000-0000-000000000000 --region us-east-1',
  );
  assert.equal(missing.code, 254);
  assert.match(missing.err, /\(WAFNonexistentItemException\) when calling the GetWebACL operation: .*nobody/);
  const refused = await aws('wafv2 list-mobile-sdk-releases --platform IOS --region us-east-1');
  assert.match(refused.err, /\(WAFInvalidOperationException\).*ListMobileSdkReleases is refused: /);
  const api = await aws('apigateway get-stages --rest-api-id nothing000 --region us-east-1');
  assert.match(api.err, /\(NotFoundException\).*Invalid API identifier specified/);
  const elsewhere = await aws('sts get-caller-identity --region us-east-1');
  assert.match(elsewhere.err, /\(UnknownOperationException\).*sts: GetCallerIdentity is not answered here/);
});
