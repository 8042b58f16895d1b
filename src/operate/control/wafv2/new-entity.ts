import { randomUUID } from 'node:crypto';
import type { Definition } from '../../../define/model/definition.ts';
import { wafArn } from '../../../define/model/ids.ts';
import type { WafEntity } from '../../../define/model/web-acl.ts';
import { duplicateItem, invalidParameter, limitsExceeded } from '../aws-error.ts';
import { ENDPOINT } from '../endpoint-origin.ts';
import { type Tag, tagsWith } from './tags.ts';

/** AWS WAF quotas: how many there may be of a scope. */
const most = { webacl: 100, rulegroup: 100, ipset: 100, regexpatternset: 10 } as const;

const called = {
  webacl: 'web ACL',
  rulegroup: 'rule group',
  ipset: 'IP set',
  regexpatternset: 'regex pattern set',
} as const;

interface Wanted {
  readonly Name: string;
  readonly Scope: WafEntity['scope'];
  readonly Description?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** What is new of an entity: its names, by chance where AWS makes them so. */
interface New {
  readonly entity: WafEntity & { readonly tags: Readonly<Record<string, string>> };
  /** A UUID. */
  readonly id: string;
  /** What stands before the labels that its rules give. */
  readonly labelNamespace: string;
}

/**
 * An entity that is to stand among `others` of its kind. Throws what AWS WAF answers when the name is taken, or there
 * are too many.
 */
export function newEntity(
  kind: keyof typeof most,
  { Name, Scope, Description = '', Tags = [] }: Wanted,
  others: readonly WafEntity[],
  { settings: { region, accountId } }: Definition,
): New {
  if (Scope === 'CLOUDFRONT' && region !== 'us-east-1')
    throw invalidParameter('The scope is only there in us-east-1', 'SCOPE_VALUE', Scope);
  const same = others.filter((other) => other.scope === Scope);
  if (same.some((other) => other.name === Name))
    throw duplicateItem(`there is a ${called[kind]} ${Name} of the scope ${Scope}`);
  if (same.length >= most[kind])
    throw limitsExceeded(`there can be ${most[kind]} ${called[kind]}s of a scope`);
  const id = randomUUID();
  const arn = wafArn(region, accountId, kind, Scope, Name, id);
  return {
    entity: {
      ...{ id: `aws-endpoint/${arn.split(':').at(-1)!.split('/').slice(0, 3).join('/')}`, origin: ENDPOINT },
      ...{ name: Name, scope: Scope, description: Description, lockToken: randomUUID() },
      ...{ arn, tags: tagsWith({}, Tags) },
    },
    id,
    labelNamespace: `awswaf:${accountId}:${kind}:${Name}:`,
  };
}
