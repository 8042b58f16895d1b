import type { WafOutcome } from '../../base/exchange.ts';
import { keyBreak } from '../../guard/decide/waf/rates/keys.ts';
import type { WebAclView } from '../view.ts';
import { type Protection, REDACTED, secretHeaders } from './masks.ts';
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
      ...(rate?.limitKey === 'CUSTOMKEYS'
        ? { customValues: customValues(rate, key, acl?.protection ?? null) }
        : {}),
      ...(rate?.limitKey === 'CUSTOMKEYS' || rate?.limitKey === 'CONSTANT' ? {} : { limitValue: key }),
    };
  });
}

function customValues(rate: RateView, key: string, protection: Protection | null): object[] {
  const values = key.split(keyBreak);
  return rate.parts.map((part, i) => ({
    ...part,
    value: isSecret(part, protection) ? REDACTED : (values[i] ?? ''),
  }));
}

/** What is redacted among the headers of a request is not told as a key either; what the web ACL names is masked as it says. */
function isSecret({ key, name = '' }: RateView['parts'][number], protection: Protection | null): boolean {
  const header = key === 'COOKIE' ? 'cookie' : key === 'HEADER' ? name.toLowerCase() : '';
  if (!secretHeaders.has(header) || protection?.headers.has(header)) return false;
  return key !== 'COOKIE' || protection === null || protection.cookies.size === 0;
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
