import { z } from 'zod';
import { type Action, action } from '../action.ts';
import { AwsError } from '../aws-error.ts';

/** An operation that cannot mean anything in front of one’s own machines, and why. */
export interface RefusedOperation {
  readonly name: string;
  readonly why: string;
}

const accounts =
  'there is one account here, so that a rule group cannot be shared with another; copy the rule group to the other gateway';
const firewallManager =
  'Firewall Manager is not here, so that no web ACL has rule groups of it; rules and groups of the web ACL itself do all that is done';
const vendors =
  'nobody sells rule groups here, so that there are no managed rule sets to publish; CreateRuleGroup makes one for the web ACLs of this gateway';
const mobile =
  'AWS’s SDKs for mobile apps are its own, and are not given out here; an app passes a challenge as docs/challenge.md says, and sends what it gets as x-aws-waf-token';
const revenue =
  'requests are not charged for here: MonetizationConfig and the action Monetize are refused, and nothing is earned';

/** All of them. Each answers with WAFInvalidOperationException, and does nothing. */
export const refusedOperations: readonly RefusedOperation[] = [
  { name: 'DeleteFirewallManagerRuleGroups', why: firewallManager },
  { name: 'GenerateMobileSdkReleaseUrl', why: mobile },
  { name: 'GetManagedRuleSet', why: vendors },
  { name: 'GetMobileSdkRelease', why: mobile },
  { name: 'GetRevenueStatistics', why: revenue },
  { name: 'GetRevenueStatisticsSummary', why: revenue },
  { name: 'GetRevenueStatisticsTimeSeries', why: revenue },
  { name: 'ListManagedRuleSets', why: vendors },
  { name: 'ListMobileSdkReleases', why: mobile },
  { name: 'ListSettlementRecords', why: revenue },
  { name: 'PutManagedRuleSetVersions', why: vendors },
  { name: 'PutPermissionPolicy', why: accounts },
  { name: 'UpdateManagedRuleSetVersionExpiryDate', why: vendors },
];

/** The same as actions, which say why. */
export const refusing: readonly Action<unknown>[] = refusedOperations.map(({ name, why }) =>
  action<unknown>({
    name,
    shape: z.unknown().describe('Whatever it says.'),
    run() {
      throw new AwsError('WAFInvalidOperationException', 400, `${name} is refused: ${why}.`);
    },
  }),
);
