import type { Event } from '../../base/event.ts';
import type { GroupOutcome, WafOutcome } from '../../base/exchange.ts';
import type { StageView, View, WebAclView } from '../view.ts';

/** What must not stand in a WAF log: its value is written as `REDACTED`. Header names in lower case. */
export interface Redaction {
  readonly headers: readonly string[];
  readonly uriPath: boolean;
  readonly queryString: boolean;
  readonly method: boolean;
}

export const noRedaction: Redaction = { headers: [], uriPath: false, queryString: false, method: false };
const REDACTED = 'REDACTED';

interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** The WAF log record of an event that a web ACL saw, as one line of JSON (AWS WAF: "Log fields"). */
export function wafRecord(
  e: Event,
  waf: WafOutcome,
  acl: WebAclView | undefined,
  at: StageView | undefined,
  view: View,
  redaction: Redaction = noRedaction,
): string {
  const ruleName = (id: string): string => acl?.rules.get(id)?.rule.name ?? id;
  return JSON.stringify({
    timestamp: Math.floor(e.at),
    formatVersion: 1,
    webaclId: acl?.acl.arn ?? waf.webAcl,
    terminatingRuleId: ruleName(waf.terminatingRule),
    terminatingRuleType: waf.terminatingType,
    action: waf.action,
    terminatingRuleMatchDetails: [],
    httpSourceName: 'APIGW',
    httpSourceId: at === undefined ? '-' : `${view.accountId}:${at.api.apiId}:${at.stage.name}`,
    ruleGroupList: (waf.groups ?? []).map((group) => ruleGroup(group)),
    rateBasedRuleList: rates(waf, acl),
    nonTerminatingMatchingRules: waf.counted.map((id) => ({
      ruleId: ruleName(id),
      action: 'COUNT',
      ruleMatchDetails: [],
    })),
    requestHeadersInserted: e.inserted === null ? null : pairs(e.inserted, []),
    responseCodeSent: e.prepared && waf.action !== 'ALLOW' ? e.status : null,
    httpRequest: {
      clientIp: e.client,
      country: '-',
      headers: e.headers === null ? [] : pairs(e.headers, redaction.headers),
      uri: redaction.uriPath ? REDACTED : e.stagePath,
      args: redaction.queryString ? REDACTED : e.query,
      httpVersion: e.protocol,
      httpMethod: redaction.method ? REDACTED : e.method,
      requestId: e.requestId,
    },
    labels: e.labels.map((name) => ({ name })),
    requestBodySize: e.bytesIn,
  });
}

function ruleGroup({ group, terminating, action, counted }: GroupOutcome): unknown {
  return {
    ruleGroupId: group,
    terminatingRule: terminating === '' ? null : { ruleId: terminating, action, ruleMatchDetails: null },
    nonTerminatingMatchingRules: counted.map((ruleId) => ({ ruleId, action: 'COUNT', ruleMatchDetails: [] })),
    excludedRules: null,
    customerConfig: null,
  };
}

function rates(waf: WafOutcome, acl: WebAclView | undefined): unknown[] {
  return waf.rates.map(({ rule, key }) => {
    const found = acl?.rules.get(rule);
    const rate = found?.rate;
    return {
      rateBasedRuleId: found === undefined ? rule : `${acl!.acl.arn}/${found.rule.name}`,
      rateBasedRuleName: found?.rule.name ?? rule,
      limitKey: rate?.limitKey ?? 'IP',
      maxRateAllowed: rate?.limit ?? 0,
      evaluationWindowSec: String(rate?.windowSec ?? 300),
      ...(rate?.limitKey === 'CUSTOMKEYS' ? { customValues: [{ value: key.slice(0, 32) }] } : {}),
      ...(rate?.limitKey === 'CUSTOMKEYS' || rate?.limitKey === 'CONSTANT' ? {} : { limitValue: key }),
    };
  });
}

function pairs(headers: readonly string[], redacted: readonly string[]): NameValue[] {
  const out: NameValue[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!;
    out.push({ name, value: redacted.includes(name.toLowerCase()) ? REDACTED : headers[i + 1]! });
  }
  return out;
}
