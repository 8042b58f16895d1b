import type { Origin } from '../../base/origin.ts';
import type { ImmunityConfig, OverrideAction, Rule, RuleAction, Visibility } from './web-acl.ts';

/** A rule in the form the WAFv2 API has, once the catalogue's shape has checked it. */
export interface ApiRule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: unknown;
  readonly OverrideAction?: OverrideAction;
  readonly Statement: Readonly<Record<string, unknown>>;
  readonly RuleLabels?: readonly { readonly Name: string }[];
  readonly VisibilityConfig: Visibility;
  readonly CaptchaConfig?: ImmunityConfig;
  readonly ChallengeConfig?: ImmunityConfig;
}

/** The same as an element of the web ACL or rule group of that id. */
export const ruleFrom = (rule: ApiRule, holderId: string, origin: Origin): Rule => ({
  id: `${holderId}/${rule.Name}`,
  origin,
  name: rule.Name,
  priority: Number(rule.Priority),
  action: (rule.Action as RuleAction | undefined) ?? null,
  ...(rule.OverrideAction === undefined ? {} : { overrideAction: rule.OverrideAction }),
  statement: rule.Statement,
  labels: (rule.RuleLabels ?? []).map((label) => label.Name),
  visibility: rule.VisibilityConfig,
  ...(rule.CaptchaConfig === undefined ? {} : { captchaConfig: rule.CaptchaConfig }),
  ...(rule.ChallengeConfig === undefined ? {} : { challengeConfig: rule.ChallengeConfig }),
});
