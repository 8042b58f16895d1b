import type { WafOutcome } from '../../base/exchange.ts';
import type { WebAclView } from '../view.ts';
import type { GroupView } from './groups.ts';

/** One thing that a rule did with a request. */
export interface Match {
  /** The rule of the web ACL, or that refers to the group; `Default_Action` when no rule ended it. */
  readonly rule: string;
  /** The group, and its rule that matched; null and '' for a rule of the web ACL itself. */
  readonly group: GroupView | null;
  readonly within: string;
  /** ALLOW, BLOCK, COUNT, CAPTCHA or CHALLENGE. */
  readonly action: string;
  /** The action it has by itself, where the web ACL overrides it; '' where it does not. */
  readonly overridden: string;
  /** True of the one that ended the evaluation. */
  readonly ended: boolean;
}

/** Everything that rules did with a request: rules within groups each by itself, under the rule that refers to them. */
export function matchesOf(waf: WafOutcome, acl: WebAclView): readonly Match[] {
  const matches: Match[] = [];
  const grouped = new Set<string>();
  for (const outcome of waf.groups ?? []) {
    const { rule, terminating, action, counted, proven = [] } = outcome;
    const group = acl.rules.get(rule)?.group ?? null;
    const add = (within: string, did: string, ended = false): void => {
      const overridden = group?.rules.get(within)?.overridden ?? '';
      matches.push({ rule, group, within, action: did, overridden, ended });
    };
    for (const name of counted) add(name, 'COUNT');
    for (const one of proven) add(one.rule, one.action);
    if (terminating === '') continue;
    const ended = waf.terminatingRule === rule;
    add(terminating, ended ? action : 'COUNT', ended);
    grouped.add(rule);
  }
  const plain = (rule: string, action: string, ended = false): void => {
    const group = acl.rules.get(rule)?.group ?? null;
    if (!grouped.has(rule)) matches.push({ rule, group, within: '', action, overridden: '', ended });
  };
  for (const rule of waf.counted) plain(rule, 'COUNT');
  for (const { rule, action } of waf.proven ?? []) plain(rule, action);
  plain(waf.terminatingRule, waf.action, true);
  return matches;
}
