import type { ManagedGroup } from './managed-group.ts';

/** Every managed rule group that is here. */
export const managedGroups: readonly ManagedGroup[] = [];

export const managedGroup = (vendor: string, name: string): ManagedGroup | undefined =>
  managedGroups.find((group) => group.vendor === vendor && group.name === name);

/** The groups there are, for messages. */
export const managedNames = (): string =>
  managedGroups.map((group) => `${group.vendor}/${group.name}`).join(', ') || 'none yet';
