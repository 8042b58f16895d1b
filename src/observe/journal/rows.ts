import type { Event } from '../../base/event.ts';

/** Requests of one minute that ended in the same way at the same place. */
export interface OutcomeRow {
  readonly of: 'outcome';
  /** Milliseconds since the epoch, at the minute's beginning. */
  readonly at: number;
  readonly api: string;
  readonly stage: string;
  readonly resourcePath: string;
  readonly status: number;
  readonly reason: string;
  readonly by: string;
  readonly count: number;
  /** The sum over all of them. */
  readonly latencyMs: number;
}

/** How often one of the most frequent addresses, API keys (by id), or paths that were not let through, of a minute was seen. */
export interface TopRow {
  readonly of: 'address' | 'path' | 'apiKey';
  readonly at: number;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  readonly key: string;
  readonly count: number;
}

/**
 * The same of what web ACLs did: families of attack, rules, clients with the rule that refused them, what may have
 * been a false alarm, and the id of a request that was one. waf-tallies.ts says what their keys are made of.
 */
export interface WafRow {
  readonly of: 'family' | 'rule' | 'client' | 'alarm' | 'example';
  readonly at: number;
  /** Of a rule what it did. */
  readonly outcome: 'refused' | 'counted' | 'suspected' | RuleOutcome;
  readonly key: string;
  readonly count: number;
}

export type RuleOutcome = 'ALLOW' | 'BLOCK' | 'COUNT' | 'CAPTCHA' | 'CHALLENGE';

export type Row = OutcomeRow | TopRow | WafRow;

/**
 * A refusal as it was kept, or what was let through though rules counted it, with no reason: what
 * `explain <request-id>` starts from. Secrets in its headers are redacted.
 */
export interface StoredRefusal {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly latencyMs: number;
  readonly client: string;
  readonly method: string;
  /** As received, with the query. */
  readonly target: string;
  readonly protocol: string;
  readonly host: string;
  readonly userAgent: string;
  readonly api: string;
  readonly stage: string;
  readonly operation: string;
  readonly resourcePath: string;
  /** Absent in what was kept before there were API keys. */
  readonly apiKeyId?: string;
  readonly status: number;
  readonly reason: string;
  readonly by: string;
  readonly fault: string;
  readonly faultMessage: string;
  readonly waf: Event['waf'];
  readonly labels: readonly string[];
  /** Null when too many were refused in that second for their headers to be kept. */
  readonly headers: readonly string[] | null;
}

/** What is kept of a refused request. */
export function storedRefusal(e: Event): StoredRefusal {
  return {
    requestId: e.requestId,
    at: e.at,
    latencyMs: e.latencyMs,
    client: e.client,
    method: e.method,
    target: e.query === '' ? e.path : `${e.path}?${e.query}`,
    protocol: e.protocol,
    host: e.host,
    userAgent: e.userAgent,
    api: e.api,
    stage: e.stage,
    operation: e.operation,
    resourcePath: e.resourcePath,
    apiKeyId: e.apiKeyId,
    status: e.status,
    reason: e.reason,
    by: e.by,
    fault: e.fault,
    faultMessage: e.faultMessage,
    waf: e.waf,
    labels: e.labels,
    headers: e.headers,
  };
}
