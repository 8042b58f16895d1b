import type { Definition } from '../../../define/model/definition.ts';
import { referencesOf } from '../../../define/model/references.ts';
import type { RuleGroup, WafEntity, WebAcl } from '../../../define/model/web-acl.ts';
import { mostReferences } from '../../../define/readers/check-quotas.ts';
import { associatedItem, invalidParameter, limitsExceeded } from '../aws-error.ts';

/** Throws what AWS WAF answers when rules refer to too much, or to what is of another scope. */
export function checkReferences(holder: WebAcl | RuleGroup, definition: Definition): void {
  const arns = referencesOf(holder.rules);
  if (arns.length > mostReferences)
    throw limitsExceeded(
      `the rules have ${arns.length} statements that refer to others, of ${mostReferences}`,
    );
  const { ipSets, regexPatternSets, ruleGroups } = definition;
  const entities: readonly WafEntity[] = [...ipSets, ...regexPatternSets, ...ruleGroups];
  for (const arn of arns) {
    const other = entities.find((entity) => entity.arn === arn);
    if (other !== undefined && other.scope !== holder.scope)
      throw invalidParameter(
        `${other.name} is of the scope ${other.scope}, and ${holder.name} of ${holder.scope}`,
        'SCOPE_VALUE',
        arn,
      );
  }
}

/** Throws what AWS WAF answers when a set or group that rules refer to is to be deleted. */
export function checkUnused({ arn, name }: WafEntity, { webAcls, ruleGroups }: Definition): void {
  const user = [...webAcls, ...ruleGroups].find((holder) => referencesOf(holder.rules).includes(arn));
  if (user !== undefined) throw associatedItem(`rules of ${user.name} refer to ${name}`);
}
