import { common } from './common.ts';
import { knownBadInputs } from './known-bad-inputs.ts';
import type { ManagedGroup } from './managed-group.ts';
import { sqli } from './sqli.ts';

/** Every managed rule group that is here. */
export const managedGroups: readonly ManagedGroup[] = Object.freeze([common, knownBadInputs, sqli]);

export const managedGroup = (vendor: string, name: string): ManagedGroup | undefined =>
  managedGroups.find((group) => group.vendor === vendor && group.name === name);

/** What is said of a group that is not here. */
export const noSuchGroup = (vendor: string, name: string): string =>
  `there is no managed rule group ${vendor}/${name} here; docs/managed-groups.md has those there are`;
