import type { Definition } from '../../../define/model/definition.ts';
import type { IpSet, RegexPatternSet, Rule, RuleGroup, WebAcl } from '../../../define/model/web-acl.ts';
import { managedGroup, noSuchGroup } from '../../../guard/decide/waf/managed/groups.ts';
import type { ManagedGroup } from '../../../guard/decide/waf/managed/managed-group.ts';
import { invalidParameter, nonexistent } from '../aws-error.ts';

interface Key {
  readonly Name: string;
  readonly Scope: string;
  readonly Id: string;
}

/** The web ACL of that name, scope and id. All three must fit, as with AWS. */
export function webAclOf(definition: Definition, key: Key): WebAcl {
  const found = definition.webAcls.find(
    (acl) => acl.aclId === key.Id && acl.name === key.Name && acl.scope === key.Scope,
  );
  if (found === undefined)
    throw nonexistent(`no ${key.Scope} web ACL is named ${key.Name} with the id ${key.Id}`);
  return found;
}

export function webAclByArn(definition: Definition, arn: string): WebAcl {
  const found = definition.webAcls.find((acl) => acl.arn === arn);
  if (found === undefined) throw nonexistent(`no web ACL has the ARN ${arn}`);
  return found;
}

export function ruleOf(acl: WebAcl, name: string): Rule {
  const found = acl.rules.find((rule) => rule.name === name);
  if (found === undefined) throw nonexistent(`the web ACL ${acl.name} has no rule named ${name}`);
  return found;
}

export function ipSetOf(definition: Definition, key: Key): IpSet {
  const found = definition.ipSets.find(
    (set) => set.setId === key.Id && set.name === key.Name && set.scope === key.Scope,
  );
  if (found === undefined)
    throw nonexistent(`no ${key.Scope} IP set is named ${key.Name} with the id ${key.Id}`);
  return found;
}

export function patternSetOf(definition: Definition, key: Key): RegexPatternSet {
  const found = definition.regexPatternSets.find(
    (set) => set.setId === key.Id && set.name === key.Name && set.scope === key.Scope,
  );
  if (found === undefined)
    throw nonexistent(`no ${key.Scope} regex pattern set is named ${key.Name} with the id ${key.Id}`);
  return found;
}

export function ruleGroupOf(definition: Definition, key: Key): RuleGroup {
  const found = definition.ruleGroups.find(
    (group) => group.groupId === key.Id && group.name === key.Name && group.scope === key.Scope,
  );
  if (found === undefined)
    throw nonexistent(`no ${key.Scope} rule group is named ${key.Name} with the id ${key.Id}`);
  return found;
}

export function ruleGroupByArn(definition: Definition, arn: string): RuleGroup {
  const found = definition.ruleGroups.find((group) => group.arn === arn);
  if (found === undefined) throw nonexistent(`no rule group has the ARN ${arn}`);
  return found;
}

/** Asked for a resource that is not one: an ARN of another kind than a stage's. */
export function stageArn(arn: string): string {
  if (/^arn:[\w-]+:[\w-]+:[^:]*:[^:]*:.+/.test(arn)) return arn;
  throw invalidParameter('The ARN isn’t valid.', 'RESOURCE_ARN', arn);
}

export function managedGroupOf(key: { readonly VendorName: string; readonly Name: string }): ManagedGroup {
  const found = managedGroup(key.VendorName, key.Name);
  if (found === undefined) throw nonexistent(noSuchGroup(key.VendorName, key.Name));
  return found;
}
