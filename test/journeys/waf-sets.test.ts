import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  GetIPSetCommand,
  GetRegexPatternSetCommand,
  ListIPSetsCommand,
  ListRegexPatternSetsCommand,
  UpdateIPSetCommand,
  UpdateRegexPatternSetCommand,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
  WAFOptimisticLockException,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { NOWHERE } from '../../src/base/origin.ts';
import type { Definition } from '../../src/define/model/definition.ts';
import { smallDefinition, smallRule } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';

const arn = (kind: string): string => `arn:aws:wafv2:us-east-1:000000000000:regional/${kind}/x/1`;
const entity = (name: string, kind: string) =>
  ({
    ...{ id: `small/${name}`, origin: NOWHERE, name, arn: arn(kind), description: '' },
    ...{ lockToken: '11111111-1111-1111-1111-111111111111', setId: '22222222-2222-2222-2222-222222222222' },
    scope: 'REGIONAL',
  }) as const;
const definition: Definition = {
  ...smallDefinition({
    rules: [
      smallRule('blocked', 1, { IPSetReferenceStatement: { ARN: arn('ipset') } }),
      smallRule('bad-paths', 2, {
        RegexPatternSetReferenceStatement: {
          ...{ ARN: arn('regexpatternset'), FieldToMatch: { QueryString: {} } },
          TextTransformations: [{ Priority: 0, Type: 'NONE' }],
        },
      }),
    ],
  }),
  ipSets: [{ ...entity('office', 'ipset'), version: 'IPV4', addresses: ['203.0.113.0/24'] }],
  regexPatternSets: [{ ...entity('paths', 'regexpatternset'), patterns: ['evil'] }],
};

async function started(t: TestContext, data?: string) {
  const gateway = await startGateway({ definition, workers: 2, ...(data === undefined ? {} : { data }) });
  t.after(() => gateway.close());
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new WAFV2Client({ endpoint: gateway.endpoint, region: 'us-east-1', credentials });
  t.after(() => client.destroy());
  return { gateway, client };
}

const Scope = 'REGIONAL' as const;
const status = async (gateway: TestGateway, query = ''): Promise<number> => {
  const response = await fetch(gateway.api('prod', `/pets${query}`), { headers: { Connection: 'close' } });
  await response.arrayBuffer();
  return response.status;
};

test('an address that the SDK puts into an IP set is refused at once, by every worker and after a restart', async (t) => {
  const data = temporaryFolder(t);
  const first = await started(t, data);
  const { client, gateway } = first;
  const [{ Id, LockToken }] = (await client.send(new ListIPSetsCommand({ Scope }))).IPSets as [
    { Id: string; LockToken: string },
  ];
  const update = (Addresses: string[], token: string = LockToken) =>
    client.send(new UpdateIPSetCommand({ Name: 'office', Scope, Id, Addresses, LockToken: token }));
  assert.equal(await status(gateway), 200);
  const { NextLockToken } = await update(['127.0.0.1/32', '198.51.100.0/24', '127.0.0.1/32']);
  for (let i = 0; i < 6; i++) assert.equal(await status(gateway), 403);
  const { IPSet, LockToken: now } = await client.send(new GetIPSetCommand({ Name: 'office', Scope, Id }));
  assert.deepEqual([IPSet!.Addresses, now], [['127.0.0.1/32', '198.51.100.0/24'], NextLockToken]);

  await assert.rejects(update([]), WAFOptimisticLockException, 'the token that was read first is stale');
  await assert.rejects(update(['0.0.0.0/0'], now!), /may not be \/0, as in AWS WAF/);
  await assert.rejects(update(['2001:db8::/32'], now!), WAFInvalidParameterException);
  const many = Array.from({ length: 10_001 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
  await assert.rejects(update(many, now!), WAFLimitsExceededException);
  const elsewhere = { Name: 'nowhere', Scope, Id, Addresses: [], LockToken: now };
  await assert.rejects(client.send(new UpdateIPSetCommand(elsewhere)), WAFNonexistentItemException);
  assert.equal(await status(gateway), 403, 'what was refused has changed nothing');

  await gateway.close();
  const second = await started(t, data);
  assert.equal(await status(second.gateway), 403);
  const token = (await second.client.send(new GetIPSetCommand({ Name: 'office', Scope, Id }))).LockToken;
  await second.client.send(
    new UpdateIPSetCommand({ Name: 'office', Scope, Id, Addresses: [], LockToken: token }),
  );
  assert.equal(await status(second.gateway), 200);
});

test('of two that change one set at the same time one is told to begin again', async (t) => {
  const { client } = await started(t);
  const { Id, LockToken } = (await client.send(new ListIPSetsCommand({ Scope }))).IPSets![0]!;
  const update = (address: string) =>
    client.send(new UpdateIPSetCommand({ Name: 'office', Scope, Id, Addresses: [address], LockToken }));
  const outcomes = await Promise.allSettled([update('192.0.2.1/32'), update('192.0.2.2/32')]);
  assert.deepEqual(outcomes.map((o) => o.status).sort(), ['fulfilled', 'rejected']);
});

test('the expressions of a set are replaced at once, and one that takes more than linear time is turned away', async (t) => {
  const { client, gateway } = await started(t);
  const { Id, LockToken } = (await client.send(new ListRegexPatternSetsCommand({ Scope })))
    .RegexPatternSets![0]!;
  const update = (RegexString: string, token = LockToken) =>
    client.send(
      new UpdateRegexPatternSetCommand({
        ...{ Name: 'paths', Scope, Id, LockToken: token },
        RegularExpressionList: [{ RegexString }],
      }),
    );
  assert.equal(await status(gateway, '?a=evil'), 403);
  await assert.rejects(update('(a)\\1'), /back-references are not possible/);
  await update('wick(?:ed)+');
  assert.equal(await status(gateway, '?a=evil'), 200);
  assert.equal(await status(gateway, '?a=wicked'), 403);
  await assert.rejects(update('x'), WAFOptimisticLockException);
  const { RegexPatternSet } = await client.send(new GetRegexPatternSetCommand({ Name: 'paths', Scope, Id }));
  assert.deepEqual(RegexPatternSet!.RegularExpressionList, [{ RegexString: 'wick(?:ed)+' }]);
});
