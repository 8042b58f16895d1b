import type { ManagedGroup } from '../../../guard/decide/waf/managed/managed-group.ts';

/** The managed groups that AWS charges for by themselves, and that client applications integrate with. */
export const advanced: ReadonlySet<string> = new Set([
  ...['AWSManagedRulesATPRuleSet', 'AWSManagedRulesACFPRuleSet'],
  ...['AWSManagedRulesBotControlRuleSet', 'AWSManagedRulesAntiDDoSRuleSet'],
]);

/**
 * A managed rule group as `DescribeAllManagedProducts` gives it. It is sold nowhere, and no topic tells of its
 * changes.
 */
export const renderedProduct = ({ vendor, name, description }: ManagedGroup): object => ({
  VendorName: vendor,
  ManagedRuleSetName: name,
  ProductTitle: name,
  ProductDescription: description,
  IsVersioningSupported: true,
  IsAdvancedManagedRuleSet: advanced.has(name),
});
