import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  DeleteLoggingConfigurationCommand,
  GetLoggingConfigurationCommand,
  GetSampledRequestsCommand,
  GetWebACLCommand,
  ListLoggingConfigurationsCommand,
  PutLoggingConfigurationCommand,
  WAFInvalidParameterException,
  WAFNonexistentItemException,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { Reader } from 'mmdb-lib';
import { dataProtectionShape } from '../../src/define/model/data-protection.ts';
import type { Definition } from '../../src/define/model/definition.ts';
import type { Rule, WebAcl } from '../../src/define/model/web-acl.ts';
import { smallDefinition, smallRule } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';

const rule = (
  name: string,
  priority: number,
  statement: Rule['statement'],
  more: Partial<Rule> = {},
): Rule => {
  const visibility = {
    SampledRequestsEnabled: true,
    CloudWatchMetricsEnabled: true,
    MetricName: `${name}-metric`,
  };
  return smallRule(name, priority, statement, { visibility, ...more });
};
const sql = rule('sql', 1, {
  SqliMatchStatement: {
    FieldToMatch: { AllQueryArguments: {} },
    TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
    SensitivityLevel: 'LOW',
  },
});
const managed = rule(
  'common',
  2,
  {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: 'AWSManagedRulesCommonRuleSet',
      RuleActionOverrides: [{ Name: 'GenericLFI_QUERYARGUMENTS', ActionToUse: { Count: {} } }],
    },
  },
  { action: null, overrideAction: { None: {} } },
);

function withAcl(rules: readonly Rule[], more: Partial<WebAcl> = {}): Definition {
  const small = smallDefinition({ rules });
  return { ...small, webAcls: small.webAcls.map((acl) => ({ ...acl, ...more })) };
}

const attack = '/pets?page=2&id=1%27%20OR%20%271%27=%271&token=abc';
const ResourceArn = smallDefinition().webAcls[0]!.arn;
const destination = 'arn:aws:logs:us-east-1:000000000000:log-group:aws-waf-logs-small';

async function started(t: TestContext, definition: Definition, data?: string) {
  const gateway = await startGateway({ definition, ...(data === undefined ? {} : { data }) });
  t.after(() => gateway.close());
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new WAFV2Client({ endpoint: gateway.endpoint, region: 'us-east-1', credentials });
  t.after(() => client.destroy());
  return { gateway, client };
}

const call = async (gateway: TestGateway, path: string, headers = {}): Promise<number> => {
  const response = await fetch(gateway.api('prod', path), { headers: { Connection: 'close', ...headers } });
  await response.arrayBuffer();
  return response.status;
};

interface Logged {
  readonly action: string;
  readonly terminatingRuleId: string;
  readonly terminatingRuleMatchDetails: readonly {
    readonly conditionType: string;
    readonly matchedFieldName: string;
    readonly matchedData: readonly string[];
  }[];
  readonly httpRequest: {
    readonly args: string;
    readonly requestId: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  };
  readonly evaluationFailure?: string;
}
const linesOf = (file: string): Logged[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];

async function logged(file: string, count: number): Promise<Logged[]> {
  await eventually(
    () => linesOf(file).length >= count,
    () => `${file} has ${linesOf(file).length} records, and not ${count}`,
  );
  return linesOf(file);
}

test('the SDK configures the log of a web ACL, which holds over a restart, until the SDK deletes it', async (t) => {
  const data = temporaryFolder(t);
  const definition = withAcl([sql, managed]);
  const first = await started(t, definition, data);
  const { client } = first;
  const none = new GetLoggingConfigurationCommand({ ResourceArn });
  await assert.rejects(client.send(none), WAFNonexistentItemException);
  const put = (LogDestinationConfigs: string[], more = {}) =>
    new PutLoggingConfigurationCommand({
      LoggingConfiguration: { ResourceArn, LogDestinationConfigs, ...more },
    });
  await assert.rejects(
    client.send(put([destination.replace('aws-waf-logs-', '')])),
    WAFInvalidParameterException,
  );
  await assert.rejects(client.send(put([destination, destination])), WAFInvalidParameterException);
  await assert.rejects(
    client.send(put([destination], { RedactedFields: [{ Body: {} }] })),
    (fault: WAFInvalidParameterException) => fault.Field === 'FIELD_TO_MATCH',
  );
  const keeping = (condition: object) =>
    put([destination], {
      LoggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [{ Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [condition] }],
      },
    });
  await assert.rejects(
    client.send(keeping({})),
    (fault: WAFInvalidParameterException) => fault.Field === 'FILTER_CONDITION',
  );
  await assert.rejects(
    client.send(keeping({ ActionCondition: { Action: 'DENY' } })),
    /^ValidationException: .*'DENY' at 'loggingConfiguration\.loggingFilter\.filters\.1\.member\.conditions\.1\.member\.actionCondition\.action'/,
  );
  const answer = await client.send(
    put([destination], {
      RedactedFields: [{ SingleHeader: { Name: 'user-agent' } }],
      LoggingFilter: {
        DefaultBehavior: 'KEEP',
        Filters: [
          {
            ...{ Behavior: 'DROP', Requirement: 'MEETS_ALL' },
            Conditions: [
              {
                LabelNameCondition: {
                  LabelName: 'awswaf:managed:aws:core-rule-set:GenericLFI_QueryArguments',
                },
              },
            ],
          },
        ],
      },
    }),
  );
  assert.equal(answer.LoggingConfiguration!.LogScope, 'CUSTOMER');
  assert.deepEqual((await client.send(none)).LoggingConfiguration, answer.LoggingConfiguration);

  await call(first.gateway, '/pets', { 'User-Agent': 'test' });
  assert.equal(await call(first.gateway, attack, { 'User-Agent': 'test' }), 403);
  await call(first.gateway, '/pets?file=../../../etc/passwd', { 'User-Agent': 'test' });
  const file = join(data, 'logs', 'aws-waf-logs-small', 'us-east-1_small-acl_0.jsonl');
  const [passed, refused, ...more] = (await logged(file, 2)) as [Logged, Logged];
  assert.deepEqual(more, []);
  assert.deepEqual([passed.action, passed.terminatingRuleId], ['ALLOW', 'Default_Action']);
  assert.deepEqual([refused.action, refused.terminatingRuleId], ['BLOCK', 'sql']);
  const [found] = refused.terminatingRuleMatchDetails;
  assert.equal(found!.conditionType, 'SQL_INJECTION');
  assert.equal(found!.matchedFieldName, 'id');
  const headers = refused.httpRequest.headers;
  assert.equal(headers.find((h) => h.name.toLowerCase() === 'user-agent')!.value, 'REDACTED');
  await first.gateway.close();

  const second = await started(t, definition, data);
  const listed = await second.client.send(new ListLoggingConfigurationsCommand({ Scope: 'REGIONAL' }));
  assert.deepEqual(listed.LoggingConfigurations, [answer.LoggingConfiguration]);
  await second.client.send(new DeleteLoggingConfigurationCommand({ ResourceArn }));
  await assert.rejects(second.client.send(none), WAFNonexistentItemException);
  assert.equal(await call(second.gateway, attack, { 'User-Agent': 'test' }), 403);
  assert.equal((await logged(join(data, 'logs', 'aws-waf-logs-small-acl.jsonl'), 1)).length, 1);
  assert.equal(linesOf(file).length, 2);
});

test('what a web ACL protects is in no log, no sample, no journal and on no console', async (t) => {
  const data = temporaryFolder(t);
  const protections = (Action: string) => [
    { Field: { FieldType: 'SINGLE_QUERY_ARGUMENT', FieldKeys: ['token'] }, Action },
    { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['x-secret'] }, Action },
    { Field: { FieldType: 'SINGLE_COOKIE', FieldKeys: ['session'] }, Action },
  ];
  const dataProtection = dataProtectionShape.parse({ DataProtections: protections('HASH') });
  const { gateway, client } = await started(t, withAcl([sql], { dataProtection }), data);
  const headers = { 'x-secret': 'hidden-header', Cookie: 'session=hidden-cookie; theme=hidden-too' };
  const path = '/pets?token=hidden-token&id=1%27%20OR%20%271%27=%271';
  assert.equal(await call(gateway, path, headers), 403);
  const [record] = await logged(join(data, 'logs', 'aws-waf-logs-small-acl.jsonl'), 1);
  const sha256 = (text: string): string => hash('sha256', text, 'base64');
  const { args, headers: kept } = record!.httpRequest;
  assert.match(args, new RegExp(`^token=${sha256('hidden-token').replace(/[+]/g, '\\+')}&id=`));
  const of = (name: string) => kept.find((h) => h.name.toLowerCase() === name)!.value;
  assert.equal(of('x-secret'), sha256('hidden-header'));
  assert.equal(of('cookie'), `session=${sha256('hidden-cookie')}; theme=REDACTED`);
  // One protected argument protects what was found in any.
  const [found] = record!.terminatingRuleMatchDetails;
  assert.equal(found!.matchedData.length, 1);
  assert.doesNotMatch(found!.matchedData[0]!, /OR/);

  const { SampledRequests } = await client.send(sampleOf('sql-metric', gateway));
  assert.equal(SampledRequests!.length, 1);
  const explained = await fetch(`${gateway.console}/api/explain`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ requestId: record!.httpRequest.requestId }),
  });
  const seen = [JSON.stringify(SampledRequests), await explained.text(), JSON.stringify(record)];
  await gateway.close();
  const files = globSync('**/*', { cwd: data, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.some((file) => file.name.endsWith('.sqlite')));
  for (const file of files) seen.push(readFileSync(join(file.parentPath, file.name), 'latin1'));
  for (const text of seen) assert.doesNotMatch(text, /hidden-(?:token|header|cookie|too)/);
  const { WebACL } = await (await started(t, withAcl([sql], { dataProtection }))).client.send(
    new GetWebACLCommand({ ARN: ResourceArn }),
  );
  assert.equal(WebACL!.DataProtectionConfig!.DataProtections!.length, 3);
});

const sampleOf = (RuleMetricName: string, gateway: TestGateway, MaxItems = 100) =>
  new GetSampledRequestsCommand({
    ...{ WebAclArn: ResourceArn, RuleMetricName, Scope: 'REGIONAL', MaxItems },
    TimeWindow: {
      StartTime: new Date(gateway.clock.now() - 600_000),
      EndTime: new Date(gateway.clock.now() + 1_000),
    },
  });

test('samples and metrics name the rule within the group that counted, and the one that blocked', async (t) => {
  const { gateway, client } = await started(t, withAcl([managed, sql]));
  await call(gateway, '/pets?file=../../../etc/passwd', { 'User-Agent': 'test' });
  await call(gateway, attack, { 'User-Agent': 'test' });
  const counted = await client.send(sampleOf('GenericLFI_QUERYARGUMENTS', gateway));
  const [sample] = counted.SampledRequests!;
  assert.equal(sample!.RuleNameWithinRuleGroup, 'AWS#AWSManagedRulesCommonRuleSet#GenericLFI_QUERYARGUMENTS');
  assert.deepEqual([sample!.Action, sample!.OverriddenAction, sample!.Weight], ['COUNT', 'BLOCK', 1]);
  assert.equal(sample!.Request!.URI, '/prod/pets?file=../../../etc/passwd');
  assert.deepEqual(sample!.Labels, [{ Name: 'awswaf:managed:aws:core-rule-set:GenericLFI_QueryArguments' }]);
  await assert.rejects(client.send(sampleOf('no-such-metric', gateway)), WAFInvalidParameterException);
  const text = await (await fetch(`${gateway.console}/metrics`)).text();
  for (const line of [
    'portcullis_wafv2_BlockedRequests_total{WebACL="acl",Rule="sql-metric",Region="us-east-1"} 1',
    'portcullis_wafv2_CountedRequests_total{WebACL="acl",ManagedRuleGroup="AWSManagedRulesCommonRuleSet",ManagedRuleGroupRule="GenericLFI_QUERYARGUMENTS",Region="us-east-1"} 1',
    'portcullis_wafv2_AllowedRequests_total{WebACL="acl",LabelNamespace="awswaf:managed:aws:core-rule-set",Label="GenericLFI_QueryArguments",Region="us-east-1"} 1',
    'portcullis_wafv2_BlockedRequests_total{WebACL="acl",Attack="sqli",Region="us-east-1"} 1',
  ])
    assert.ok(text.split('\n').includes(line), line);
});

/** A database that can be opened, and fails whoever looks something up in it: every way through its tree leads out of it. */
function damaged(folder: string): string {
  const bytes = readFileSync('test/fixtures/asn.mmdb');
  const { metadata } = new Reader(bytes);
  bytes.fill(0xff, 0, metadata.searchTreeSize);
  const file = join(folder, 'damaged.mmdb');
  writeFileSync(file, bytes);
  return file;
}

test('a rule that fails while it is asked refuses, or is passed over where that was chosen; either way it is told', async (t) => {
  const country = rule(
    'where',
    1,
    { GeoMatchStatement: { CountryCodes: ['NL'] } },
    { action: { Count: {} } },
  );
  for (const [wafFailure, status] of [
    ['block', 403],
    ['allow', 200],
  ] as const) {
    const data = temporaryFolder(t);
    const plain = withAcl([country]);
    const settings = {
      ...plain.settings,
      wafFailure,
      wafLog: 'inspected',
      countryDatabase: damaged(data),
    } as const;
    const { gateway } = await started(t, { ...plain, settings }, data);
    assert.equal(await call(gateway, '/pets'), status, wafFailure);
    const [record] = await logged(join(data, 'logs', 'aws-waf-logs-small-acl.jsonl'), 1);
    assert.match(String(record!.evaluationFailure), /the rule where could not be evaluated/);
    assert.equal(record!.action, wafFailure === 'block' ? 'BLOCK' : 'ALLOW');
    assert.equal(record!.terminatingRuleId, wafFailure === 'block' ? 'where' : 'Default_Action');
    const text = await (await fetch(`${gateway.console}/metrics`)).text();
    assert.match(text, /portcullis_faults_total\{code="gateway.waf"\} 1\n/);
    const explained = await fetch(`${gateway.console}/api/explain`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ method: 'GET', target: '/pets', client: '192.0.2.1' }),
    });
    const { decision, steps } = (await explained.json()) as { decision: { by: string }; steps: object[] };
    assert.match(JSON.stringify(steps), /"outcome":"failed"/, wafFailure);
    assert.equal(decision.by, wafFailure === 'block' ? 'small/Acl/where' : '');
    await gateway.close();
    rmSync(data, { recursive: true, force: true });
  }
});
