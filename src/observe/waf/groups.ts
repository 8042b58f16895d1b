import type { Definition } from '../../define/model/definition.ts';
import type { Rule, RuleAction, Visibility } from '../../define/model/web-acl.ts';
import { groupOf } from '../../guard/decide/waf/rules/group.ts';
import { type RateView, rateView } from './rate-view.ts';

/** A rule group as a rule of a web ACL refers to it. */
export interface GroupView {
  /** The group’s ARN, or `{vendor}#{name}` of a managed one. */
  readonly id: string;
  /** `ruleGroupId` of the log: as `id`, with `#{version}` where the web ACL names one. */
  readonly logged: string;
  /** What stands before a rule’s name in a sample: the group’s name, or `{vendor}#{name}`. */
  readonly name: string;
  readonly managed: boolean;
  /** Its dimension in metrics: the metric name of one’s own group, the name of a managed one. */
  readonly metric: string;
  /** Whether one’s own group is counted and sampled; a managed one is as the rule that refers to it. */
  readonly visibility: Visibility | null;
  readonly rules: ReadonlyMap<string, GroupRuleView>;
}

/** A rule within a group, as the rule that refers to the group changes it. */
export interface GroupRuleView {
  readonly name: string;
  readonly visibility: Visibility | null;
  /** The action it has by itself, where the web ACL overrides it; '' where it does not. */
  readonly overridden: string;
  /** True when it is named among `ExcludedRules`: it counts, and the log lists it apart. */
  readonly excluded: boolean;
  readonly rate: RateView | null;
}

interface Referring {
  readonly Name?: string;
  readonly Version?: string;
  readonly ExcludedRules?: readonly { readonly Name: string }[];
  readonly RuleActionOverrides?: readonly { readonly Name: string }[];
}

/** The group that a rule refers to, as those who look back need it; null for any other rule. */
export function groupView(rule: Rule, definition: Definition): GroupView | null {
  const group = groupOf(rule, definition);
  if (group === null) return null;
  const settings = Object.values(rule.statement)[0] as Referring;
  const { ExcludedRules = [], RuleActionOverrides = [] } = settings;
  const own = definition.ruleGroups.find((g) => g.arn === group.id);
  const rules = group.rules.map((source): GroupRuleView => {
    const named = (list: readonly { readonly Name: string }[]): boolean =>
      list.some((o) => o.Name === source.name);
    const overridden = named(RuleActionOverrides) || named(ExcludedRules);
    const written = own?.rules.find((r) => r.name === source.name);
    return {
      name: source.name,
      visibility: source.visibility,
      overridden: overridden ? actionName(source.own) : '',
      excluded: named(ExcludedRules) && !named(RuleActionOverrides),
      rate: written === undefined ? null : rateView(written),
    };
  });
  return {
    id: group.id,
    logged: settings.Version === undefined ? group.id : `${group.id}#${settings.Version}`,
    name: own?.name ?? group.id,
    managed: group.managed,
    metric: own?.visibility.MetricName ?? settings.Name ?? group.id,
    visibility: own?.visibility ?? null,
    rules: new Map(rules.map((r) => [r.name, r])),
  };
}

/** `BLOCK` for `{ Block: {} }`. */
const actionName = (action: RuleAction): string => (Object.keys(action)[0] ?? '').toUpperCase();
