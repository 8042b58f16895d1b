import type { Clock } from '../base/clock.ts';
import type { Definition } from '../define/model/definition.ts';
import { limitedKeys, rateRules } from '../guard/decide/waf/rates.ts';
import type { Table } from './reports/kind.ts';
import { moment } from './reports/text.ts';

/** Somebody whom a rate-based rule limits at this moment. */
export interface BlockedRow {
  /** `192.0.2.44`, `2001:db8:1:2::/64`, or another key the rule counts by. */
  readonly address: string;
  readonly rule: string;
  /** The element id of the rule. */
  readonly ruleId: string;
  readonly webAcl: string;
  /** Requests that count in the window, at most the limit; and those refused since it was reached. */
  readonly requests: number;
  readonly refused: number;
  readonly limit: number;
  readonly windowMs: number;
  /** Milliseconds since the epoch, by the gateway's clock; released then if no further request comes. */
  readonly sinceMs: number;
  readonly releasesAtMs: number;
}

/** Who is blocked now, over all web ACLs; the one furthest over first. */
export function blockedNow(
  definition: Definition,
  cellsOf: (id: string, bytes: number) => SharedArrayBuffer,
  clock: Clock,
): BlockedRow[] {
  const rows = rateRules(definition).flatMap((rate) => {
    const acl = definition.webAcls.find((a) => a.id === rate.webAcl);
    const rule = acl?.rules.find((r) => r.id === rate.rule);
    return limitedKeys(rate, cellsOf(rate.cellsId, rate.bytes), clock).map(
      (key): BlockedRow => ({
        address: key.key,
        rule: rule?.name ?? rate.rule,
        ruleId: rate.rule,
        webAcl: acl?.name ?? rate.webAcl,
        requests: key.count,
        refused: key.refused,
        limit: key.limit,
        windowMs: rate.windowMs,
        sinceMs: key.sinceMs,
        releasesAtMs: key.releasesAtMs,
      }),
    );
  });
  return rows.sort((a, b) => b.refused / b.limit - a.refused / a.limit);
}

/** What `blocked` prints; `now` in milliseconds since the epoch, by the gateway's clock. */
export function blockedTable(rows: readonly BlockedRow[], now: number): Table {
  return {
    columns: ['address', 'rule', 'web ACL', 'in window', 'limit', 'refused', 'since (UTC)', 'released in'],
    rows: rows.map((r) => [
      r.address,
      r.rule,
      r.webAcl,
      r.requests,
      `${r.limit} / ${r.windowMs / 1000} s`,
      r.refused,
      moment(r.sinceMs),
      duration(r.releasesAtMs - now),
    ]),
  };
}

/** `4 min 12 s`, `12 s`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
