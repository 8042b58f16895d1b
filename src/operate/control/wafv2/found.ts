import type { Stage } from '../../../define/model/api.ts';
import type { Definition } from '../../../define/model/definition.ts';
import type {
  IpSet,
  RegexPatternSet,
  Rule,
  RuleGroup,
  WafEntity,
  WebAcl,
} from '../../../define/model/web-acl.ts';
import { managedGroup, noSuchGroup } from '../../../guard/decide/waf/managed/groups.ts';
import type { ManagedGroup } from '../../../guard/decide/waf/managed/managed-group.ts';
import { invalidParameter, nonexistent } from '../aws-error.ts';

/** The three members that name an entity. */
export interface Key {
  readonly Name: string;
  readonly Scope: string;
  readonly Id: string;
}

/** The web ACL of that name, scope and id. All three must fit, as with AWS. */
export const webAclOf = ({ webAcls }: Definition, key: Key): WebAcl =>
  entityOf('web ACL', webAcls, (acl) => acl.aclId, key);

/** The IP set that name, scope and id mean. Throws what AWS WAF answers when there is none. */
export const ipSetOf = ({ ipSets }: Definition, key: Key): IpSet =>
  entityOf('IP set', ipSets, (set) => set.setId, key);

/** The same of a set of regular expressions. */
export const patternSetOf = ({ regexPatternSets }: Definition, key: Key): RegexPatternSet =>
  entityOf('regex pattern set', regexPatternSets, (set) => set.setId, key);

/** The same of a rule group. */
export const ruleGroupOf = ({ ruleGroups }: Definition, key: Key): RuleGroup =>
  entityOf('rule group', ruleGroups, (group) => group.groupId, key);

/** The web ACL of that ARN. Throws what AWS WAF answers when there is none. */
export const webAclByArn = ({ webAcls }: Definition, arn: string): WebAcl =>
  entityByArn('web ACL', webAcls, arn);

/** The same of a rule group. */
export const ruleGroupByArn = ({ ruleGroups }: Definition, arn: string): RuleGroup =>
  entityByArn('rule group', ruleGroups, arn);

/** The three that name an entity, of a question that may give its ARN in their place. Throws when one is missing. */
export function keyOf({ Name, Scope, Id }: Partial<Key>, field: 'WEB_ACL' | 'RULE_GROUP'): Key {
  if (Name !== undefined && Scope !== undefined && Id !== undefined) return { Name, Scope, Id };
  throw invalidParameter('Name, Scope and Id are needed together, or the ARN alone', field, Name ?? '');
}

/** The rule of that name. Throws what AWS WAF answers when there is none. */
export function ruleOf(acl: WebAcl, name: string): Rule {
  const found = acl.rules.find((rule) => rule.name === name);
  if (found === undefined) throw nonexistent(`the web ACL ${acl.name} has no rule named ${name}`);
  return found;
}

/** Asked for a resource that is not one: an ARN of another kind than a stage's. */
export function stageArn(arn: string): string {
  if (/^arn:[\w-]+:[\w-]+:[^:]*:[^:]*:.+/.test(arn)) return arn;
  throw invalidParameter('The ARN isn’t valid.', 'RESOURCE_ARN', arn);
}

/** The managed rule group of that name. Throws what AWS WAF answers when there is none. */
export function managedGroupOf(key: { readonly VendorName: string; readonly Name: string }): ManagedGroup {
  const found = managedGroup(key.VendorName, key.Name);
  if (found === undefined) throw nonexistent(noSuchGroup(key.VendorName, key.Name));
  return found;
}

/** The stage of that ARN. Throws what AWS WAF answers where no web ACL can stand in front of it, or it is not there. */
export function stageOf({ apis }: Definition, arn: string): Stage {
  if (!/^arn:[\w-]+:apigateway:[\w-]*::\/restapis\/[^/]+\/stages\/[^/]+$/.test(stageArn(arn)))
    throw invalidParameter('The resource must be a stage of API Gateway', 'RESOURCE_ARN', arn);
  const found = apis.flatMap((api) => api.stages).find((stage) => stage.arn === arn);
  if (found === undefined) throw nonexistent(`no stage has the ARN ${arn}`);
  return found;
}

function entityOf<E extends WafEntity>(
  kind: string,
  entities: readonly E[],
  idOf: (entity: E) => string,
  { Name, Scope, Id }: Key,
): E {
  const found = entities.find(
    (entity) => idOf(entity) === Id && entity.name === Name && entity.scope === Scope,
  );
  if (found === undefined) throw nonexistent(`no ${Scope} ${kind} is named ${Name} with the id ${Id}`);
  return found;
}

function entityByArn<E extends WafEntity>(kind: string, entities: readonly E[], arn: string): E {
  const found = entities.find((entity) => entity.arn === arn);
  if (found === undefined) throw nonexistent(`no ${kind} has the ARN ${arn}`);
  return found;
}
