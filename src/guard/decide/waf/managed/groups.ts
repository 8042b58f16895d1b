import { onDemand } from '../../../../base/on-demand.ts';
import type { ManagedGroup } from './managed-group.ts';

// The groups and the detectors behind them are a quarter of what a thread would load.
const every = onDemand<typeof import('./every.ts')>('./every.ts', import.meta.url);

/** Every managed rule group that is here. */
export const managedGroups = (): readonly ManagedGroup[] => every().managedGroups;

/** The managed rule group of that name; undefined when it is not here. */
export const managedGroup = (vendor: string, name: string): ManagedGroup | undefined =>
  managedGroups().find((group) => group.vendor === vendor && group.name === name);

/** What is said of a group that is not here. */
export const noSuchGroup = (vendor: string, name: string): string =>
  `there is no managed rule group ${vendor}/${name} here; docs/managed-groups.md has those there are`;
