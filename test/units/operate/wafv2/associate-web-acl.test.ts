import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssociateWebACLCommand,
  DisassociateWebACLCommand,
  GetWebACLForResourceCommand,
  ListResourcesForWebACLCommand,
  ResourceType,
  WAFInvalidParameterException,
  WAFNonexistentItemException,
} from '@aws-sdk/client-wafv2';
import { STAGE, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

const [acl] = wafDefinition.webAcls as [(typeof wafDefinition.webAcls)[number]];
const other = { ...acl, id: 'small/Other', name: 'other', arn: `${acl.arn}9` };
const edge = { ...acl, id: 'small/Edge', name: 'edge', arn: `${acl.arn}8`, scope: 'CLOUDFRONT' as const };
const definition = { ...wafDefinition, webAcls: [acl, other, edge] };

const resources = async ({ client }: ReturnType<typeof asked>, WebACLArn: string) =>
  (await client.send(new ListResourcesForWebACLCommand({ WebACLArn, ResourceType: 'API_GATEWAY' })))
    .ResourceArns;

test('a stage has one web ACL at most: associating another takes the place of the one before', async () => {
  const at = asked(definition);
  assert.deepEqual(await resources(at, acl.arn), [STAGE]);
  await at.client.send(new AssociateWebACLCommand({ WebACLArn: other.arn, ResourceArn: STAGE }));
  assert.deepEqual([await resources(at, acl.arn), await resources(at, other.arn)], [[], [STAGE]]);
  const found = () => at.client.send(new GetWebACLForResourceCommand({ ResourceArn: STAGE }));
  assert.equal((await found()).WebACL!.Name, 'other');

  for (let i = 0; i < 2; i++) {
    await at.client.send(new DisassociateWebACLCommand({ ResourceArn: STAGE }));
    assert.equal((await found()).WebACL, undefined, 'a second time there is nothing left to do');
  }
  assert.deepEqual(await resources(at, other.arn), []);
  await at.client.send(new AssociateWebACLCommand({ WebACLArn: acl.arn, ResourceArn: STAGE }));
  assert.deepEqual(await resources(at, acl.arn), [STAGE]);
});

test('of every kind of resource that AWS knows, but of stages, a web ACL stands in front of none', async () => {
  const at = asked(definition);
  for (const type of Object.values(ResourceType)) {
    const list = new ListResourcesForWebACLCommand({ WebACLArn: acl.arn, ResourceType: type });
    assert.deepEqual((await at.client.send(list)).ResourceArns, type === 'API_GATEWAY' ? [STAGE] : [], type);
  }
});

test('a web ACL is associated with stages that are there, and with nothing else', async () => {
  const at = asked(definition);
  const associate = (WebACLArn: string, ResourceArn: string) =>
    at.client.send(new AssociateWebACLCommand({ WebACLArn, ResourceArn }));
  const balancer = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/x/50dc6c495c0c9188';
  await assert.rejects(associate(`${acl.arn}7`, STAGE), WAFNonexistentItemException);
  await assert.rejects(associate(acl.arn, `${STAGE}uction`), WAFNonexistentItemException);
  await assert.rejects(associate(edge.arn, STAGE), (fault: WAFInvalidParameterException) => {
    assert.ok(fault instanceof WAFInvalidParameterException);
    return fault.Field === 'SCOPE_VALUE';
  });
  for (const arn of [balancer, 'a stage of an API, by its name'])
    await assert.rejects(associate(acl.arn, arn), (fault: WAFInvalidParameterException) => {
      assert.ok(fault instanceof WAFInvalidParameterException);
      return fault.Field === 'RESOURCE_ARN';
    });
  const absent = new DisassociateWebACLCommand({ ResourceArn: `${STAGE}uction` });
  await assert.rejects(at.client.send(absent), WAFNonexistentItemException);
  assert.equal(at.definition, definition, 'what was refused has changed nothing');
});

test('what stood in front of a stage that is gone is taken away, so that its web ACL can be deleted', async () => {
  const at = asked({ ...definition, apis: [] });
  assert.deepEqual(await resources(at, acl.arn), [STAGE]);
  await at.client.send(new DisassociateWebACLCommand({ ResourceArn: STAGE }));
  assert.deepEqual(await resources(at, acl.arn), []);
  const again = new DisassociateWebACLCommand({ ResourceArn: STAGE });
  await assert.rejects(at.client.send(again), WAFNonexistentItemException);
});

test('a web ACL whose rules name what a file no longer has is not put in front of a stage', async () => {
  const [rule] = wafDefinition.ruleGroups[0]!.rules;
  const statement = { IPSetReferenceStatement: { ARN: 'arn:of:a:set:that:is:gone' } };
  const lame = { ...other, rules: [{ ...rule!, statement }] };
  const { client } = asked({ ...definition, webAcls: [acl, lame] });
  const associate = new AssociateWebACLCommand({ WebACLArn: lame.arn, ResourceArn: STAGE });
  await assert.rejects(client.send(associate), WAFNonexistentItemException);
});
