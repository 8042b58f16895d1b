import type { Quota } from '../../../define/model/usage.ts';

const dayMs = 86_400_000;
/** The kinds of periods; a stamp has the place of its kind here in its upper bits. */
const kinds: readonly Quota['period'][] = ['DAY', 'WEEK', 'MONTH'];
const kindAt = 28;

/** A span of time in which a quota holds, and the number that stands for it: a positive 32-bit integer. */
export interface Period {
  readonly stamp: number;
  /** Milliseconds since the epoch: its first, and the first behind it. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The period that a moment lies in. Days begin at midnight UTC, weeks on Sunday, months on the first: no
 * period has another length because somewhere clocks are turned.
 */
export function periodAt(kind: Quota['period'], nowMs: number): Period {
  const day = Math.floor(nowMs / dayMs);
  if (kind === 'DAY') return span(kind, day, day * dayMs, (day + 1) * dayMs);
  if (kind === 'WEEK') {
    // The first of January 1970 was a Thursday: Sundays are days 3, 10, …
    const week = Math.floor((day + 4) / 7);
    const fromMs = (week * 7 - 4) * dayMs;
    return span(kind, week, fromMs, fromMs + 7 * dayMs);
  }
  const date = new Date(nowMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return span(kind, year * 12 + month, Date.UTC(year, month), Date.UTC(year, month + 1));
}

const span = (kind: Quota['period'], number: number, fromMs: number, toMs: number): Period => ({
  stamp: (kinds.indexOf(kind) << kindAt) | (number + 1),
  fromMs,
  toMs,
});

/** Gives the stamps of periods of one kind, and asks the calendar only when one has ended. */
class PeriodClock {
  readonly #kind: Quota['period'];
  #period: Period;

  constructor(kind: Quota['period']) {
    this.#kind = kind;
    this.#period = periodAt(kind, 0);
  }

  stampAt(nowMs: number): number {
    return this.at(nowMs).stamp;
  }

  at(nowMs: number): Period {
    if (nowMs < this.#period.fromMs || nowMs >= this.#period.toMs) this.#period = periodAt(this.#kind, nowMs);
    return this.#period;
  }
}

/** One for each kind, for all counters of a thread. */
export const clocks: Readonly<Record<Quota['period'], PeriodClock>> = {
  DAY: new PeriodClock('DAY'),
  WEEK: new PeriodClock('WEEK'),
  MONTH: new PeriodClock('MONTH'),
};

/** The day of a stamp of the kind DAY, counted from the first of January 1970. */
export const dayOf = (stamp: number): number => (stamp & ((1 << kindAt) - 1)) - 1;
