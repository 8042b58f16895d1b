import { type Note, warning } from '../../../base/note.ts';
import type { RuleGroup, WebAcl } from '../../model/web-acl.ts';
import { statementsOf } from './walk.ts';

/** Rules that ask for a label which no rule before them gives. */
export function lintLabels(acl: WebAcl, groups: readonly RuleGroup[]): Note[] {
  const rules = acl.rules.toSorted((a, b) => a.priority - b.priority);
  const notes: Note[] = [];
  const given: string[] = [];
  for (const rule of rules) {
    for (const { kind, of } of statementsOf(rule)) {
      if (kind !== 'LabelMatchStatement') continue;
      const { Scope, Key } = of as { readonly Scope: string; readonly Key: string };
      const key = Key.startsWith('awswaf:') ? Key : `${acl.labelNamespace}${Key}`;
      if (!ours(key, acl, groups) || given.some((label) => fits(label, Scope, key))) continue;
      const message = `rule ${rule.name} asks for the label ${Key}, which no rule before it gives: it will never match; check the name, or give the rule that labels a lower Priority`;
      notes.push(warning('waf.label-never-given', message, rule.origin));
    }
    given.push(...rule.labels.map((label) => `${acl.labelNamespace}${label}`));
    const { ARN } = (rule.statement.RuleGroupReferenceStatement ?? {}) as { readonly ARN?: string };
    const group = groups.find((g) => g.arn === ARN);
    for (const inner of group?.rules ?? [])
      given.push(...inner.labels.map((label) => `${group!.labelNamespace}${label}`));
  }
  return notes;
}

/** Labels of managed groups, of tokens and of places come from elsewhere. */
const ours = (key: string, acl: WebAcl, groups: readonly RuleGroup[]): boolean =>
  [acl, ...groups].some((holder) => key.startsWith(holder.labelNamespace));

const fits = (label: string, scope: string, key: string): boolean =>
  scope === 'NAMESPACE' ? label.startsWith(key) : label === key;
