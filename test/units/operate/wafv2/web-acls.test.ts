import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssociateWebACLCommand,
  CreateWebACLCommand,
  type CreateWebACLCommandInput,
  DeleteWebACLCommand,
  DisassociateWebACLCommand,
  GetLoggingConfigurationCommand,
  GetWebACLCommand,
  ListWebACLsCommand,
  PutLoggingConfigurationCommand,
  WAFAssociatedItemException,
  WAFDuplicateItemException,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
  WAFOptimisticLockException,
} from '@aws-sdk/client-wafv2';
import { blocks, geo, inQuery, OFFICE, Scope, STAGE, visibility, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

const acl = (more: Partial<CreateWebACLCommandInput> = {}): CreateWebACLCommandInput => ({
  ...{ Name: 'shop', Scope, DefaultAction: { Allow: {} }, VisibilityConfig: visibility('shop') },
  ...more,
});

test('a web ACL that CreateWebACL makes is one like any other, until it is deleted', async () => {
  const { client } = asked(wafDefinition);
  const Rules = [
    { ...blocks('office', 0, { IPSetReferenceStatement: { ARN: OFFICE } }), RuleLabels: [{ Name: 'in' }] },
    blocks('text', 1, inQuery('x')),
  ];
  const { Summary } = await client.send(new CreateWebACLCommand(acl({ Rules })));
  const { Name, Id, ARN, LockToken } = Summary!;
  assert.equal(ARN, `arn:aws:wafv2:us-east-1:000000000000:regional/webacl/shop/${Id}`);
  const key = { Name, Scope, Id };
  const { WebACL, LockToken: read } = await client.send(new GetWebACLCommand({ ARN }));
  assert.equal(read, LockToken);
  assert.deepEqual(
    [WebACL!.Id, WebACL!.Capacity, WebACL!.LabelNamespace, WebACL!.Rules!.map((r) => r.Name)],
    [Id, 11, 'awswaf:000000000000:webacl:shop:', ['office', 'text']],
  );
  const logged = { ResourceArn: ARN, LogDestinationConfigs: [`arn:aws:s3:::aws-waf-logs-shop`] };
  await client.send(new PutLoggingConfigurationCommand({ LoggingConfiguration: logged }));
  await client.send(new AssociateWebACLCommand({ WebACLArn: ARN, ResourceArn: STAGE }));
  const remove = (token = LockToken) =>
    client.send(new DeleteWebACLCommand({ ...key, LockToken: token } as never));
  await assert.rejects(remove(), WAFAssociatedItemException);
  await client.send(new DisassociateWebACLCommand({ ResourceArn: STAGE }));
  await assert.rejects(remove(Id), WAFOptimisticLockException);
  await remove();
  await assert.rejects(remove(), WAFNonexistentItemException);
  const gone = new GetLoggingConfigurationCommand({ ResourceArn: ARN });
  await assert.rejects(client.send(gone), WAFNonexistentItemException);
  const { WebACLs } = await client.send(new ListWebACLsCommand({ Scope }));
  assert.deepEqual(
    WebACLs!.map((one) => one.Name),
    ['small-acl'],
  );
});

test('CreateWebACL turns away a name that is taken, rules that cannot be, and more than there may be', async () => {
  const at = asked(wafDefinition);
  const create = (more: Partial<CreateWebACLCommandInput>) =>
    at.client.send(new CreateWebACLCommand(acl(more)));
  await assert.rejects(create({ Name: 'small-acl' }), WAFDuplicateItemException);
  const twice = [blocks('a', 1, geo), blocks('b', 1, geo)];
  await assert.rejects(create({ Rules: twice }), WAFInvalidParameterException);
  const missing = [blocks('a', 1, { IPSetReferenceStatement: { ARN: `${OFFICE}x` } })];
  await assert.rejects(create({ Rules: missing }), WAFNonexistentItemException);
  await assert.rejects(create({ DefaultAction: undefined }), /'defaultAction'.*must not be null/i);
  assert.equal(at.definition, wafDefinition, 'what was refused has changed nothing');
  for (let i = 1; i < 100; i++) await create({ Name: `acl-${i}` });
  await assert.rejects(create({ Name: 'acl-100' }), WAFLimitsExceededException);
  await create({ Name: 'acl-100', Scope: 'CLOUDFRONT' });
});
