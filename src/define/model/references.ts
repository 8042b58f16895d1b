import type { Rule } from './web-acl.ts';

/** The ARNs of the sets and groups that rules refer to, in the order of their statements. */
export function referencesOf(rules: readonly Rule[]): readonly string[] {
  const arns: string[] = [];
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, part] of Object.entries(value)) {
      if (key.endsWith('ReferenceStatement')) arns.push((part as { ARN: string }).ARN);
      visit(part);
    }
  };
  for (const rule of rules) visit(rule.statement);
  return arns;
}
