import type { Catalogue } from '../catalogue.ts';
import type { ShortAcl, ShortRule } from './acl-shape.ts';

/** What `managed: default` asks: a group a line, and the rules of it that only count. */
const groups: readonly { readonly VendorName: string; readonly Name: string; readonly counts: string[] }[] = [
  {
    VendorName: 'AWS',
    Name: 'AWSManagedRulesCommonRuleSet',
    // Programs without a User-Agent, uploads and long searches are what most APIs live of.
    counts: ['NoUserAgent_HEADER', 'SizeRestrictions_QUERYSTRING', 'SizeRestrictions_BODY'],
  },
  {
    VendorName: 'AWS',
    Name: 'AWSManagedRulesKnownBadInputsRuleSet',
    // Whoever tries the gateway on this machine calls it so.
    counts: ['Host_localhost_HEADER'],
  },
  { VendorName: 'AWS', Name: 'AWSManagedRulesSQLiRuleSet', counts: [] },
  { VendorName: 'Portcullis', Name: 'PortcullisApiRuleSet', counts: [] },
];

/** The names of all rules of those groups. */
export const managedNames = (catalogue: Catalogue): string[] =>
  groups.flatMap(({ VendorName, Name }) => catalogue.managedRules(VendorName, Name));

/** The rules that a web ACL’s `managed` stands for, behind its own. */
export function managedRules({ managed, rules, countOnly }: ShortAcl, catalogue: Catalogue): ShortRule[] {
  if (managed === 'off') return [];
  const first = 1 + Math.max(-1, ...rules.map((rule, i) => rule.priority ?? i));
  return groups.map(({ VendorName, Name, counts }, i) => {
    const own = countOnly.length === 0 ? [] : catalogue.managedRules(VendorName, Name);
    const counting = new Set([...counts, ...own.filter((rule) => countOnly.includes(rule))]);
    const overrides = [...counting].map((rule) => ({ Name: rule, ActionToUse: { Count: {} } }));
    const settings = overrides.length === 0 ? {} : { RuleActionOverrides: overrides };
    return {
      name: `${VendorName}-${Name}`,
      priority: first + i,
      action: managed === 'count' ? 'count' : 'block',
      labels: [],
      statement: { ManagedRuleGroupStatement: { VendorName, Name, ...settings } },
    };
  });
}
