import type { Event } from '../../base/event.ts';
import type { TokenResponse } from '../../base/exchange.ts';
import { responseCodeOf } from '../logs/waf-record.ts';
import { headersSeen } from './headers-seen.ts';
import type { Match } from './matches.ts';

/** One sampled request, as `GetSampledRequests` gives it. Times are seconds since the epoch. */
export interface SampledRequest {
  readonly Request: {
    readonly ClientIP: string;
    readonly Country: string;
    readonly URI: string;
    readonly Method: string;
    readonly HTTPVersion: string;
    readonly Headers: readonly Pair[];
  };
  readonly Weight: number;
  readonly Timestamp: number;
  readonly Action: string;
  /** `{group}#{rule}`, or `{vendor}#{group}#{rule}`. */
  readonly RuleNameWithinRuleGroup?: string;
  readonly OverriddenAction?: string;
  readonly RequestHeadersInserted?: readonly Pair[];
  readonly ResponseCodeSent?: number;
  readonly Labels?: readonly { readonly Name: string }[];
  readonly CaptchaResponse?: SampledResponse;
  readonly ChallengeResponse?: SampledResponse;
}

/** A header, in the words of the WAFv2 API. */
export interface Pair {
  readonly Name: string;
  readonly Value: string;
}

/** What came of a request's token. */
export interface SampledResponse {
  readonly ResponseCode: number;
  readonly SolveTimestamp: number;
  readonly FailureReason?: string;
}

/** A request as `GetSampledRequests` shows it, under one of its matches; `weight` is how many it stands for. */
export function sampledRequest(e: Event, match: Match, country: string, weight: number): SampledRequest {
  const { group, within, action, overridden, ended } = match;
  const { captcha, challenge } = e.waf!;
  const sent = ended ? responseCodeOf(e, e.waf!) : null;
  return {
    Request: {
      ClientIP: e.client,
      Country: country,
      URI: e.query === '' ? e.stagePath : `${e.stagePath}?${e.query}`,
      Method: e.method,
      HTTPVersion: e.protocol,
      Headers: named(headersSeen(e)),
    },
    Weight: weight,
    Timestamp: e.at / 1000,
    Action: action,
    ...(within === '' ? {} : { RuleNameWithinRuleGroup: `${group?.name ?? match.rule}#${within}` }),
    ...(overridden === '' ? {} : { OverriddenAction: overridden }),
    ...(e.inserted === null ? {} : { RequestHeadersInserted: named(e.inserted) }),
    ...(sent === null ? {} : { ResponseCodeSent: sent }),
    ...(e.labels.length === 0 ? {} : { Labels: e.labels.slice(0, 100).map((Name) => ({ Name })) }),
    ...(captcha === undefined ? {} : { CaptchaResponse: response(captcha, 405) }),
    ...(challenge === undefined ? {} : { ChallengeResponse: response(challenge, 202) }),
  };
}

const response = ({ solvedAt, failure }: TokenResponse, status: number): SampledResponse => ({
  ResponseCode: failure === '' ? 0 : status,
  SolveTimestamp: solvedAt,
  ...(failure === '' ? {} : { FailureReason: failure }),
});

function named(headers: readonly string[]): Pair[] {
  const out: Pair[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) out.push({ Name: headers[i]!, Value: headers[i + 1]! });
  return out;
}
