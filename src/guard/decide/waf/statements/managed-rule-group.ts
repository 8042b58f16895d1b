import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { managedGroup, noSuchGroup } from '../managed/groups.ts';
import { versionNames } from '../managed/managed-group.ts';
import { toldConfig, whyNotTold } from '../managed/told-config.ts';
import { nestedStatement } from '../nested.ts';
import { overrideShapes } from '../rules/overrides.ts';
import { statement } from '../statement.ts';

const name = z.string().min(1).max(128);

/** Asks the rules of a managed group, of requests that the scope-down statement matches. */
export default statement({
  name: 'ManagedRuleGroupStatement',
  shape: z
    .strictObject({
      VendorName: name.describe('Who keeps the group: `AWS`.'),
      Name: name.describe('Its name: `AWSManagedRulesCommonRuleSet`.'),
      Version: z
        .string()
        .regex(/^[\w#:./-]{1,64}$/, 'must be 1 to 64 letters, digits and _ # : . / -')
        .optional()
        .describe('Which version; absent: the default one.'),
      ScopeDownStatement: nestedStatement.optional().describe('Only requests that it matches are looked at.'),
      ManagedRuleGroupConfigs: z
        .array(z.record(z.string(), z.unknown()))
        .max(5)
        .optional()
        .describe('What the group has to know: a member with its name, or the older ones of logins.'),
      ...overrideShapes,
    })
    .superRefine((settings, context) => {
      const refuse = (path: string, message: string, params = {}): void =>
        context.addIssue({ code: 'custom', path: [path], message, params });
      const group = managedGroup(settings.VendorName, settings.Name);
      if (group === undefined) {
        refuse('Name', noSuchGroup(settings.VendorName, settings.Name), { nonexistent: true });
        return;
      }
      const { Version = group.versions[0]!, ManagedRuleGroupConfigs } = settings;
      const versions = versionNames(group);
      if (!versions.includes(Version)) refuse('Version', `must be one of ${versions.join(', ')}`);
      for (const why of whyNotTold(group, ManagedRuleGroupConfigs)) refuse('ManagedRuleGroupConfigs', why);
      const config = group.config?.safeParse(toldConfig(group, ManagedRuleGroupConfigs));
      for (const { path, message } of config?.error?.issues ?? [])
        refuse('ManagedRuleGroupConfigs', `${path.map((part) => `${String(part)}: `).join('')}${message}`);
      if (config?.success === false) return;
      const names = [
        ...group.rules(Version, config?.data).map((rule) => rule.name),
        ...(group.leavesOut ?? []),
      ];
      for (const member of ['RuleActionOverrides', 'ExcludedRules'] as const)
        for (const other of settings[member] ?? [])
          if (!names.includes(other.Name))
            refuse(member, `${group.name} has no rule ${other.Name}; it has ${names.join(', ')}`);
    })
    .describe('Asks the rules of a managed group.'),
  top: 'web ACL',
  capacity: ({ VendorName, Name, ScopeDownStatement }, of) =>
    (managedGroup(VendorName, Name)?.capacity ?? 0) +
    (ScopeDownStatement === undefined ? 0 : of(ScopeDownStatement)),
  // Its rules are asked one by one: rules/group.ts, rules/evaluate.ts.
  compile: ({ VendorName, Name, ScopeDownStatement }, given) => {
    const within = ScopeDownStatement === undefined ? null : given.statement(ScopeDownStatement);
    return traced(
      given.tracing,
      'statement',
      'ManagedRuleGroupStatement',
      '',
      within ?? (() => true),
      (_x, matched) => ({
        looked: { group: `${VendorName}/${Name}` },
        outcome: matched === true ? 'match' : 'no match',
        because:
          within === null
            ? 'Every request is looked at.'
            : `The scope-down statement ${matched === true ? 'matches' : 'does not match, so the group is not asked'}.`,
      }),
    );
  },
});
