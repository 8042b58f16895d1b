import type { Definition } from '../../../define/model/definition.ts';
import type { Change } from '../../../define/store/changes.ts';
import { invalidParameter, limitsExceeded, nonexistent } from '../aws-error.ts';

/** A tag as the WAFv2 API writes it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

type Tags = Readonly<Record<string, string>>;

/** Tags of one entity at most, as on AWS. */
const mostTags = 50;

/**
 * Tags with some more, which take the place of those of the same name. Throws what AWS WAF answers to those that
 * cannot be.
 */
export function tagsWith(before: Tags, more: readonly Tag[]): Tags {
  const own = more.find(({ Key }) => /^aws:/i.test(Key));
  if (own !== undefined)
    throw invalidParameter('Names of tags that begin with aws: are for AWS alone', 'TAG_KEYS', own.Key);
  if (new Set(more.map(({ Key }) => Key)).size < more.length)
    throw invalidParameter('A tag is named twice', 'TAG_KEYS', more.map(({ Key }) => Key).join(', '));
  const tags = Object.fromEntries([...Object.entries(before), ...more.map(({ Key, Value }) => [Key, Value])]);
  if (Object.keys(tags).length > mostTags) throw limitsExceeded(`there can be ${mostTags} tags`);
  return tags;
}

const tagged = ['webAcls', 'ruleGroups', 'ipSets', 'regexPatternSets'] as const;

/** The tags of the entity of that ARN. */
export function tagsOf(definition: Definition, arn: string): Tags {
  for (const of of tagged) {
    const found = definition[of].find((entity) => entity.arn === arn);
    if (found !== undefined) return found.tags ?? {};
  }
  throw nonexistent(`nothing that has tags has the ARN ${arn}`);
}

/** The change that gives the entity of that ARN other tags: all that it is to have. */
export function retagged(definition: Definition, arn: string, tags: Tags): readonly Change[] {
  return tagged.flatMap((of) =>
    definition[of]
      .filter((entity) => entity.arn === arn)
      .map((entity) => ({ of, id: entity.id, element: { ...entity, tags } }) as Change),
  );
}
