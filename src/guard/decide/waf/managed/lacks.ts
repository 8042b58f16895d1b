import type { Settings } from '../../../../define/model/settings.ts';
import { managedGroup } from './groups.ts';
import { type ToldConfig, toldConfig } from './told-config.ts';

interface Refers {
  readonly VendorName: string;
  readonly Name: string;
  readonly ManagedRuleGroupConfigs?: ToldConfig;
}

/** What is missing for a statement (checked by its shape) that refers to a managed group, in sentences. */
export function lacksOf(statement: Readonly<Record<string, unknown>>, settings: Settings): readonly string[] {
  const refers = statement.ManagedRuleGroupStatement as Refers | undefined;
  const group = refers === undefined ? undefined : managedGroup(refers.VendorName, refers.Name);
  if (refers === undefined || group?.lacks === undefined) return [];
  const config = group.config?.safeParse(toldConfig(group, refers.ManagedRuleGroupConfigs));
  return config?.success === false ? [] : group.lacks(settings, config?.data);
}
