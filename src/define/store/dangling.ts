import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import type { Definition } from '../model/definition.ts';
import { referencesOf } from '../model/references.ts';
import type { RuleGroup, WebAcl } from '../model/web-acl.ts';

/**
 * What files and changes over the AWS endpoint make together and would leave a stage without its protection: what one
 * still refers to, the other no longer has. Null when there is nothing of the kind; what stands in front of no stage
 * does not count.
 */
export function dangling(definition: Definition): Note | null {
  const { apis, webAcls, ruleGroups, ipSets, regexPatternSets, associations } = definition;
  const stages = new Set(apis.flatMap((api) => api.stages.map((stage) => stage.arn)));
  const named = new Set([...ruleGroups, ...ipSets, ...regexPatternSets].map(({ arn }) => arn));
  const lostBy = (holder: WebAcl | RuleGroup): Note | null => {
    for (const rule of holder.rules)
      for (const arn of referencesOf([rule])) {
        if (!named.has(arn)) return lost(arn, `in the rule ${rule.name} of ${holder.name}`, rule.origin);
        const group = ruleGroups.find((one) => one.arn === arn);
        const within = group === undefined ? null : lostBy(group);
        if (within !== null) return within;
      }
    return null;
  };
  for (const { webAclArn, resourceArn, origin } of associations) {
    if (!stages.has(resourceArn)) continue;
    const acl = webAcls.find(({ arn }) => arn === webAclArn);
    const note = acl === undefined ? lost(webAclArn, `in front of ${resourceArn}`, origin) : lostBy(acl);
    if (note !== null) return note;
  }
  return null;
}

const lost = (arn: string, where: string, origin: Origin): Note =>
  error(
    'change.dangling',
    `${arn}, which stands ${where}, is gone: files and changes over the AWS endpoint do not fit together. Put it back into its file, or change over the endpoint what refers to it; all such changes are forgotten with state.sqlite of the data folder`,
    origin,
  );
