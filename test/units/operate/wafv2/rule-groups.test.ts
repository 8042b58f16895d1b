import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateRuleGroupCommand,
  type CreateRuleGroupCommandInput,
  DeleteRuleGroupCommand,
  GetRuleGroupCommand,
  GetWebACLCommand,
  UpdateRuleGroupCommand,
  type UpdateRuleGroupCommandInput,
  UpdateWebACLCommand,
  WAFAssociatedItemException,
  WAFDuplicateItemException,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
  WAFOptimisticLockException,
} from '@aws-sdk/client-wafv2';
import {
  blocks,
  EDGE_OFFICE,
  GROUP,
  geo,
  groupId,
  inQuery,
  OFFICE,
  refers,
  Scope,
  updating,
  visibility,
  wafDefinition,
} from './definition.ts';
import { asked } from './waf-client.ts';

const wanted = (more: Partial<CreateRuleGroupCommandInput> = {}): CreateRuleGroupCommandInput => ({
  ...{ Name: 'ours', Scope, Capacity: 25, VisibilityConfig: visibility('ours') },
  ...more,
});
const [group] = wafDefinition.ruleGroups as [(typeof wafDefinition.ruleGroups)[number]];
const update = (more: Partial<UpdateRuleGroupCommandInput> = {}) =>
  new UpdateRuleGroupCommand({
    ...{ Name: 'group', Scope, Id: groupId, LockToken: group.lockToken },
    ...{ VisibilityConfig: visibility('group') },
    ...more,
  });
const blocking = (CustomResponseBodyKey: string) => ({
  Block: { CustomResponse: { ResponseCode: 403, CustomResponseBodyKey } },
});

test('a rule group that CreateRuleGroup makes takes its capacity in a web ACL, and is deleted when none refers to it', async () => {
  const { client } = asked(wafDefinition);
  const Rules = [
    { ...blocks('text', 0, inQuery('x')), RuleLabels: [{ Name: 'seen' }], Action: blocking('no') },
    blocks('office', 1, { IPSetReferenceStatement: { ARN: OFFICE } }),
    blocks('risky', 2, {
      NotStatement: {
        Statement: { LabelMatchStatement: { Scope: 'NAMESPACE', Key: 'awswaf:clientip:geo:' } },
      },
    }),
  ];
  const CustomResponseBodies = { no: { ContentType: 'TEXT_PLAIN' as const, Content: 'no' } };
  const created = await client.send(new CreateRuleGroupCommand(wanted({ Rules, CustomResponseBodies })));
  const { Name, Id, ARN, LockToken } = created.Summary!;
  assert.equal(ARN, `arn:aws:wafv2:us-east-1:000000000000:regional/rulegroup/ours/${Id}`);
  const { RuleGroup, LockToken: read } = await client.send(new GetRuleGroupCommand({ ARN }));
  assert.equal(read, LockToken);
  const { Capacity, LabelNamespace, AvailableLabels, ConsumedLabels } = RuleGroup!;
  assert.deepEqual([Capacity, LabelNamespace], [25, 'awswaf:000000000000:rulegroup:ours:']);
  assert.deepEqual(AvailableLabels, [{ Name: 'awswaf:000000000000:rulegroup:ours:seen' }]);
  assert.deepEqual(ConsumedLabels, [{ Name: 'awswaf:clientip:geo:' }]);
  assert.deepEqual(RuleGroup!.CustomResponseBodies, CustomResponseBodies);

  const one = refers('ours', 1, { RuleGroupReferenceStatement: { ARN } });
  const { NextLockToken } = await client.send(new UpdateWebACLCommand(updating({ Rules: [one] })));
  const acl = await client.send(new GetWebACLCommand({ Name: 'small-acl', Scope, Id: updating().Id }));
  assert.equal(acl.WebACL!.Capacity, 25, 'of the group, not of its rules');
  const remove = (token = LockToken) =>
    client.send(new DeleteRuleGroupCommand({ Name, Scope, Id, LockToken: token } as never));
  await assert.rejects(remove(), WAFAssociatedItemException);
  await client.send(new UpdateWebACLCommand(updating({ LockToken: NextLockToken })));
  await assert.rejects(remove(Id), WAFOptimisticLockException);
  await remove();
  await assert.rejects(remove(), WAFNonexistentItemException);
});

test('UpdateRuleGroup replaces all but the capacity, which its rules may not go over', async () => {
  const { client } = asked(wafDefinition);
  const two = [blocks('text', 0, inQuery('x')), blocks('geo', 1, geo)];
  await assert.rejects(client.send(update({ Rules: two })), (fault: WAFInvalidParameterException) => {
    assert.ok(fault instanceof WAFInvalidParameterException);
    assert.match(fault.Reason!, /take 11 capacity units.* for 10/);
    return fault.Field === 'RULE_GROUP';
  });
  const Rules = [blocks('text', 0, inQuery('x'))];
  const { NextLockToken } = await client.send(update({ Rules, Description: 'one' }));
  await assert.rejects(client.send(update({ Rules })), WAFOptimisticLockException);
  const got = await client.send(new GetRuleGroupCommand({ Name: 'group', Scope, Id: groupId }));
  assert.equal(got.LockToken, NextLockToken);
  const { Capacity, Description } = got.RuleGroup!;
  assert.deepEqual([Capacity, Description, got.RuleGroup!.Rules!.map((r) => r.Name)], [10, 'one', ['text']]);
});

test('a rule group takes no rules that cannot be, none that refer to groups, and no more than AWS has room for', async () => {
  const at = asked(wafDefinition);
  const create = (more: Partial<CreateRuleGroupCommandInput>) =>
    at.client.send(new CreateRuleGroupCommand(wanted(more)));
  const invalid = (field: string) => (fault: WAFInvalidParameterException) => {
    assert.ok(fault instanceof WAFInvalidParameterException, String(fault));
    assert.equal(fault.Field, field, fault.message);
    return true;
  };
  const nested = refers('g', 0, { RuleGroupReferenceStatement: { ARN: GROUP } });
  await assert.rejects(create({ Rules: [nested] }), invalid('RULE_GROUP_REFERENCE_STATEMENT'));
  await assert.rejects(create({ Rules: [blocks('a', 0, geo), blocks('b', 0, geo)] }), invalid('RULE'));
  const edge = blocks('a', 0, { IPSetReferenceStatement: { ARN: EDGE_OFFICE } });
  await assert.rejects(create({ Rules: [edge] }), invalid('SCOPE_VALUE'));
  const bodiless = { ...blocks('a', 0, geo), Action: blocking('none') };
  await assert.rejects(create({ Rules: [bodiless] }), invalid('CUSTOM_RESPONSE_BODY'));
  const gone = blocks('a', 0, { IPSetReferenceStatement: { ARN: `${OFFICE}x` } });
  await assert.rejects(create({ Rules: [gone] }), WAFNonexistentItemException);
  const rate = { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP' as const } };
  const five = Array.from({ length: 5 }, (_, i) => blocks(`r${i}`, i, rate));
  await assert.rejects(create({ Rules: five }), WAFLimitsExceededException);
  await assert.rejects(create({ Capacity: 5_001 }), WAFLimitsExceededException);
  await assert.rejects(create({ Capacity: 0 }), /'capacity' failed to satisfy constraint/);
  await assert.rejects(create({ Name: 'group' }), WAFDuplicateItemException);
  assert.equal(at.definition, wafDefinition, 'what was refused has changed nothing');
  for (let i = 1; i < 100; i++) await create({ Name: `group-${i}` });
  await assert.rejects(create({ Name: 'group-100' }), WAFLimitsExceededException);
});
