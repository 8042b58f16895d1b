import { awsCheckMs, type RateTable } from './table.ts';

/** How a key stands against its limit, at one moment. */
export interface Standing {
  /** Requests within the window, as far back as the ring goes: the limit at most. */
  readonly count: number;
  /** True when the next request would be over. */
  readonly over: boolean;
  /** When the next request would pass, if none comes before; now when it would pass at once. */
  readonly releasesAtMs: number;
  /** Requests refused since it went over, and when that was; 0 and 0 when none was within the window. */
  readonly refused: number;
  readonly sinceMs: number;
}

const nobody = (nowMs: number): Standing => ({
  count: 0,
  over: false,
  releasesAtMs: nowMs,
  refused: 0,
  sinceMs: 0,
});

/** Looks at the key at a place of the table (-1: a key that is not known), changing nothing. */
export function standing(table: RateTable, place: number, nowMs: number, mode: 'exact' | 'aws'): Standing {
  if (place < 0) return nobody(nowMs);
  const now = nowMs | 0;
  const ago = (time: number): number => (now - time) | 0;
  const { windowMs, limit } = table;
  const refusedAgo = ago(table.column('refusedAt', place));
  const recently = table.column('refused', place) > 0 && refusedAgo < windowMs;
  const refused = recently ? table.column('refused', place) : 0;
  const sinceMs = recently ? nowMs - ago(table.since(place)) : 0;
  if (ago(table.column('last', place)) >= windowMs) return { ...nobody(nowMs), refused, sinceMs };

  const { ages, group, deciding } = table.ring(place, nowMs);
  const within = ages.reduce((sum, age) => sum + (age < windowMs ? 1 : 0), 0);
  const seen = table.column('count', place) >>> 0;
  const count = Math.min(within * group, seen, limit);
  const full = seen >= limit && deciding < windowMs;
  const until = full ? nowMs - deciding + windowMs : nowMs;
  if (mode === 'exact') return { count, over: full, releasesAtMs: until, refused, sinceMs };

  const tick = Math.floor(nowMs / awsCheckMs);
  const verdict = table.column('verdict', place);
  const reached = (verdict & ~1) === ((tick << 1) | 0);
  const over = reached ? (verdict & 1) === 1 : full;
  // It stays as it is until the next look; the first one that finds the window clear releases it.
  const released = Math.ceil(Math.max(until, (tick + 1) * awsCheckMs) / awsCheckMs) * awsCheckMs;
  return { count, over, releasesAtMs: over ? released : nowMs, refused, sinceMs };
}
