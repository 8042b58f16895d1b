import type { ManagedGroup } from './managed-group.ts';

/** What a statement tells a managed group, as it is written: a member with the name of the group, or older ones. */
export type ToldConfig = readonly Readonly<Record<string, unknown>>[];

/** What a group is told: its own member, or what older members say; nothing is {}. */
export function toldConfig({ name, older }: ManagedGroup, configs: ToldConfig = []): unknown {
  const told: Readonly<Record<string, unknown>> = Object.assign({}, ...configs);
  if (told[name] !== undefined) return told[name];
  return older?.members.some((member) => told[member] !== undefined) === true ? older.config(told) : {};
}

/** Why members cannot be told to a group, in a sentence for each. */
export function whyNotTold({ name, config, older }: ManagedGroup, configs: ToldConfig = []): string[] {
  const members = configs.flatMap(Object.keys);
  const known = config === undefined ? [] : [name, ...(older?.members ?? [])];
  const foreign = members.filter((member) => !known.includes(member)).map((m) => `${m} is not for ${name}`);
  const twice = members
    .filter((member, i) => members.indexOf(member) !== i)
    .map((m) => `${m} is there twice`);
  const both = members.includes(name) && members.some((m) => older?.members.includes(m) === true);
  return [
    ...foreign,
    ...twice,
    ...(both ? [`${name} says all; ${older!.members.join(', ')} go without it`] : []),
  ];
}
