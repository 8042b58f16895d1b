import type { Event } from '../../base/event.ts';
import type { GroupOutcome, Proven, TokenResponse, WafOutcome } from '../../base/exchange.ts';
import { type MatchDetail, oversize } from '../../base/match-detail.ts';
import { extendedRequestId } from '../../base/request-id.ts';
import type { StageView, View, WebAclView } from '../view.ts';
import type { GroupView } from '../waf/groups.ts';
import { headersSeen } from '../waf/headers-seen.ts';
import { rateList } from '../waf/rates.ts';
import type { Whereabouts } from '../waf/whereabouts.ts';

/** The WAF log record of an event that a web ACL saw (AWS WAF: "Log fields"), with nothing left out yet. */
export interface WafRecord {
  [member: string]: unknown;
}

/** The record of one request (AWS WAF: "Log fields for web ACL traffic"). */
export function wafRecord(
  e: Event,
  waf: WafOutcome,
  acl: WebAclView | undefined,
  at: StageView | undefined,
  view: View,
  where: Whereabouts,
): WafRecord {
  const ruleName = (id: string): string => acl?.rules.get(id)?.rule.name ?? id;
  const parts = oversizeFields(e.oversize);
  const ours = (waf.details ?? []).filter((d) => d.condition === 'ATTACK');
  return {
    timestamp: Math.floor(e.at),
    formatVersion: 1,
    webaclId: acl?.acl.arn ?? waf.webAcl,
    terminatingRuleId: ruleName(waf.terminatingRule),
    terminatingRuleType: waf.terminatingType,
    action: waf.action,
    terminatingRuleMatchDetails: detailsOf(waf, waf.terminatingRule, ''),
    httpSourceName: 'APIGW',
    httpSourceId: at === undefined ? '-' : `${view.accountId}:${at.api.apiId}:${at.stage.name}`,
    ruleGroupList: (waf.groups ?? []).map((group) =>
      ruleGroup(group, waf, acl?.rules.get(group.rule)?.group ?? null),
    ),
    rateBasedRuleList: rateList(waf, acl),
    nonTerminatingMatchingRules: nonTerminating(waf, '', waf, null).map((rule) => ({
      ...rule,
      ruleId: ruleName(rule.ruleId),
    })),
    requestHeadersInserted: e.inserted === null ? null : pairs(e.inserted),
    responseCodeSent: responseCodeOf(e, waf),
    httpRequest: {
      clientIp: e.client,
      country: where.country,
      headers: pairs(headersSeen(e)),
      uri: e.stagePath,
      args: e.query,
      httpVersion: e.protocol,
      httpMethod: e.method,
      requestId: extendedRequestId(e.requestId),
      fragment: '',
      scheme: e.secure ? 'https' : 'http',
      host: e.host,
    },
    labels: e.labels.slice(0, 100).map((name) => ({ name })),
    ...(waf.captcha === undefined ? {} : { captchaResponse: tokenResponse(waf.captcha, 405) }),
    ...(waf.challenge === undefined ? {} : { challengeResponse: tokenResponse(waf.challenge, 202) }),
    ...(e.ja3 === '' ? {} : { ja3Fingerprint: e.ja3 }),
    ...(e.ja4 === '' ? {} : { ja4Fingerprint: e.ja4 }),
    ...(where.asn === 0 ? {} : { clientAsn: where.asn }),
    ...(parts.length === 0 ? {} : { oversizeFields: parts }),
    requestBodySize: e.bytesIn,
    requestBodySizeInspectedByWAF: e.inspectedBytes,
    // Members of our own: AWS WAF’s log has none for them.
    ...(ours.length === 0 ? {} : { findings: ours.map(finding) }),
    ...(e.unread.length === 0 ? {} : { unread: e.unread }),
    ...(e.fault === 'gateway.waf' ? { evaluationFailure: e.faultMessage } : {}),
  };
}

/** The status that a rule had sent in place of API Gateway’s own; null otherwise. */
export function responseCodeOf(e: Event, waf: WafOutcome): number | null {
  return waf.action !== 'ALLOW' && (e.prepared || waf.action !== 'BLOCK') ? e.status : null;
}

/** What came of a token; `status` is sent where it was not valid. */
const tokenResponse = ({ solvedAt, failure }: TokenResponse, status: number): object => ({
  responseCode: failure === '' ? 0 : status,
  solveTimestamp: solvedAt,
  ...(failure === '' ? {} : { failureReason: failure }),
});

function ruleGroup(outcome: GroupOutcome, waf: WafOutcome, view: GroupView | null): object {
  const { rule, group, terminating, action, counted } = outcome;
  const excluded = counted.filter((name) => view?.rules.get(name)?.excluded);
  const rest = counted.filter((name) => !excluded.includes(name));
  return {
    ruleGroupId: view?.logged ?? group,
    terminatingRule:
      terminating === ''
        ? null
        : {
            ruleId: terminating,
            action,
            ...overridden(view, terminating),
            ruleMatchDetails: detailsOf(waf, rule, terminating),
          },
    nonTerminatingMatchingRules: nonTerminating(
      waf,
      rule,
      { counted: rest, proven: outcome.proven ?? [] },
      view,
    ),
    excludedRules:
      excluded.length === 0
        ? null
        : excluded.map((ruleId) => ({ exclusionType: 'EXCLUDED_AS_COUNT', ruleId })),
    customerConfig: null,
  };
}

/** Rules that matched and did not end it: those that counted, and those that a valid token satisfied. */
function nonTerminating(
  waf: WafOutcome,
  within: string,
  { counted, proven = [] }: { readonly counted: readonly string[]; readonly proven?: readonly Proven[] },
  view: GroupView | null,
) {
  const entry = (ruleId: string, action: string) => ({
    ruleId,
    action,
    ...overridden(view, ruleId),
    ruleMatchDetails: within === '' ? detailsOf(waf, ruleId, '') : detailsOf(waf, within, ruleId),
  });
  return [
    ...counted.map((name) => entry(name, 'COUNT')),
    ...proven.map(({ rule, action }) => ({ ...entry(rule, action), ...provenBy(action, waf) })),
  ];
}

function provenBy(action: Proven['action'], { captcha, challenge }: WafOutcome): object {
  if (action === 'CAPTCHA')
    return captcha === undefined ? {} : { captchaResponse: tokenResponse(captcha, 405) };
  return challenge === undefined ? {} : { challengeResponse: tokenResponse(challenge, 202) };
}

function overridden(view: GroupView | null, rule: string): object {
  const action = view?.rules.get(rule)?.overridden ?? '';
  return action === '' ? {} : { overriddenAction: action };
}

/** AWS WAF tells of SQL injection, script and expressions alone. */
const detailsOf = ({ details = [] }: WafOutcome, rule: string, within: string): object[] =>
  details
    .filter((d) => d.rule === rule && d.within === within && d.condition !== 'ATTACK')
    .map(({ condition, sensitivity, location, field, data }) => ({
      conditionType: condition,
      ...(sensitivity === '' ? {} : { sensitivityLevel: sensitivity }),
      location,
      matchedData: data,
      matchedFieldName: field,
    }));

const finding = ({ rule, within, family, location, field, data }: MatchDetail): object => ({
  ruleId: rule,
  ...(within === '' ? {} : { ruleWithinRuleGroup: within }),
  family,
  location,
  matchedData: data,
  matchedFieldName: field,
});

const oversizeNames: readonly [number, string][] = [
  [oversize.body, 'REQUEST_BODY'],
  [oversize.jsonBody, 'REQUEST_JSON_BODY'],
  [oversize.headers, 'REQUEST_HEADERS'],
  [oversize.cookies, 'REQUEST_COOKIES'],
];

const oversizeFields = (bits: number): string[] =>
  oversizeNames.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);

function pairs(headers: readonly string[]): { name: string; value: string }[] {
  const out: { name: string; value: string }[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) out.push({ name: headers[i]!, value: headers[i + 1]! });
  return out;
}
