import type { Clock } from '../../base/clock.ts';
import type { Account } from '../../guard/decide/usage/usage.ts';

/** How an API key stands under one of its plans; its value is never among it. */
export interface Usage {
  readonly key: string;
  readonly keyId: string;
  readonly enabled: boolean;
  readonly plan: string;
  readonly planId: string;
  /** Requests in the present period, how many it has in all, and how many are left; null without a quota. */
  readonly used: number | null;
  readonly allowed: number | null;
  readonly remaining: number | null;
  /** When the next period begins, ISO 8601; null without a quota. */
  readonly resetsAt: string | null;
  /** Tokens in its bucket now, of as many at most; null without a throttle. */
  readonly tokens: number | null;
  readonly burst: number | null;
}

/** How every key stands, the one that has used most of its quota first. */
export function usageOf(accounts: readonly Account[], clock: Clock): Usage[] {
  const rows = accounts.map(({ key, plan, counter, limit }): Usage => {
    const standing = counter.standing(clock.now());
    return {
      ...{ key: key.name, keyId: key.keyId, enabled: key.enabled, plan: plan.name, planId: plan.planId },
      used: standing?.used ?? null,
      allowed: standing?.allowed ?? null,
      remaining: standing?.remaining ?? null,
      resetsAt: standing === null ? null : new Date(standing.period.toMs).toISOString(),
      tokens: limit === null ? null : Math.floor(limit.bucket.level(clock.nowNs()).tokens),
      burst: limit?.burst ?? null,
    };
  });
  const spent = ({ used, allowed }: Usage): number => (used ?? 0) / Math.max(1, allowed ?? 1);
  return rows.sort((a, b) => spent(b) - spent(a) || a.key.localeCompare(b.key));
}
