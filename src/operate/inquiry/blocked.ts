import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';
import { limitedKeys, rateRules } from '../../guard/decide/waf/rates.ts';
import { Origins } from './origins.ts';

/** Someone whom a rate-based rule limits at this moment. */
export interface Blocked {
  /** The address, or whatever the rule counts by. */
  readonly key: string;
  readonly webAcl: string;
  readonly rule: string;
  /** Where the rule is written. */
  readonly at: string;
  /** Requests that count within the window (the limit at most), and what the rule allows. */
  readonly count: number;
  readonly limit: number;
  /** How far over: requests refused since the key went over the limit. */
  readonly refused: number;
  /** By the gateway's clock, ISO 8601. */
  readonly since: string;
  readonly releasesAt: string;
  readonly releasesInSeconds: number;
}

/** Who is blocked now, the longest to go first. `cells` gives the shared memory of an id. */
export function blocked(
  definition: Definition,
  cells: ReadonlyMap<string, SharedArrayBuffer>,
  clock: Clock,
): Blocked[] {
  const origins = new Origins(definition);
  const now = clock.now();
  const rows = rateRules(definition).flatMap((rate) => {
    const memory = cells.get(rate.cellsId);
    if (memory === undefined) return [];
    const acl = definition.webAcls.find((candidate) => candidate.id === rate.webAcl);
    const rule = acl?.rules.find((candidate) => candidate.id === rate.rule);
    return limitedKeys(rate, memory, clock).map(
      (key): Blocked => ({
        key: key.key,
        webAcl: acl?.name ?? rate.webAcl,
        rule: rule?.name ?? rate.rule,
        at: origins.place(rate.rule),
        count: key.count,
        limit: key.limit,
        refused: key.refused,
        since: new Date(key.sinceMs).toISOString(),
        releasesAt: new Date(key.releasesAtMs).toISOString(),
        releasesInSeconds: Math.max(0, Math.ceil((key.releasesAtMs - now) / 1000)),
      }),
    );
  });
  return rows.sort((a, b) => b.releasesInSeconds - a.releasesInSeconds || a.key.localeCompare(b.key));
}
