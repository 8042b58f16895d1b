import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-wafv2';
import wafv2 from '../../../../src/operate/control/actions/wafv2/index.ts';
import { refusedOperations } from '../../../../src/operate/control/wafv2/refused.ts';
import { GROUP, Scope, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

const operations = Object.keys(sdk)
  .flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? [])
  .filter((name) => name !== '$')
  .sort();

test('every operation that the SDK has is either done or refused with a reason', () => {
  const here = [...wafv2, ...refusedOperations].map(({ name }) => name).sort();
  assert.deepEqual(here, operations);
});

for (const { name, why } of refusedOperations)
  test(`${name} says why it is refused`, async () => {
    const { client } = asked(wafDefinition);
    const Command = (sdk as unknown as Record<string, new (input: object) => sdk.ListWebACLsCommand>)[
      `${name}Command`
    ]!;
    await assert.rejects(client.send(new Command({})), (fault: Error) => {
      assert.ok(fault instanceof sdk.WAFInvalidOperationException);
      assert.ok(fault.message.includes(why));
      return true;
    });
  });

test('the managed products are the managed groups there are, of all vendors or of one', async () => {
  const { client } = asked(wafDefinition);
  const { ManagedRuleGroups } = await client.send(new sdk.ListAvailableManagedRuleGroupsCommand({ Scope }));
  const { ManagedProducts: all } = await client.send(new sdk.DescribeAllManagedProductsCommand({ Scope }));
  assert.deepEqual(
    all!.map((product) => [product.VendorName, product.ManagedRuleSetName]),
    ManagedRuleGroups!.map((group) => [group.VendorName, group.Name]),
  );
  const of = (VendorName: string) =>
    client.send(new sdk.DescribeManagedProductsByVendorCommand({ Scope, VendorName }));
  const { ManagedProducts: aws } = await of('AWS');
  assert.deepEqual(
    aws,
    all!.filter((product) => product.VendorName === 'AWS'),
  );
  await assert.rejects(of('Nobody'), sdk.WAFInvalidParameterException);
});

test('no rule group has a policy for other accounts, and what is no rule group is said to be none', async () => {
  const { client } = asked(wafDefinition);
  for (const ResourceArn of [GROUP, `${GROUP}x`])
    for (const command of [
      new sdk.GetPermissionPolicyCommand({ ResourceArn }),
      new sdk.DeletePermissionPolicyCommand({ ResourceArn }),
    ])
      await assert.rejects(
        client.send(command as sdk.GetPermissionPolicyCommand),
        (fault: Error) =>
          fault instanceof sdk.WAFNonexistentItemException &&
          fault.message.includes(ResourceArn === GROUP ? 'has no policy' : 'no rule group'),
      );
});
