import type { Exchange } from '../../../../base/exchange.ts';
import type { Definition } from '../../../../define/model/definition.ts';
import type { CustomResponseBody, Rule, RuleAction, Visibility } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { compileStatement, gateOfStatement } from '../catalogue.ts';
import type { Gate } from '../gates/gate.ts';
import { managedGroup } from '../managed/groups.ts';
import { type ToldConfig, toldConfig } from '../managed/told-config.ts';
import type { Test, WafGiven } from '../statement.ts';
import { secondsOf } from '../tokens/tokens.ts';
import { actionOf, type Overrides, overridden } from './overrides.ts';

/** A rule, wherever it comes from, before it is compiled. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly action: RuleAction;
  /** What it does where nothing overrides it. */
  readonly own: RuleAction;
  /** True where the web ACL says what it does: a body that is named there is one of the web ACL’s. */
  readonly overridden: boolean;
  /** How it shows in metrics and samples; null for a rule of a managed group. */
  readonly visibility: Visibility | null;
  /** Seconds that what was solved counts for it; undefined: as the web ACL says. */
  readonly immunity: Immunity;
  /** With their prefix. */
  readonly labels: readonly string[];
  compile(given: WafGiven): Test;
  /** What a request must have for it to match; null when there is no telling. */
  gate(given: WafGiven): Gate;
}

export type Immunity = Readonly<Record<'CAPTCHA' | 'CHALLENGE', number | undefined>>;

export const noImmunity: Immunity = { CAPTCHA: undefined, CHALLENGE: undefined };

/** The rules of a group as a rule of a web ACL refers to them, with its overrides. */
export interface Group {
  /** Its ARN, or `{vendor}#{name}`. */
  readonly id: string;
  readonly managed: boolean;
  /** True for a managed group that looks at what clients have proved. */
  readonly tokens: boolean;
  readonly labelNamespace: string;
  readonly customResponseBodies: Readonly<Record<string, CustomResponseBody>>;
  readonly rules: readonly Source[];
  /** What has to be found out of a request before its rules are asked; absent: nothing. */
  prepare?(given: Given): ((x: Exchange) => Promise<void> | null) | null;
}

interface Managed extends Overrides {
  readonly VendorName: string;
  readonly Name: string;
  readonly Version?: string;
  readonly ManagedRuleGroupConfigs?: ToldConfig;
}

/** The group that a rule of a web ACL refers to; null for any other rule. */
export function groupOf(rule: Rule, definition: Definition): Group | null {
  const own = rule.statement.RuleGroupReferenceStatement as (Overrides & { ARN: string }) | undefined;
  if (own !== undefined) return ownGroup(own, definition);
  const managed = rule.statement.ManagedRuleGroupStatement as Managed | undefined;
  return managed === undefined ? null : foreignGroup(rule, managed);
}

function ownGroup(settings: Overrides & { ARN: string }, definition: Definition): Group {
  const group = definition.ruleGroups.find((g) => g.arn === settings.ARN);
  if (group === undefined) throw new TypeError(`no rule group has the ARN ${settings.ARN}`);
  const { arn: id, labelNamespace, customResponseBodies } = group;
  const rules = group.rules
    .toSorted((a, b) => a.priority - b.priority)
    .map((rule): Source => sourceOf(rule, labelNamespace, settings));
  return { id, managed: false, tokens: false, labelNamespace, customResponseBodies, rules };
}

function foreignGroup(rule: Rule, settings: Managed): Group {
  const { VendorName, Name } = settings;
  const group = managedGroup(VendorName, Name);
  if (group === undefined) throw new TypeError(`there is no managed rule group ${VendorName}/${Name}`);
  const config = group.config?.parse(toldConfig(group, settings.ManagedRuleGroupConfigs));
  const rules = group.rules(settings.Version ?? group.versions[0]!, config).map(
    (managed, priority): Source => ({
      id: `${rule.id}/${managed.name}`,
      name: managed.name,
      priority,
      action: actionOf(managed.name, managed.action, settings),
      own: managed.action,
      overridden: overridden(settings).includes(managed.name),
      visibility: null,
      immunity: noImmunity,
      labels: managed.labels.map((label) => `${group.labelNamespace}${label}`),
      compile: (given) => managed.compile(given),
      gate: () => null,
    }),
  );
  const id = `${VendorName}#${Name}`;
  const { labelNamespace } = group;
  const tokens = group.tokens?.(config) ?? false;
  const prepare = (given: Given) => group.prepare?.(given, config) ?? null;
  return { id, managed: true, tokens, labelNamespace, customResponseBodies: {}, rules, prepare };
}

/** A rule of a web ACL or of a group of one’s own. */
export const sourceOf = (rule: Rule, labelNamespace: string, overrides: Overrides = {}): Source => ({
  id: rule.id,
  name: rule.name,
  priority: rule.priority,
  action: actionOf(rule.name, rule.action ?? { Count: {} }, overrides),
  own: rule.action ?? { Count: {} },
  overridden: overridden(overrides).includes(rule.name),
  visibility: rule.visibility,
  immunity: { CAPTCHA: secondsOf(rule.captchaConfig), CHALLENGE: secondsOf(rule.challengeConfig) },
  labels: rule.labels.map((label) => `${labelNamespace}${label}`),
  compile: (given) => compileStatement(rule.statement, given),
  gate: (given) => gateOfStatement(rule.statement, given),
});
