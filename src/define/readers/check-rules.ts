import { error, warning } from '../../base/note.ts';
import type { Element } from '../model/element.ts';
import type { Rule, WebAcl } from '../model/web-acl.ts';
import { checkHeaders } from './check-headers.ts';
import { checkQuotas } from './check-quotas.ts';
import type { Draft } from './draft.ts';

/** AWS WAF quotas: the most that a web ACL's rules may take together, and how many of them may be rate-based. */
const mostCapacity = 5000;
const mostRates = 10;

/** What asks where addresses belong: for what, and the code of its lack. */
const asksWhere: Readonly<Record<string, readonly ['countries' | 'autonomous systems', string]>> = {
  GeoMatchStatement: ['countries', 'web-acl.no-country-database'],
  AsnMatchStatement: ['autonomous systems', 'web-acl.no-asn-database'],
  ASN: ['autonomous systems', 'web-acl.no-asn-database'],
};

/** What rules name must be there: a rule without its set or its group would match nothing. */
export function checkRules(draft: Draft): void {
  for (const holder of [...draft.webAcls, ...draft.ruleGroups]) {
    checkQuotas(holder, draft);
    checkHeaders(holder, draft);
    for (const rule of holder.rules) {
      checkNames(rule, draft);
      checkOverrides(rule, draft);
      for (const lack of draft.catalogue.lacks(rule.statement, draft.settings))
        draft.note(warning('web-acl.managed-group-lacks', `rule ${rule.name}: ${lack}`, rule.origin));
    }
  }
  draft.webAcls.forEach((acl, i) => {
    draft.webAcls[i] = withGroups(acl, draft);
    const rates = acl.rules.filter((rule) => 'RateBasedStatement' in rule.statement).length;
    if (rates > mostRates) {
      const message = `${rates} rules of ${acl.name} are rate-based, and a web ACL may have ${mostRates}`;
      draft.note(error('web-acl.rates', message, acl.origin));
    }
  });
}

function checkNames(rule: Rule, draft: Draft): void {
  const named: Readonly<Record<string, readonly [readonly (Element & { arn: string })[], string, string]>> = {
    IPSetReferenceStatement: [draft.ipSets, 'IP set', 'web-acl.no-ip-set'],
    RegexPatternSetReferenceStatement: [
      draft.regexPatternSets,
      'set of regular expressions',
      'web-acl.no-pattern-set',
    ],
    RuleGroupReferenceStatement: [draft.ruleGroups, 'rule group', 'web-acl.no-rule-group'],
  };
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, part] of Object.entries(value)) {
      const of = named[key];
      const arn = of === undefined ? undefined : (part as { ARN?: unknown }).ARN;
      if (of !== undefined && typeof arn === 'string' && !of[0].some((element) => element.arn === arn)) {
        const message = `rule ${rule.name} names ${arn}, which is no ${of[1]} that was given`;
        draft.note(error(of[2], message, rule.origin));
      }
      const located = asksWhere[key];
      const lack = located === undefined ? '' : draft.catalogue.lacksPlaces(located[0], draft.settings);
      if (lack !== '') {
        const message = `rule ${rule.name} asks for ${located![0]}, and ${lack}`;
        draft.note(error(located![1], message, rule.origin));
      }
      visit(part);
    }
  };
  visit(rule.statement);
}

/** An override of a rule that the group does not have would change nothing. */
function checkOverrides(rule: Rule, draft: Draft): void {
  const settings = rule.statement.RuleGroupReferenceStatement as
    | {
        readonly ARN: string;
        readonly RuleActionOverrides?: readonly { readonly Name: string }[];
        readonly ExcludedRules?: readonly { readonly Name: string }[];
      }
    | undefined;
  const group = draft.ruleGroups.find((g) => g.arn === settings?.ARN);
  if (settings === undefined || group === undefined) return;
  for (const { Name } of [...(settings.RuleActionOverrides ?? []), ...(settings.ExcludedRules ?? [])]) {
    if (group.rules.some((r) => r.name === Name)) continue;
    const names = group.rules.map((r) => r.name).join(', ') || 'none';
    const message = `rule ${rule.name} overrides ${Name}, and ${group.name} has no such rule; it has ${names}`;
    draft.note(error('web-acl.no-rule', message, rule.origin));
  }
}

/** With the capacity of the groups it refers to, which may have been read after it. */
function withGroups(acl: WebAcl, draft: Draft): WebAcl {
  const groups = acl.rules.flatMap((rule) => {
    const settings = rule.statement.RuleGroupReferenceStatement as { readonly ARN: string } | undefined;
    return draft.ruleGroups.find((g) => g.arn === settings?.ARN)?.capacity ?? [];
  });
  const capacity = groups.reduce((sum, units) => sum + units, acl.capacity);
  if (capacity > mostCapacity) {
    const message = `the rules of ${acl.name} take ${capacity} capacity units, and a web ACL may have ${mostCapacity}`;
    draft.note(error('web-acl.capacity', message, acl.origin));
  }
  return groups.length === 0 ? acl : { ...acl, capacity };
}
