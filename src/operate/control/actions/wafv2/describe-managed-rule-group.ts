import { z } from 'zod';
import { versionNames } from '../../../../guard/decide/waf/managed/managed-group.ts';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import { managedGroupOf } from '../../wafv2/found.ts';
import { groupName, scope, vendorName } from '../../wafv2/shapes.ts';

export default action({
  name: 'DescribeManagedRuleGroup',
  shape: z
    .object({
      VendorName: vendorName,
      Name: groupName,
      Scope: scope,
      VersionName: z.string().min(1).max(64).optional().describe('Which version; absent: the default one.'),
    })
    .describe('The rules of a managed rule group, with their actions and the labels they give.'),
  run(input) {
    const group = managedGroupOf(input);
    const { VersionName = group.versions[0]! } = input;
    const versions = versionNames(group);
    if (!versions.includes(VersionName))
      throw invalidParameter(
        `${group.name} has no such version; it has ${versions.join(', ')}`,
        'MANAGED_RULE_SET',
        VersionName,
      );
    const rules = group.rules(VersionName, undefined);
    const labels = new Set([...rules.flatMap((rule) => rule.labels), ...(group.gives ?? [])]);
    return {
      VersionName,
      Capacity: group.capacity,
      Rules: rules.map(({ name, action: Action }) => ({ Name: name, Action })),
      LabelNamespace: group.labelNamespace,
      AvailableLabels: [...labels].map((label) => ({ Name: `${group.labelNamespace}${label}` })),
      ConsumedLabels: [],
    };
  },
});
