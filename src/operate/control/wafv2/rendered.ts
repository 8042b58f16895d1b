import type { IpSet, Rule, WebAcl } from '../../../define/model/web-acl.ts';

interface Summarized {
  readonly name: string;
  readonly description: string;
  readonly lockToken: string;
  readonly arn: string;
}

/** A web ACL as `GetWebACL` gives it. */
export function renderedWebAcl(acl: WebAcl): object {
  return {
    Name: acl.name,
    Id: acl.aclId,
    ARN: acl.arn,
    DefaultAction: acl.defaultAction,
    Description: acl.description,
    Rules: acl.rules.map(renderedRule),
    VisibilityConfig: acl.visibility,
    Capacity: acl.capacity,
    ManagedByFirewallManager: false,
    LabelNamespace: acl.labelNamespace,
    ...(Object.keys(acl.customResponseBodies).length === 0
      ? {}
      : { CustomResponseBodies: acl.customResponseBodies }),
  };
}

/** A list's line. */
export const renderedSummary = (item: Summarized, id: string): object => ({
  Name: item.name,
  Id: id,
  Description: item.description,
  LockToken: item.lockToken,
  ARN: item.arn,
});

export const renderedIpSet = (set: IpSet): object => ({
  Name: set.name,
  Id: set.setId,
  ARN: set.arn,
  Description: set.description,
  IPAddressVersion: set.version,
  Addresses: set.addresses,
});

function renderedRule(rule: Rule): object {
  return {
    Name: rule.name,
    Priority: rule.priority,
    Statement: rule.statement,
    Action: rule.action,
    ...(rule.labels.length === 0 ? {} : { RuleLabels: rule.labels.map((Name) => ({ Name })) }),
    VisibilityConfig: rule.visibility,
  };
}
