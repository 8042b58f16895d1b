import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetTopPathStatisticsByTrafficCommand, GetWebACLCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { smallDefinition, smallRule } from '../definition.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';

test('the SDK is told which paths bots ask for, and where pages find the scripts of the group for bots', async (t) => {
  const statement = {
    ManagedRuleGroupStatement: {
      ...{ VendorName: 'AWS', Name: 'AWSManagedRulesBotControlRuleSet' },
      ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }],
    },
  };
  const rule = smallRule('bots', 0, statement, { action: null, overrideAction: { Count: {} } });
  const gateway = await startGateway({ definition: smallDefinition({ rules: [rule] }), workers: 2 });
  t.after(() => gateway.close());
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new WAFV2Client({ region: 'us-east-1', endpoint: gateway.endpoint, credentials });
  t.after(() => client.destroy());
  const ask = async (path: string, agent: string): Promise<void> => {
    const place = `${gateway.url}/_aws/execute-api/abcdefghij${path}`;
    const response = await fetch(place, { headers: { 'user-agent': agent, connection: 'close' } });
    await response.arrayBuffer();
  };
  const person = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
  for (const path of ['/prod/pets', '/prod/pets?a=1', '/prod/other']) await ask(path, 'curl/8.5.0');
  for (const path of ['/prod/pets', '/prod/pets']) await ask(path, person);
  const acl = gateway.supervisor.definition.webAcls[0]!;
  const now = gateway.clock.now();
  const input = {
    ...{ WebAclArn: acl.arn, Scope: acl.scope, Limit: 10, NumberOfTopTrafficBotsPerPath: 3 },
    TimeWindow: { StartTime: new Date(now - 600_000), EndTime: new Date(now + 600_000) },
    UriPathPrefix: '/prod',
  };
  await eventually(async () => {
    const { TotalRequestCount } = await client.send(new GetTopPathStatisticsByTrafficCommand(input));
    return TotalRequestCount === 3;
  });
  const { PathStatistics } = await client.send(new GetTopPathStatisticsByTrafficCommand(input));
  assert.deepEqual(PathStatistics, [
    {
      ...{ Path: '/prod/pets', RequestCount: 2, Percentage: 66.67 },
      TopBots: [{ BotName: 'curl', RequestCount: 2, Percentage: 100 }],
    },
    {
      ...{ Path: '/prod/other', RequestCount: 1, Percentage: 33.33 },
      TopBots: [{ BotName: 'curl', RequestCount: 1, Percentage: 100 }],
    },
  ]);
  const { ApplicationIntegrationURL: address } = await client.send(new GetWebACLCommand({ ARN: acl.arn }));
  assert.equal(address, `${gateway.url}/_portcullis/waf/${acl.aclId}/`);
  assert.equal((await fetch(`${address}challenge.js`)).status, 200);
});
