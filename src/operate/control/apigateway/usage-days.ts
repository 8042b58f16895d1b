import type { UsagePlan } from '../../../define/model/usage.ts';
import { periodAt } from '../../../guard/decide/usage/usage.ts';
import type { UsageRecords } from '../state.ts';
import { badRequest } from './patch.ts';

const dayMs = 86_400_000;

/** The day of a date written `2026-11-22`, counted from the first of January 1970. */
export function dayIn(date: string, member: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw badRequest(`Invalid ${member}: it must be a date as in 2026-11-22`);
  return ms / dayMs;
}

/**
 * What a key used on each day from one to another, and what was left at its end: `[[used, remaining], …]`. A
 * day without a request has what was left before it, or in a new period all of it; -1 where there is no quota.
 */
export function usageByDay(
  plan: UsagePlan,
  keyId: string,
  from: number,
  to: number,
  usage: UsageRecords | null,
): [used: number, remaining: number][] {
  const { quota } = plan;
  // A month before the first day tells how the period it lies in had begun.
  const known = new Map(
    (usage?.days(plan.planId, keyId, from - 31, to) ?? []).map((row) => [row.day, row] as const),
  );
  const rows: [number, number][] = [];
  let left = quota?.limit ?? -1;
  for (let day = from - 31; day <= to; day++) {
    if (quota !== null && periodAt(quota.period, day * dayMs).fromMs === day * dayMs) left = quota.limit;
    const row = known.get(day);
    if (row !== undefined) left = quota === null ? -1 : row.remaining;
    if (day >= from) rows.push([row?.used ?? 0, left]);
  }
  return rows;
}
