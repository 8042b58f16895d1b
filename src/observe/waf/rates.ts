import type { WafOutcome } from '../../base/exchange.ts';
import type { Rule } from '../../define/model/web-acl.ts';
import type { CustomKey } from '../../guard/decide/waf/rates/custom-keys.ts';
import { keyBreak } from '../../guard/decide/waf/rates/keys.ts';
import type { WebAclView } from '../view.ts';

/** Of a rate-based rule, what its log records say. */
export interface RateView {
  readonly limitKey: 'IP' | 'FORWARDED_IP' | 'CUSTOMKEYS' | 'CONSTANT';
  readonly limit: number;
  readonly windowSec: number;
  /** The parts of a key of several: what each is, and its name where it has one. */
  readonly parts: readonly { readonly key: string; readonly name?: string }[];
}

/** Null for a rule that is not rate-based. */
export function rateView(rule: Rule): RateView | null {
  const statement = rule.statement.RateBasedStatement as
    | {
        readonly Limit?: number;
        readonly EvaluationWindowSec?: number;
        readonly AggregateKeyType?: string;
        readonly CustomKeys?: readonly CustomKey[];
      }
    | undefined;
  if (statement === undefined) return null;
  const key = statement.AggregateKeyType ?? 'IP';
  return {
    limitKey: key === 'CUSTOM_KEYS' ? 'CUSTOMKEYS' : (key as RateView['limitKey']),
    limit: statement.Limit ?? 0,
    windowSec: statement.EvaluationWindowSec ?? 300,
    parts: (statement.CustomKeys ?? []).map(partOf),
  };
}

const partNames: Readonly<Record<string, string>> = {
  Header: 'HEADER',
  Cookie: 'COOKIE',
  QueryArgument: 'QUERY_ARGUMENT',
  QueryString: 'QUERY_STRING',
  UriPath: 'URI_PATH',
  HTTPMethod: 'HTTP_METHOD',
  ForwardedIP: 'FORWARDED_IP',
  LabelNamespace: 'LABEL_NAMESPACE',
  JA3Fingerprint: 'JA3_FINGERPRINT',
  JA4Fingerprint: 'JA4_FINGERPRINT',
};

function partOf(custom: CustomKey): { key: string; name?: string } {
  const [kind, of] = Object.entries(custom).find(([, value]) => value !== undefined) as [
    string,
    { readonly Name?: string; readonly Namespace?: string },
  ];
  const name = of.Name ?? of.Namespace;
  return { key: partNames[kind] ?? kind.toUpperCase(), ...(name === undefined ? {} : { name }) };
}

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
