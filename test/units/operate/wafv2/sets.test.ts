import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateIPSetCommand,
  type CreateIPSetCommandInput,
  CreateRegexPatternSetCommand,
  DeleteIPSetCommand,
  DeleteRegexPatternSetCommand,
  GetIPSetCommand,
  GetRegexPatternSetCommand,
  ListIPSetsCommand,
  ListRegexPatternSetsCommand,
  UpdateWebACLCommand,
  WAFAssociatedItemException,
  WAFDuplicateItemException,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
  WAFOptimisticLockException,
} from '@aws-sdk/client-wafv2';
import { blocks, Scope, updating, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const addresses = ['198.51.100.0/24', '203.0.113.7/32'];
const ipSet = (more: Partial<CreateIPSetCommandInput> = {}): CreateIPSetCommandInput => ({
  ...{ Name: 'partners', Scope, IPAddressVersion: 'IPV4', Addresses: addresses },
  ...more,
});

test('a set that CreateIPSet makes has names as AWS forms them, can be named by rules, and is deleted when none does', async () => {
  const { client } = asked(wafDefinition);
  const created = new CreateIPSetCommand(
    ipSet({ Description: 'who may in', Tags: [{ Key: 'k', Value: 'v' }] }),
  );
  const { Name, Id, ARN, LockToken, Description } = (await client.send(created)).Summary!;
  assert.match(Id!, new RegExp(`^${uuid}$`));
  assert.match(LockToken!, new RegExp(`^${uuid}$`));
  assert.equal(ARN, `arn:aws:wafv2:us-east-1:000000000000:regional/ipset/partners/${Id}`);
  assert.deepEqual([Name, Description], ['partners', 'who may in']);
  const key = { Name, Scope, Id };
  const { IPSet, LockToken: read } = await client.send(new GetIPSetCommand(key));
  assert.equal(read, LockToken);
  assert.deepEqual(IPSet, {
    ...{ Name, Id, ARN, Description, IPAddressVersion: 'IPV4', Addresses: addresses },
  });
  const names = async () => (await client.send(new ListIPSetsCommand({ Scope }))).IPSets!.map((s) => s.Name);
  assert.deepEqual(await names(), ['office', 'partners']);

  const Rules = [
    blocks('partners', 1, { NotStatement: { Statement: { IPSetReferenceStatement: { ARN } } } }),
  ];
  const { NextLockToken } = await client.send(new UpdateWebACLCommand(updating({ Rules })));
  const remove = (token = LockToken) =>
    client.send(new DeleteIPSetCommand({ ...key, LockToken: token } as never));
  await assert.rejects(remove(), WAFAssociatedItemException);
  await client.send(new UpdateWebACLCommand(updating({ LockToken: NextLockToken })));
  await assert.rejects(remove(Id), WAFOptimisticLockException);
  await remove();
  await assert.rejects(remove(), WAFNonexistentItemException);
  assert.deepEqual(await names(), ['office']);
});

test('a set that rules of a group name is not deleted', async () => {
  const [group] = wafDefinition.ruleGroups as [(typeof wafDefinition.ruleGroups)[number]];
  const [set] = wafDefinition.regexPatternSets as [(typeof wafDefinition.regexPatternSets)[number]];
  const [rule] = group.rules as [(typeof group.rules)[number]];
  const statement = { RegexPatternSetReferenceStatement: { ARN: set.arn } };
  const { client } = asked({
    ...wafDefinition,
    ruleGroups: [{ ...group, rules: [{ ...rule, statement }] }],
  });
  const key = { Name: set.name, Scope, Id: set.setId, LockToken: set.lockToken };
  await assert.rejects(client.send(new DeleteRegexPatternSetCommand(key)), WAFAssociatedItemException);
});

test('CreateIPSet turns away a name that is taken, addresses that cannot be, and what AWS has no room for', async () => {
  const { client, definition } = asked(wafDefinition);
  const create = (more: Partial<CreateIPSetCommandInput>) => client.send(new CreateIPSetCommand(ipSet(more)));
  const invalid = (field: string) => (fault: WAFInvalidParameterException) => {
    assert.ok(fault instanceof WAFInvalidParameterException, String(fault));
    return fault.Field === field;
  };
  await assert.rejects(create({ Name: 'office' }), WAFDuplicateItemException);
  await create({ Name: 'office', Scope: 'CLOUDFRONT' });
  await assert.rejects(create({ Addresses: ['0.0.0.0/0'] }), invalid('IP_ADDRESS'));
  await assert.rejects(create({ Addresses: ['2001:db8::/32'] }), invalid('IP_ADDRESS'));
  await assert.rejects(create({ Tags: [{ Key: 'aws:x', Value: '' }] }), invalid('TAG_KEYS'));
  await assert.rejects(create({ Name: 'no blanks' }), /'name' failed to satisfy constraint/);
  const tags = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
  await assert.rejects(create({ Tags: tags }), WAFLimitsExceededException);
  for (let i = 1; i < 100; i++) await create({ Name: `set-${i}` });
  await assert.rejects(create({ Name: 'set-100' }), WAFLimitsExceededException);
  const elsewhere = asked({ ...definition, settings: { ...definition.settings, region: 'eu-west-1' } });
  const global = new CreateIPSetCommand(ipSet({ Scope: 'CLOUDFRONT' }));
  await assert.rejects(elsewhere.client.send(global), invalid('SCOPE_VALUE'));
});

test('a regex pattern set is made, given back and deleted; expressions that take more than linear time make none', async () => {
  const { client } = asked(wafDefinition);
  const create = (Name: string, ...expressions: readonly string[]) =>
    client.send(
      new CreateRegexPatternSetCommand({
        ...{ Name, Scope },
        RegularExpressionList: expressions.map((RegexString) => ({ RegexString })),
      }),
    );
  const { Id, LockToken, ARN } = (await create('probes', '^/\\.env', 'wp-(?:login|admin)')).Summary!;
  assert.match(ARN!, /:regional\/regexpatternset\/probes\//);
  const key = { Name: 'probes', Scope, Id: Id! };
  const { RegexPatternSet } = await client.send(new GetRegexPatternSetCommand(key));
  assert.deepEqual(
    RegexPatternSet!.RegularExpressionList!.map((e) => e.RegexString),
    ['^/\\.env', 'wp-(?:login|admin)'],
  );
  await assert.rejects(create('back', '(a)\\1'), WAFInvalidParameterException);
  await assert.rejects(create('many', ...Array.from('abcdefghijk')), WAFLimitsExceededException);
  await assert.rejects(create('probes', 'x'), WAFDuplicateItemException);
  await client.send(new DeleteRegexPatternSetCommand({ ...key, LockToken: LockToken! }));
  const { RegexPatternSets } = await client.send(new ListRegexPatternSetsCommand({ Scope }));
  assert.deepEqual(
    RegexPatternSets!.map((s) => s.Name),
    ['paths'],
  );
  for (let i = 1; i < 10; i++) await create(`set-${i}`, 'x');
  await assert.rejects(create('set-10', 'x'), WAFLimitsExceededException);
});
