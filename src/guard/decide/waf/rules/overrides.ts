import { z } from 'zod';
import type { RuleAction } from '../../../../define/model/web-acl.ts';
import { actionShape } from './action.ts';

const ruleName = z.string().min(1).max(128).describe('The name of a rule of the group.');
const once = (list: readonly { readonly Name: string }[]): boolean =>
  new Set(list.map((o) => o.Name)).size === list.length;

/** The members by which a statement changes the actions of a group’s rules. */
export const overrideShapes = {
  RuleActionOverrides: z
    .array(
      z.strictObject({
        Name: ruleName,
        ActionToUse: actionShape.describe('What it does instead of its own action.'),
      }),
    )
    .min(1)
    .max(100)
    .refine(once, 'must not name a rule twice')
    .optional()
    .describe('Other actions for rules of the group.'),
  ExcludedRules: z
    .array(z.strictObject({ Name: ruleName }))
    .min(1)
    .max(100)
    .refine(once, 'must not name a rule twice')
    .optional()
    .describe('Rules of the group that only count; RuleActionOverrides says the same and more.'),
};

/** The actions that a statement gives the rules of a group in place of their own. */
export interface Overrides {
  readonly RuleActionOverrides?:
    | readonly { readonly Name: string; readonly ActionToUse: unknown }[]
    | undefined;
  readonly ExcludedRules?: readonly { readonly Name: string }[] | undefined;
}

/** The names of rules that overrides speak of. */
export const overridden = ({ RuleActionOverrides = [], ExcludedRules = [] }: Overrides): string[] =>
  [...RuleActionOverrides, ...ExcludedRules].map((o) => o.Name);

/** The action of a rule of the group, its own unless it is overridden. */
export function actionOf(name: string, own: RuleAction, overrides: Overrides): RuleAction {
  const other = overrides.RuleActionOverrides?.find((o) => o.Name === name);
  if (other !== undefined) return other.ActionToUse as RuleAction;
  return overrides.ExcludedRules?.some((o) => o.Name === name) ? { Count: {} } : own;
}
