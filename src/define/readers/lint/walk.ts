import type { Rule } from '../../model/web-acl.ts';

/** A statement wherever it stands in a rule: its kind, its members, and whether an odd number of NOTs stand around it. */
export interface Found {
  readonly kind: string;
  readonly of: Readonly<Record<string, unknown>>;
  readonly negated: boolean;
  /** True below the scope-down statement of a rate-based or group statement. */
  readonly scoping: boolean;
}

type Written = Readonly<Record<string, unknown>>;

/** Every statement of a rule, the outer ones first. */
export function statementsOf(rule: Pick<Rule, 'statement'>): Found[] {
  const found: Found[] = [];
  const visit = (statement: Written, within: Pick<Found, 'negated' | 'scoping'>): void => {
    const [kind, of] = Object.entries(statement)[0] as [string, Written];
    found.push({ kind, of, ...within });
    const negated = within.negated !== (kind === 'NotStatement');
    const { Statement, Statements, ScopeDownStatement } = of as Readonly<Record<string, never>>;
    if (Statement !== undefined) visit(Statement, { ...within, negated });
    for (const inner of (Statements as readonly Written[] | undefined) ?? []) visit(inner, within);
    if (ScopeDownStatement !== undefined) visit(ScopeDownStatement, { ...within, scoping: true });
  };
  visit(rule.statement, { negated: false, scoping: false });
  return found;
}

/** What a rule does with what it matches: `Allow`, `Block`, `Count`, …; '' for one that refers to a group. */
export const actionOf = (rule: Rule): string => Object.keys(rule.action ?? {})[0] ?? '';

/** True of a rule that ends the evaluation for what it matches. */
export const ends = (rule: Rule): boolean => ['Allow', 'Block'].includes(actionOf(rule));

/** True of a rule that keeps requests out. */
export const keepsOut = (rule: Rule): boolean => ['Block', 'Captcha', 'Challenge'].includes(actionOf(rule));
