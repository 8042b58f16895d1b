import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import type { Definition } from '../model/definition.ts';
import { referencesOf } from '../model/references.ts';

/**
 * What files and changes over the AWS endpoint make together and cannot stand: what one still refers to, the other
 * no longer has. Null when there is nothing of the kind.
 */
export function dangling(definition: Definition): Note | null {
  const { webAcls, ruleGroups, ipSets, regexPatternSets, associations } = definition;
  const named = new Set([...ruleGroups, ...ipSets, ...regexPatternSets].map(({ arn }) => arn));
  for (const { webAclArn, resourceArn, origin } of associations)
    if (!webAcls.some((acl) => acl.arn === webAclArn))
      return lost(webAclArn, `in front of ${resourceArn}`, origin);
  for (const holder of [...webAcls, ...ruleGroups])
    for (const rule of holder.rules)
      for (const arn of referencesOf([rule]))
        if (!named.has(arn)) return lost(arn, `in the rule ${rule.name} of ${holder.name}`, rule.origin);
  return null;
}

const lost = (arn: string, where: string, origin: Origin): Note =>
  error(
    'change.dangling',
    `${arn}, which stands ${where}, is gone: files and changes over the AWS endpoint do not fit together. Put it back into its file, or change over the endpoint what refers to it; all such changes are forgotten with state.db of the data folder`,
    origin,
  );
