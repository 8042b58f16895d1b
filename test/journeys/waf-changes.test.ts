import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import {
  AssociateWebACLCommand,
  CreateWebACLCommand,
  DisassociateWebACLCommand,
  GetRateBasedStatementManagedKeysCommand,
  GetSampledRequestsCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListWebACLsCommand,
  UpdateWebACLCommand,
  WAFOptimisticLockException,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { runCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { blocks, inQuery, Scope, visibility } from '../units/operate/wafv2/definition.ts';
import { KeptConnection } from './keep-alive.ts';
import { testFile } from './support/files.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A template of an API with a stage `prod` behind a web ACL, which blocks queries with `written`. */
const template = (written: string): string =>
  JSON.stringify(
    {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } },
        Method: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            ...{ RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } },
            ...{ HttpMethod: 'GET', AuthorizationType: 'NONE' },
            Integration: {
              Type: 'MOCK',
              RequestTemplates: { 'application/json': '{"statusCode": 200}' },
              IntegrationResponses: [{ StatusCode: '200' }],
            },
            MethodResponses: [{ StatusCode: '200' }],
          },
        },
        Deployment: {
          Type: 'AWS::ApiGateway::Deployment',
          DependsOn: ['Method'],
          Properties: { RestApiId: { Ref: 'Api' } },
        },
        Stage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' },
        },
        Acl: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: {
            ...{ Name: 'edge', Scope, DefaultAction: { Allow: {} }, VisibilityConfig: visibility('edge') },
            Rules: [
              {
                ...blocks('written', 1, {}),
                Statement: {
                  ByteMatchStatement: {
                    ...{ SearchString: written, FieldToMatch: { QueryString: {} } },
                    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
                    PositionalConstraint: 'CONTAINS',
                  },
                },
              },
            ],
          },
        },
        Front: {
          Type: 'AWS::WAFv2::WebACLAssociation',
          Properties: {
            WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
            ResourceArn: {
              'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}',
            },
          },
        },
      },
    },
    null,
    1,
  );

async function started(t: TestContext, file: string, data?: string) {
  const more = data === undefined ? {} : { data };
  const gateway = await startGateway({ files: [file], workers: 2, ...more });
  t.after(() => gateway.close());
  const client = new WAFV2Client({ endpoint: gateway.endpoint, region: 'us-east-1', credentials });
  t.after(() => client.destroy());
  return { gateway, client };
}

/** What each of some queries is answered with, by whichever worker. */
async function statuses(gateway: TestGateway, ...queries: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const query of queries) {
    const response = await fetch(gateway.api('prod', `/?${query}`), { headers: { Connection: 'close' } });
    await response.arrayBuffer();
    found.push(response.status);
  }
  return found;
}

/** The line of the file whose rule refuses a query. */
async function lineOf({ console }: TestGateway, query: string): Promise<number> {
  const { out } = await runCommand(['explain', 'GET', `/?${query}`, '--at', console]);
  return Number(/WAF_FILTERED by \S+ \(.*shop\.json:(\d+)\)/.exec(out)?.[1]);
}

const edge = async (client: WAFV2Client) => {
  const { WebACLs } = await client.send(new ListWebACLsCommand({ Scope }));
  const { Name, Id } = WebACLs![0]!;
  const { WebACL, LockToken } = await client.send(new GetWebACLCommand({ Name, Scope, Id }));
  const { Description: _, Rules, DefaultAction, VisibilityConfig } = WebACL!;
  return { Name, Scope, Id, LockToken, Rules: Rules!, DefaultAction, VisibilityConfig };
};

test('rules that are changed over the endpoint are in force at once, outlive a restart, are explained, and give way to a new file', async (t) => {
  const data = temporaryFolder(t);
  const file = testFile(t, 'shop.json', template('one'));
  const first = await started(t, file, data);
  assert.deepEqual(await statuses(first.gateway, 'one', 'two'), [403, 200]);
  const acl = await edge(first.client);
  const Rules = [...acl.Rules, blocks('added', 2, inQuery('two'))];
  await first.client.send(new UpdateWebACLCommand({ ...acl, Rules }));
  for (let i = 0; i < 4; i++)
    assert.deepEqual(await statuses(first.gateway, 'one', 'two', 'three'), [403, 403, 200]);

  const explained = await runCommand(['explain', 'GET', '/?two', '--at', first.gateway.console]);
  assert.equal(explained.code, 1, explained.out);
  assert.match(explained.out, /WAF_FILTERED by .*added \(the AWS endpoint\)/);
  const line = await lineOf(first.gateway, 'one');
  await first.gateway.close();

  const second = await started(t, file, data);
  assert.deepEqual(await statuses(second.gateway, 'one', 'two', 'three'), [403, 403, 200]);
  writeFileSync(file, `\n\n${template('one')}`);
  assert.equal((await second.gateway.supervisor.reload()).ok, true);
  assert.deepEqual(await statuses(second.gateway, 'one', 'two'), [403, 403], 'the file says nothing new');
  assert.equal(
    await lineOf(second.gateway, 'one'),
    line + 2,
    'a rule that was not changed is still of the file',
  );
  writeFileSync(file, template('three'));
  assert.equal((await second.gateway.supervisor.reload()).ok, true);
  assert.deepEqual(await statuses(second.gateway, 'one', 'two', 'three'), [200, 200, 403]);
});

test('a web ACL is changed under load, again and again, and no connection is dropped and no answer is lost', async (t) => {
  const { gateway, client } = await started(t, testFile(t, 'shop.json', template('one')));
  const { pathname } = new URL(gateway.api('prod', '/'));
  const all = await Promise.all(Array.from({ length: 8 }, () => KeptConnection.open(gateway.url)));
  t.after(() => {
    for (const kept of all) kept.close();
  });
  let changing = true;
  const seen = new Map<number, number>();
  const load = all.map(async (kept) => {
    while (changing) {
      const { status } = await kept.get(`${pathname}?two`);
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
  });
  const acl = await edge(client);
  let { LockToken } = acl;
  for (let i = 0; i < 10; i++) {
    const Rules = i % 2 === 0 ? [blocks('two', 1, inQuery('two'))] : [];
    LockToken = (await client.send(new UpdateWebACLCommand({ ...acl, Rules, LockToken }))).NextLockToken;
    const now = await Promise.all(all.map(() => statuses(gateway, 'two')));
    assert.deepEqual(new Set(now.flat()), new Set([i % 2 === 0 ? 403 : 200]), 'of the newest rules alone');
  }
  changing = false;
  await Promise.all(load);
  assert.deepEqual([...seen.keys()].sort(), [200, 403]);
  assert.ok(all.every((kept) => !kept.closed));
});

test('of two clients that change one web ACL with one lock token one is told to begin again', async (t) => {
  const { gateway, client } = await started(t, testFile(t, 'shop.json', template('one')));
  const acl = await edge(client);
  const change = (name: string) =>
    client.send(new UpdateWebACLCommand({ ...acl, Rules: [blocks(name, 1, inQuery(name))] }));
  const outcomes = await Promise.allSettled([change('left'), change('right')]);
  assert.deepEqual(outcomes.map((o) => o.status).sort(), ['fulfilled', 'rejected']);
  const lost = outcomes.find((o) => o.status === 'rejected')!;
  assert.ok(lost.reason instanceof WAFOptimisticLockException);
  const [left, right] = await statuses(gateway, 'left', 'right');
  assert.notEqual(left, right, 'only one of them is in force');
});

test('a stage is without its web ACL from the moment it is disassociated, over a restart, until it is associated again', async (t) => {
  const data = temporaryFolder(t);
  const file = testFile(t, 'shop.json', template('one'));
  const first = await started(t, file, data);
  const ResourceArn = first.gateway.supervisor.definition.apis[0]!.stages[0]!.arn;
  const { WebACL } = await first.client.send(new GetWebACLForResourceCommand({ ResourceArn }));
  await first.client.send(new DisassociateWebACLCommand({ ResourceArn }));
  for (let i = 0; i < 4; i++) assert.deepEqual(await statuses(first.gateway, 'one'), [200]);
  await first.gateway.close();
  const second = await started(t, file, data);
  assert.deepEqual(await statuses(second.gateway, 'one'), [200]);
  await second.client.send(new AssociateWebACLCommand({ WebACLArn: WebACL!.ARN, ResourceArn }));
  for (let i = 0; i < 4; i++) assert.deepEqual(await statuses(second.gateway, 'one'), [403]);

  const { Acl: _, Front: __, ...Resources } = JSON.parse(template('one')).Resources;
  writeFileSync(file, JSON.stringify({ Resources }));
  const reload = await second.gateway.supervisor.reload();
  assert.deepEqual([reload.ok, reload.notes.at(-1)!.code], [false, 'change.dangling']);
  assert.deepEqual(await statuses(second.gateway, 'one'), [403], 'no stage is bared by a file alone');
  await second.client.send(new DisassociateWebACLCommand({ ResourceArn }));
  assert.equal((await second.gateway.supervisor.reload()).ok, true);
  assert.deepEqual(await statuses(second.gateway, 'one'), [200]);
});

test('a web ACL made over the endpoint limits, samples and is reported as one of a file', async (t) => {
  const { gateway, client } = await started(t, testFile(t, 'shop.json', template('one')));
  const ResourceArn = gateway.supervisor.definition.apis[0]!.stages[0]!.arn;
  let deep = inQuery('never');
  for (let i = 0; i < 80; i++) deep = { NotStatement: { Statement: deep } };
  const { Summary } = await client.send(
    new CreateWebACLCommand({
      ...{ Name: 'made', Scope, DefaultAction: { Allow: {} }, VisibilityConfig: visibility('made') },
      Rules: [
        blocks('deep', 1, deep),
        blocks('rate', 2, { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } }),
      ],
    }),
  );
  await client.send(new AssociateWebACLCommand({ WebACLArn: Summary!.ARN, ResourceArn }));
  const answers = await statuses(gateway, ...Array.from({ length: 12 }, () => 'a'));
  assert.deepEqual([answers.slice(0, 10).includes(403), answers.slice(10)], [false, [403, 403]]);
  const { ManagedKeysIPV4 } = await client.send(
    new GetRateBasedStatementManagedKeysCommand({
      ...{ Scope, WebACLName: 'made', WebACLId: Summary!.Id, RuleName: 'rate' },
    }),
  );
  assert.deepEqual(ManagedKeysIPV4!.Addresses, ['127.0.0.1/32']);
  const now = gateway.clock.now();
  const { SampledRequests } = await client.send(
    new GetSampledRequestsCommand({
      ...{ WebAclArn: Summary!.ARN, RuleMetricName: 'rate', Scope, MaxItems: 10 },
      TimeWindow: { StartTime: new Date(now - 60_000), EndTime: new Date(now + 60_000) },
    }),
  );
  assert.deepEqual(
    SampledRequests!.map((s) => s.Action),
    ['BLOCK', 'BLOCK'],
  );
  const blocked = await runCommand(['blocked', '--at', gateway.console]);
  assert.match(blocked.out, /127\.0\.0\.1 +made\/rate/);
});
