import type { IpSet, RegexPatternSet, Rule, RuleGroup, WebAcl } from '../../../define/model/web-acl.ts';

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
    ...immunities(acl),
    ...(acl.tokenDomains === undefined ? {} : { TokenDomains: acl.tokenDomains }),
    ...(acl.associationConfig === undefined ? {} : { AssociationConfig: acl.associationConfig }),
    ...(acl.dataProtection === undefined ? {} : { DataProtectionConfig: acl.dataProtection }),
    ...bodiesOf(acl),
  };
}

/** A rule group as `GetRuleGroup` gives it. */
export function renderedRuleGroup(group: RuleGroup): object {
  const { labelNamespace } = group;
  const labels = new Set(group.rules.flatMap((rule) => rule.labels));
  const asked = new Set(group.rules.flatMap((rule) => labelsAskedBy(rule.statement)));
  return {
    Name: group.name,
    Id: group.groupId,
    Capacity: group.capacity,
    ARN: group.arn,
    Description: group.description,
    Rules: group.rules.map(renderedRule),
    VisibilityConfig: group.visibility,
    LabelNamespace: group.labelNamespace,
    ...bodiesOf(group),
    ...(labels.size === 0
      ? {}
      : { AvailableLabels: [...labels].map((label) => ({ Name: `${labelNamespace}${label}` })) }),
    ...(asked.size === 0 ? {} : { ConsumedLabels: [...asked].map((Name) => ({ Name })) }),
  };
}

/** The keys of labels that a statement asks for, as they are written. */
function labelsAskedBy(statement: unknown): readonly string[] {
  if (statement === null || typeof statement !== 'object') return [];
  return Object.entries(statement).flatMap(([kind, part]) =>
    kind === 'LabelMatchStatement' ? [(part as { Key: string }).Key] : labelsAskedBy(part),
  );
}

const bodiesOf = ({ customResponseBodies }: Pick<WebAcl, 'customResponseBodies'>): object =>
  Object.keys(customResponseBodies).length === 0 ? {} : { CustomResponseBodies: customResponseBodies };

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

export const renderedPatternSet = (set: RegexPatternSet): object => ({
  Name: set.name,
  Id: set.setId,
  ARN: set.arn,
  Description: set.description,
  RegularExpressionList: set.patterns.map((RegexString) => ({ RegexString })),
});

function renderedRule(rule: Rule): object {
  return {
    Name: rule.name,
    Priority: rule.priority,
    Statement: rule.statement,
    ...(rule.action === null ? {} : { Action: rule.action }),
    ...(rule.overrideAction === undefined ? {} : { OverrideAction: rule.overrideAction }),
    ...(rule.labels.length === 0 ? {} : { RuleLabels: rule.labels.map((Name) => ({ Name })) }),
    VisibilityConfig: rule.visibility,
    ...immunities(rule),
  };
}

const immunities = ({
  captchaConfig,
  challengeConfig,
}: Pick<Rule, 'captchaConfig' | 'challengeConfig'>): object => ({
  ...(captchaConfig === undefined ? {} : { CaptchaConfig: captchaConfig }),
  ...(challengeConfig === undefined ? {} : { ChallengeConfig: challengeConfig }),
});
