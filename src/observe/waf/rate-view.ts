import type { Rule } from '../../define/model/web-acl.ts';
import type { CustomKey } from '../../guard/decide/waf/rates/custom-keys.ts';

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
