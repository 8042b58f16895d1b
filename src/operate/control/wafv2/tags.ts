import { invalidParameter, limitsExceeded } from '../aws-error.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

type Tags = Readonly<Record<string, string>>;

/** Tags of one entity at most, as on AWS. */
const mostTags = 50;

/** Tags with some more, which take the place of those of the same name. Throws what AWS WAF answers to those that cannot be. */
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
