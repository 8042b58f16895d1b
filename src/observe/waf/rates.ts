import type { WafOutcome } from '../../base/exchange.ts';
import { keyBreak } from '../../guard/decide/waf/rates/keys.ts';
import type { WebAclView } from '../view.ts';
import type { RateView } from './rate-view.ts';

/** `rateBasedRuleList` of the log (AWS WAF: "Log fields"). */
export function rateList(waf: WafOutcome, acl: WebAclView | undefined): object[] {
  return waf.rates.map(({ rule, key }) => {
    const found = acl?.rules.get(rule);
    const rate = rateOf(acl, rule);
    const name = found?.rule.name ?? rule;
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

/** Of a rule of the web ACL, by its id or name, or of one within its groups; null when it is not rate-based. */
export function rateOf(acl: WebAclView | undefined, rule: string): RateView | null {
  const own = acl?.rules.get(rule)?.rate;
  if (own) return own;
  for (const { group } of acl?.rules.values() ?? []) {
    const rate = group?.rules.get(rule)?.rate ?? null;
    if (rate !== null) return rate;
  }
  return null;
}
