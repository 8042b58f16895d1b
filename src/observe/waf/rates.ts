import type { WafOutcome } from '../../base/exchange.ts';
import { keyBreak } from '../../guard/decide/waf/rates/keys.ts';
import type { WebAclView } from '../view.ts';
import type { RateView } from './rate-view.ts';

/** `rateBasedRuleList` of the log (AWS WAF: "Log fields"). */
export function rateList(waf: WafOutcome, acl: WebAclView | undefined): object[] {
  return waf.rates.map(({ rule, key }) => {
    const found = acl?.rules.get(rule);
    const rate = rateOf(acl, rule);
    const name = found?.rule.name ?? rule.slice(rule.indexOf('/') + 1);
    return {
      rateBasedRuleId: rate === null ? rule : `${acl!.acl.arn}/${name}`,
      rateBasedRuleName: name,
      limitKey: rate?.limitKey ?? 'IP',
      maxRateAllowed: rate?.limit ?? 0,
      evaluationWindowSec: String(rate?.windowSec ?? 300),
      ...(rate?.limitKey === 'CUSTOMKEYS' ? { customValues: customValues(rate, key) } : {}),
      ...(rate?.limitKey === 'CUSTOMKEYS' || rate?.limitKey === 'CONSTANT' ? {} : { limitValue: key }),
    };
  });
}

function customValues(rate: RateView, key: string): object[] {
  const values = key.split(keyBreak);
  return rate.parts.map((part, i) => ({ ...part, value: values[i] ?? '' }));
}

/** Of a rule of the web ACL, or of one within a group (`referring/within`); null when it is not rate-based. */
export function rateOf(acl: WebAclView | undefined, rule: string): RateView | null {
  const slash = rule.indexOf('/');
  if (slash < 0) return acl?.rules.get(rule)?.rate ?? null;
  const { group = null } = acl?.rules.get(rule.slice(0, slash)) ?? {};
  return group?.rules.get(rule.slice(slash + 1))?.rate ?? null;
}
