import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  APIGatewayClient,
  GetAccountCommand,
  GetMethodCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  DescribeManagedRuleGroupCommand,
  GetIPSetCommand,
  GetRateBasedStatementManagedKeysCommand,
  GetSampledRequestsCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListAvailableManagedRuleGroupsCommand,
  ListAvailableManagedRuleGroupVersionsCommand,
  ListIPSetsCommand,
  ListWebACLsCommand,
  WAFInvalidParameterException,
  WAFNonexistentItemException,
  WAFUnsupportedAggregateKeyTypeException,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { NOWHERE } from '../../src/base/origin.ts';
import { pathBegins, rateRule, smallDefinition, smallRule } from '../definition.ts';
import { startGateway, type TestGateway } from '../gateway.ts';

const constant = smallRule('all', 2, {
  RateBasedStatement: {
    Limit: 1000,
    AggregateKeyType: 'CONSTANT',
    ScopeDownStatement: pathBegins('/prod/login'),
  },
});

const definition = {
  ...smallDefinition({ rules: [rateRule(10), constant], rate: 5, burst: 7 }),
  ipSets: [
    {
      id: 'small/Office',
      origin: NOWHERE,
      name: 'office',
      setId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      arn: 'arn:aws:wafv2:us-east-1:000000000000:regional/ipset/office/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      scope: 'REGIONAL',
      description: 'The office',
      lockToken: '66666666-7777-8888-9999-000000000000',
      version: 'IPV4',
      addresses: ['203.0.113.0/24'],
    },
  ],
} as const;

let gateway: TestGateway;
let waf: WAFV2Client;
let apis: APIGatewayClient;
before(async () => {
  gateway = await startGateway({ definition });
  const options = {
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  waf = new WAFV2Client(options);
  apis = new APIGatewayClient(options);
});
after(async () => {
  waf.destroy();
  apis.destroy();
  await gateway.close();
});

const acl = definition.webAcls[0]!;
const key = { Scope: 'REGIONAL', WebACLName: acl.name, WebACLId: acl.aclId } as const;

test('the SDK reads a web ACL back as it was written, blobs and all', async () => {
  const { WebACL, LockToken } = await waf.send(
    new GetWebACLCommand({ Name: acl.name, Scope: 'REGIONAL', Id: acl.aclId }),
  );
  assert.equal(LockToken, acl.lockToken);
  assert.equal(WebACL!.ARN, acl.arn);
  assert.deepEqual(WebACL!.DefaultAction, { Allow: {} });
  const scoped = WebACL!.Rules![1]!.Statement!.RateBasedStatement!.ScopeDownStatement!.ByteMatchStatement!;
  assert.equal(Buffer.from(scoped.SearchString!).toString(), '/prod/login');
  const byArn = await waf.send(new GetWebACLCommand({ ARN: acl.arn }));
  assert.equal(byArn.WebACL!.Id, acl.aclId);
});

test('the SDK asks which addresses are blocked, and gets the error of AWS where a rule has none', async () => {
  for (let i = 0; i < 12; i++) await (await fetch(gateway.api('prod', '/nowhere'))).arrayBuffer();
  const keys = await waf.send(new GetRateBasedStatementManagedKeysCommand({ ...key, RuleName: 'rate' }));
  assert.deepEqual(keys.ManagedKeysIPV4, { IPAddressVersion: 'IPV4', Addresses: ['127.0.0.1/32'] });
  await assert.rejects(
    waf.send(new GetRateBasedStatementManagedKeysCommand({ ...key, RuleName: 'all' })),
    WAFUnsupportedAggregateKeyTypeException,
  );
  await assert.rejects(
    waf.send(new GetRateBasedStatementManagedKeysCommand({ ...key, RuleName: 'none' })),
    WAFNonexistentItemException,
  );
});

test('the SDK pages through lists', async () => {
  const all = await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL', Limit: 1 }));
  assert.equal(all.WebACLs!.length, 1);
  assert.equal(all.NextMarker, undefined);
  assert.deepEqual((await waf.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' }))).WebACLs, []);
  const sets = await waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL' }));
  const [office] = sets.IPSets!;
  const set = await waf.send(new GetIPSetCommand({ Name: office!.Name, Id: office!.Id, Scope: 'REGIONAL' }));
  assert.deepEqual(set.IPSet!.Addresses, ['203.0.113.0/24']);
});

test('the SDK lists managed rule groups, their versions, and what rules one has', async () => {
  const { ManagedRuleGroups } = await waf.send(
    new ListAvailableManagedRuleGroupsCommand({ Scope: 'REGIONAL' }),
  );
  const names = ManagedRuleGroups!.map((group) => `${group.VendorName}/${group.Name}`);
  for (const name of ['Common', 'KnownBadInputs', 'SQLi'])
    assert.ok(names.includes(`AWS/AWSManagedRules${name}RuleSet`), name);
  const sqli = { Scope: 'REGIONAL', VendorName: 'AWS', Name: 'AWSManagedRulesSQLiRuleSet' } as const;
  const { Versions, CurrentDefaultVersion } = await waf.send(
    new ListAvailableManagedRuleGroupVersionsCommand(sqli),
  );
  assert.equal(Versions![0]!.Name, CurrentDefaultVersion);
  assert.ok(Versions![0]!.LastUpdateTimestamp instanceof Date);
  const group = await waf.send(new DescribeManagedRuleGroupCommand(sqli));
  assert.equal(group.VersionName, CurrentDefaultVersion);
  assert.equal(group.Capacity, 200);
  assert.equal(group.LabelNamespace, 'awswaf:managed:aws:sql-database:');
  assert.deepEqual(group.Rules![0], { Name: 'SQLi_QUERYARGUMENTS', Action: { Block: {} } });
  assert.ok(
    group.AvailableLabels!.some(
      (label) => label.Name === 'awswaf:managed:aws:sql-database:SQLiExtendedPatterns_UriPath',
    ),
  );
  const bots = await waf.send(
    new DescribeManagedRuleGroupCommand({ ...sqli, Name: 'AWSManagedRulesBotControlRuleSet' }),
  );
  assert.ok(
    bots.Rules!.some((rule) => rule.Name === 'TGT_TokenAbsent'),
    'those of the level TARGETED, too',
  );
  for (const label of ['bot:verified', 'bot:name:googlebot', 'bot:category:ai'])
    assert.ok(
      bots.AvailableLabels!.some(({ Name }) => Name === `awswaf:managed:aws:bot-control:${label}`),
      label,
    );
  await assert.rejects(
    waf.send(new DescribeManagedRuleGroupCommand({ ...sqli, Name: 'Nothing' })),
    WAFNonexistentItemException,
  );
  await assert.rejects(
    waf.send(new DescribeManagedRuleGroupCommand({ ...sqli, VersionName: 'Version_9.9' })),
    WAFInvalidParameterException,
  );
});

test('the SDK gets an empty answer for a resource without a web ACL, and an error for what is no ARN', async () => {
  const none = await waf.send(
    new GetWebACLForResourceCommand({
      ResourceArn: 'arn:aws:apigateway:us-east-1::/restapis/zzzzzzzzzz/stages/prod',
    }),
  );
  assert.equal(none.WebACL, undefined);
  await assert.rejects(
    waf.send(new GetWebACLForResourceCommand({ ResourceArn: 'this is not an arn at all' })),
    (fault: unknown) => fault instanceof WAFInvalidParameterException && fault.Field === 'RESOURCE_ARN',
  );
});

test('a value out of its bounds is a ValidationException that names the member', async () => {
  const asked = new GetSampledRequestsCommand({
    WebAclArn: acl.arn,
    RuleMetricName: 'rate',
    Scope: 'REGIONAL',
    TimeWindow: { StartTime: new Date(0), EndTime: new Date() },
    MaxItems: 501,
  });
  await assert.rejects(waf.send(asked), (fault: Error) => {
    assert.equal(fault.name, 'ValidationException');
    assert.equal(
      fault.message,
      "1 validation error detected: Value '501' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 500",
    );
    return true;
  });
});

test('the SDK reads APIs, stages, resources and methods', async () => {
  const { items } = await apis.send(new GetRestApisCommand({ limit: 10 }));
  assert.deepEqual(
    items!.map((api) => api.id),
    ['abcdefghij'],
  );
  assert.ok(items![0]!.createdDate instanceof Date);
  const restApiId = 'abcdefghij';
  const api = await apis.send(new GetRestApiCommand({ restApiId }));
  assert.deepEqual(api.endpointConfiguration!.types, ['REGIONAL']);
  const stage = await apis.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
  assert.equal(stage.methodSettings!['*/*']!.throttlingRateLimit, 5);
  assert.equal(stage.webAclArn, acl.arn);
  const resources = await apis.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
  assert.equal(resources.items!.find((r) => r.path === '/pets')!.resourceMethods!.GET!.httpMethod, 'GET');
  const resource = await apis.send(new GetResourceCommand({ restApiId, resourceId: 'pets00' }));
  assert.equal(resource.pathPart, 'pets');
  const method = await apis.send(
    new GetMethodCommand({ restApiId, resourceId: 'pets00', httpMethod: 'GET' }),
  );
  assert.equal(method.methodIntegration!.type, 'MOCK');
  assert.equal(method.methodIntegration!.integrationResponses!['200']!.statusCode, '200');
  assert.deepEqual((await apis.send(new GetAccountCommand({}))).throttleSettings, {
    burstLimit: 5000,
    rateLimit: 10_000,
  });
  await assert.rejects(apis.send(new GetRestApiCommand({ restApiId: 'nothing000' })), {
    name: 'NotFoundException',
    message: 'Invalid API identifier specified 000000000000:nothing000',
  });
});

test('a page in a browser reaches neither the AWS endpoint nor the console', async () => {
  for (const base of [gateway.endpoint, gateway.console]) {
    const path = base === gateway.endpoint ? '/restapis' : '/healthz';
    const ask = (headers: Record<string, string>) =>
      fetch(base + path, { headers }).then((response) => response.status);
    assert.equal(await ask({}), 200);
    assert.equal(await ask({ Origin: 'http://evil.example' }), 403);
    assert.equal(await ask({ Origin: 'http://localhost:3000' }), 403);
    assert.equal(await ask({ Origin: base }), 200);
  }
});
