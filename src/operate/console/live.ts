import type { Live } from '../../observe/reports/html.ts';
import type { Section } from '../../observe/reports/report.ts';
import { durationMs } from '../duration.ts';
import { type Blocked, releaseText, ruleText, whoText } from '../inquiry/blocked.ts';
import type { Usage } from '../inquiry/usage.ts';

const spans = ['15m', '1h', '24h', '7d'];
const mostRows = 100;

/** What the console’s page shows above the report: who is blocked now, how API keys stand; and other spans of time. */
export function live(blocked: readonly Blocked[], usage: readonly Usage[], forMs: number): Live {
  return {
    sections: [blockedNow(blocked), usageNow(usage)],
    links: spans.map((span) => ({ href: `?since=${span}`, text: span, here: durationMs(span) === forMs })),
  };
}

const blockedNow = (rows: readonly Blocked[]): Section => ({
  name: 'blocked-now',
  title: rows.length > mostRows ? `Blocked now: the first ${mostRows} of ${rows.length}` : 'Blocked now',
  columns: ['who', 'rule', 'counted', 'limit', 'refused', 'released', 'written'],
  rows: rows
    .slice(0, mostRows)
    .map((row) => [
      whoText(row),
      ruleText(row),
      row.count,
      row.limit,
      row.refused ?? '–',
      releaseText(row),
      row.at,
    ]),
});

const usageNow = (rows: readonly Usage[]): Section => ({
  name: 'usage-now',
  title: 'API keys with a quota, the most used up first',
  columns: ['key', 'plan', 'used', 'allowed', 'left', 'anew'],
  rows: rows
    .filter(({ allowed }) => allowed !== null)
    .slice(0, mostRows)
    .map(({ key, plan, used, allowed, remaining, resetsAt }) => [
      key,
      plan,
      used ?? 0,
      allowed ?? 0,
      remaining ?? 0,
      (resetsAt ?? '').slice(0, 16).replace('T', ' '),
    ]),
});
