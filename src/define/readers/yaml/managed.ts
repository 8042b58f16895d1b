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

/** The rules that a web ACL’s `managed` stands for, behind its own. */
export function managedRules({ managed, rules }: ShortAcl): ShortRule[] {
  if (managed === 'off') return [];
  const first = 1 + Math.max(-1, ...rules.map((rule, i) => rule.priority ?? i));
  return groups.map(({ VendorName, Name, counts }, i) => ({
    name: `${VendorName}-${Name}`,
    priority: first + i,
    action: managed === 'count' ? 'count' : 'block',
    labels: [],
    statement: {
      ManagedRuleGroupStatement: {
        VendorName,
        Name,
        ...(counts.length === 0
          ? {}
          : {
              RuleActionOverrides: counts.map((rule) => ({ Name: rule, ActionToUse: { Count: {} } })),
            }),
      },
    },
  }));
}
